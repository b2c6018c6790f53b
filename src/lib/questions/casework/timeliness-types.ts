import { timeliness, type Timeliness } from './timeliness.ts';
import { question } from '../question.ts';

/** Timeliness of one group and kind of task; a null kind is all of them together. */
export interface TimelinessOfType extends Timeliness {
  task_type: string | null;
}

/**
 * `casework/timeliness` for every kind of task in one answer, so that a page can change the kind without asking again.
 * The statements are the same: they carry the kind of task for the comparison anyway.
 */
export const timelinessTypes = question({
  id: 'casework/timeliness-types',
  title: 'Timeliness by kind of task',
  description: `${timeliness.description} Here for all kinds of task together (a null kind) and for each.`,
  columns: [
    ...timeliness.columns.slice(0, 1),
    { name: 'task_type', kind: 'text', meaning: 'Kind of task; null for all together' },
    ...timeliness.columns.slice(1),
  ],
  parameters: [],
  // Groups that are compared: only their rows carry the kind of task.
  by: ['region_id', 'facility_id', 'unit_id', 'staff_id'],
  eachUnit: true,
  needs: (request) => timeliness.needs(request),
  statements: (request) => timeliness.statements(request),
  rows([found = [], usual = []], request): TimelinessOfType[] {
    if (request.by === null)
      return timeliness.rows([found, usual], request).map((row) => ({ ...row, task_type: null }));
    const types = [...new Set(found.map((row) => String(row.task_type)))].sort();
    return [null, ...types].flatMap((type) => {
      const ofType = (rows: typeof found) => (type === null ? rows : rows.filter((row) => row.task_type === type));
      return timeliness.rows([ofType(found), ofType(usual)], request).map((row) => ({ ...row, task_type: type }));
    });
  },
});
