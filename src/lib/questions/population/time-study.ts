import type { IsoDate } from '../../calendar/date.ts';
import { question } from '../question.ts';
import { sql, statement } from '../sql.ts';
import { projectedScopes } from './projection-rows.ts';
import { agencyPart } from './stock-sql.ts';

/** What one task of a kind takes, as the agency measured it. */
export interface TaskMinutes {
  task_type: string;
  minutes: number;
  measured_on: IsoDate;
  source: string;
}

export const timeStudy = question({
  id: 'population/time-study',
  title: 'The agency’s time study',
  description:
    'Minutes that one task of each kind takes, when and by whom they were measured; each_person is what one person takes in a month beside the tasks.',
  columns: [
    { name: 'task_type', kind: 'text', meaning: 'Kind of task' },
    { name: 'minutes', kind: 'number', meaning: 'Minutes one takes' },
    { name: 'measured_on', kind: 'date', meaning: 'Day the time study ended' },
    { name: 'source', kind: 'text', meaning: 'Who measured, and how' },
  ],
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: () => agencyPart('task_minutes'),
  statements: () => [
    statement(sql`
        SELECT task_type, minutes, CAST(measured_on AS VARCHAR) AS measured_on, source FROM task_minutes ORDER BY task_type`),
  ],
  rows: ([found = []]): TaskMinutes[] =>
    found.map((row) => ({
      task_type: String(row.task_type),
      minutes: Number(row.minutes),
      measured_on: String(row.measured_on),
      source: String(row.source),
    })),
});
