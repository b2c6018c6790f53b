import type { IsoDate } from '../../calendar/date.ts';
import { facilityParts } from '../population/stock-sql.ts';
import { question } from '../question.ts';
import { inScope, partOf, sql, statement } from '../sql.ts';

/** Somebody in custody on the as-of date with no case manager. */
export interface UnassignedPerson {
  /** Pseudonym. */
  stay_id: string;
  facility_id: string | null;
  unit_id: string | null;
  custody_level: string | null;
  legal_status: string | null;
  /** First day without a case manager. */
  since: IsoDate;
}

export const unassigned = question({
  id: 'casework/unassigned',
  title: 'People without a case manager',
  description:
    'Everybody in custody on the as-of date with no case manager assigned, under pseudonyms, those longest without one first.',
  columns: [
    { name: 'stay_id', kind: 'text', meaning: 'Pseudonym of the stay' },
    { name: 'facility_id', kind: 'text', meaning: 'Institution' },
    { name: 'unit_id', kind: 'text', meaning: 'Unit' },
    { name: 'custody_level', kind: 'text', meaning: 'Custody level held' },
    { name: 'legal_status', kind: 'text', meaning: 'Legal status' },
    { name: 'since', kind: 'date', meaning: 'First day without a case manager' },
  ],
  parameters: [],
  by: [],
  eachUnit: true,
  needs: (request) => facilityParts('unassigned_person', request),
  statements: (request) => [
    statement(sql`
      SELECT ${partOf(request)}stay_key AS stay_id, facility_id, unit_id, custody_level, legal_status, CAST(since AS VARCHAR) AS since
      FROM unassigned_person
      WHERE ${inScope(request)}
      ORDER BY unassigned_person.since, stay_id`),
  ],
  rows: ([found = []]): UnassignedPerson[] => found as unknown as UnassignedPerson[],
});
