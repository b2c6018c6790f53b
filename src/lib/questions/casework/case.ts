import { facilityParts } from '../population/stock-sql.ts';
import { question } from '../question.ts';
import { inScope, sql, statement } from '../sql.ts';

export interface CaseEvent {
  /** `task` has its due date in `date` and the day it was done in `end_date`. */
  kind: 'admission' | 'sentence' | 'placement' | 'assignment' | 'clock_stop' | 'task' | 'program' | 'release';
  date: string;
  end_date: string | null;
  label: string | null;
  detail: string | null;
  facility_id: string | null;
}

export const caseworkCase = question({
  id: 'casework/case',
  title: 'Timeline of one case',
  description:
    'Placements, assignments, stopped days, due dates, completions and programs of one stay in custody, released since the rows behind figures are kept, or named by a list, under its pseudonym. Tasks of the last two years and open ones; central monitoring and victim/witness work is never listed.',
  columns: [
    { name: 'kind', kind: 'text', meaning: 'Kind of event' },
    { name: 'date', kind: 'date', meaning: 'First day; the due date of a task' },
    { name: 'end_date', kind: 'date', meaning: 'First day no longer in force; the day a task was done' },
    { name: 'label', kind: 'text', meaning: 'What, as recorded' },
    { name: 'detail', kind: 'text', meaning: 'More of it, as recorded' },
    { name: 'facility_id', kind: 'text', meaning: 'Institution that holds the person, or held them last' },
  ],
  parameters: [{ name: 'case', kind: 'text', meaning: 'Pseudonym of the stay, as the worklist shows it' }],
  by: [],
  scopes: ['agency', 'region', 'facility'],
  needs: (request) => facilityParts('case_event', request),
  statements: (request) => [
    statement(sql`
      SELECT kind, CAST(event_date AS VARCHAR) AS date, CAST(end_date AS VARCHAR) AS end_date, label, detail, facility_id
      FROM case_event
      WHERE stay_key = ${String(request.params.case ?? '')} AND ${inScope(request)}
      ORDER BY event_date, kind, label`),
  ],
  rows: ([found = []]): CaseEvent[] => found as unknown as CaseEvent[],
});
