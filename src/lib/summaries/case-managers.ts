import { formatQuantity } from '../format/quantity.ts';
import { whileAssigned } from '../questions/casework/caseload.ts';
import { compareUnits, type UnitComparison } from '../analysis/funnel.ts';
import { formatNumber } from '../format/number.ts';
import type { Manifest } from '../export/manifest.ts';
import { groupLabel } from '../questions/labels.ts';
import type { TimelinessOfType } from '../questions/casework/timeliness-types.ts';
import { inTaskOrder, positionText, taskLabel, type CaseManagerLine, type Counted } from './casework.ts';

/** A group with what fell due of one kind of task. */
export type CountedGroup = Counted & { group: string };

/** Kinds of task anybody had due, for the picker: all together first. */
export function taskTypeChoices(rows: readonly TimelinessOfType[]): { value: string; label: string }[] {
  const types = inTaskOrder(rows.flatMap(({ task_type: type, due }) => (type !== null && due > 0 ? [type] : [])));
  return [{ value: '', label: 'All tasks' }, ...types.map((type) => ({ value: type, label: taskLabel(type) }))];
}

/** The kind a link names, if anybody had it due; else all together. */
export function chosenType(rows: readonly TimelinessOfType[], type: string | undefined): string | null {
  return rows.some((row) => row.task_type === type) ? (type ?? null) : null;
}

/** The rows of one kind of task; those under nobody are the place's, not a person's. */
export function countedOfType(rows: readonly TimelinessOfType[], type: string | null): CountedGroup[] {
  return rows.flatMap((row) => {
    if (row.task_type !== type || row.group === null) return [];
    const expected = row.expected === null || row.due === 0 ? null : row.expected / row.due;
    return [{ ...row, group: row.group, expected }];
  });
}

/**
 * What fell due while nobody was assigned, which makes the people of a table less than their place; null where nothing
 * did.
 */
export function notAttributable(rows: readonly TimelinessOfType[], type: string | null): string | null {
  const row = rows.find(({ group, task_type: of }) => group === null && of === type);
  if (!row || row.due === 0) return null;
  const items = `${formatQuantity(row.due, 'item')} more`;
  return `Not attributable: ${items} fell due while nobody was assigned, ${formatNumber(row.on_time)} done on time. They count for the place and for nobody.`;
}

/** What everybody of one kind of task is compared with, and where each lies. */
export function comparisonOfType(rows: readonly TimelinessOfType[], type: string | null): UnitComparison {
  const units = rows.flatMap((row) =>
    row.task_type !== type || row.group === null || row.expected === null || row.variance === null || row.due === 0
      ? []
      : [
          {
            unit: row.group,
            due: row.due,
            onTime: row.on_time,
            expected: row.expected,
            variance: row.variance,
            ownShare: row.own_share ?? 0,
          },
        ],
  );
  const rate = rows.find((row) => row.task_type === type && row.agency_rate !== null)?.agency_rate ?? 0;
  return compareUnits(units, rate);
}

/** What is known of everybody beside what fell due. */
export interface PeopleRows {
  /** Null where caseloads could not be had. */
  caseload:
    | readonly {
        group: string | null;
        days_assigned: number;
        person_days: number;
        days: number;
        average: number;
        minimum: number;
        maximum: number;
      }[]
    | null;
  workload: readonly { group: string | null; people: number; near_release: number | null; high_risk: number | null }[];
  overdue: readonly { staff_id: string | null }[];
  names: readonly { staff_id: string; staff_name: string; unit_id: string | null }[];
}

/** Everybody who had cases or work due in the period, by name. */
export function caseManagerLines(
  counted: readonly CountedGroup[],
  comparison: UnitComparison,
  people: PeopleRows,
  dataset: Pick<Manifest, 'scopes'>,
): CaseManagerLine[] {
  const caseloads = people.caseload ?? [];
  const ids = [
    ...caseloads.filter(({ days_assigned: days }) => days > 0).map(({ group }) => group),
    ...counted.filter(({ due, set_aside: aside }) => due + aside > 0).map(({ group }) => group),
  ];
  // Where the caseloads are known, whoever is in no row of them had no case.
  const none = people.caseload === null ? null : 0;
  return [...new Set(ids)]
    .filter((id) => id !== null)
    .map((id): CaseManagerLine => {
      const home = people.names.find(({ staff_id: staff }) => staff === id);
      const caseload = caseloads.find(({ group }) => group === id);
      const load = people.workload.find(({ group }) => group === id);
      const share = (part: number | null | undefined) =>
        load && load.people > 0 && part != null ? part / load.people : null;
      const row = counted.find(({ group }) => group === id) ?? null;
      const place = comparison.units.find(({ unit }) => unit === id);
      return {
        id,
        name: home?.staff_name ?? id,
        unit: home?.unit_id ? groupLabel(home.unit_id, 'unit_id', dataset) : 'Not recorded',
        days: caseload?.days_assigned ?? 0,
        average: caseload?.average ?? none,
        minimum: caseload?.minimum ?? none,
        maximum: caseload?.maximum ?? none,
        whileAssigned: caseload && caseload.days_assigned < caseload.days ? whileAssigned(caseload) : null,
        nearRelease: share(load?.near_release),
        highRisk: share(load?.high_risk),
        counted: row,
        position: positionText(place?.position ?? null, row?.due ?? 0),
        overdue: people.overdue.filter(({ staff_id: staff }) => staff === id).length,
      };
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
