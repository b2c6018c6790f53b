import type { IsoDate } from '../../calendar/date.ts';
import { agencyPart } from '../population/stock-sql.ts';
import { question } from '../question.ts';
import { inScope, sql, statement } from '../sql.ts';

/** A case manager, or somebody else who has had cases. */
export interface CaseManager {
  staff_id: string;
  staff_name: string;
  role: string;
  /** Home institution and unit. */
  facility_id: string | null;
  unit_id: string | null;
  start_date: IsoDate | null;
  end_date: IsoDate | null;
  certified_until: IsoDate | null;
}

export const caseManagers = question({
  id: 'casework/case-managers',
  title: 'Case managers',
  description: 'Everybody who is a case manager of the place or has ever had cases there, by name.',
  columns: [
    { name: 'staff_id', kind: 'text', meaning: 'Case manager' },
    { name: 'staff_name', kind: 'text', meaning: 'Name' },
    { name: 'role', kind: 'text', meaning: 'Role' },
    { name: 'facility_id', kind: 'text', meaning: 'Home institution' },
    { name: 'unit_id', kind: 'text', meaning: 'Home unit' },
    { name: 'start_date', kind: 'date', meaning: 'First day in the role' },
    { name: 'end_date', kind: 'date', meaning: 'First day no longer in the role; null while in it' },
    { name: 'certified_until', kind: 'date', meaning: 'Last day of the current certification' },
  ],
  parameters: [],
  by: [],
  scopes: ['agency', 'region', 'facility', 'unit', 'staff'],
  needs: () => agencyPart('case_manager'),
  statements: (request) => [
    statement(sql`
      SELECT DISTINCT staff_id, staff_name, role, home_facility_id AS facility_id, home_unit_id AS unit_id,
        CAST(start_date AS VARCHAR) AS start_date, CAST(end_date AS VARCHAR) AS end_date,
        CAST(certified_until AS VARCHAR) AS certified_until
      FROM case_manager
      WHERE ${inScope(request)}
      ORDER BY staff_name, staff_id`),
  ],
  rows: ([found = []]): CaseManager[] => found as unknown as CaseManager[],
});
