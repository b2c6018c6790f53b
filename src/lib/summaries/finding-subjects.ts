import type { IsoDate } from '../calendar/date.ts';
import type { View } from '../pages/page.ts';
import type { RecurringFindings } from '../questions/coordinator/findings.ts';
import { groupLabel } from '../questions/labels.ts';

/** What was found on a subject: at one unit, or at several with the one it was found at in most quarters. */
export interface FindingSubject {
  subject: string;
  /** Unit of the row, where it is of one; id for its link, null where the institution as a whole was looked at. */
  unitId: string | null;
  unit: string;
  findings: number;
  again: number;
  units: number;
  unitsAgain: number;
  open: number | null;
  last: IsoDate;
  /** 'Ash Unit, Central' in so many quarters. */
  most: string;
  quarters: number;
}

/** Rows of the table of subjects: what comes again in most quarters first, in words. */
export function findingSubjects(
  rows: readonly RecurringFindings[],
  dataset: Pick<View['dataset'], 'scopes'>,
): FindingSubject[] {
  const unitName = (id: string | null) => (id === null ? 'No unit named' : groupLabel(id, 'unit_id', dataset));
  return rows
    .map((row): FindingSubject => ({
      subject: row.subject,
      unitId: row.most_unit_id,
      unit: unitName(row.most_unit_id),
      findings: row.findings,
      again: row.again,
      units: row.units,
      unitsAgain: row.units_again,
      open: row.open,
      last: row.last_found,
      most: `${unitName(row.most_unit_id)}, ${groupLabel(row.most_facility_id, 'facility_id', dataset)}`,
      quarters: row.most_quarters,
    }))
    .sort((a, b) => b.quarters - a.quarters || b.again - a.again || a.subject.localeCompare(b.subject, 'en'));
}
