import type { IsoDate } from '../calendar/date.ts';
import { formatQuantity } from '../format/quantity.ts';
import type { View } from '../pages/page.ts';
import type { RecurringFindings } from '../questions/coordinator/findings.ts';
import type { RowOf } from '../questions/index.ts';
import { groupLabel } from '../questions/labels.ts';
import { actionStates } from './review-duties.ts';

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
  /** How the corrective actions on it stand; null where there are none. */
  done: string | null;
  last: IsoDate;
  /** 'Ash Unit, Central' in so many quarters. */
  most: string;
  quarters: number;
}

/**
 * Rows of the table of subjects: what comes again in most quarters first, in words.
 * @param actions corrective actions by subject, grouped as the findings are
 */
export function findingSubjects(
  rows: readonly RecurringFindings[],
  actions: readonly RowOf<'coordinator/corrective-actions'>[],
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
      done: whatWasDone(row, actions),
      last: row.last_found,
      most: `${unitName(row.most_unit_id)}, ${groupLabel(row.most_facility_id, 'facility_id', dataset)}`,
      quarters: row.most_quarters,
    }))
    .sort((a, b) => b.quarters - a.quarters || b.again - a.again || a.subject.localeCompare(b.subject, 'en'));
}

/**
 * '4 actions: 3 verified, 1 overdue': the corrective actions on a subject in the unit. What was decided on for the whole
 * institution, or is recorded without its unit, is told as that: it is not nothing.
 */
function whatWasDone(
  { subject, group }: RecurringFindings,
  actions: readonly RowOf<'coordinator/corrective-actions'>[],
): string | null {
  const folded = (text: string | null | undefined) => (text ?? '').trim().toLowerCase();
  const alike = actions.filter((row) => folded(row.subject) === folded(subject) && row.actions > 0);
  const words = (row: RowOf<'coordinator/corrective-actions'>) =>
    `${formatQuantity(row.actions, 'action')}: ${actionStates(row, { all: false })}`;
  const own = alike.find((row) => row.group === group);
  if (own) return words(own);
  const whole = alike.find((row) => row.group === null);
  return whole ? `for the institution, ${words(whole)}` : null;
}
