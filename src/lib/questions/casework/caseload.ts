import { addDays, daysBetween, type IsoDate } from '../../calendar/date.ts';
import type { RawRow } from '../../engine/engine.ts';
import { caseGroups, groupColumn } from './case-counts.ts';
import type { DimensionId } from '../dimensions.ts';
import { compareGroups, coveredWindow, facilityParts, groupsOf, type Window } from '../population/stock-sql.ts';
import { question } from '../question.ts';
import { and, chosenRows, raw, grouped, sql, statement } from '../sql.ts';

/** The people of one group of the period: of a case manager, or of all case managers of a place. */
export interface Caseload {
  group: string | null;
  /** Days of the period with at least one case. */
  days_assigned: number;
  /** People on an average day of the period, so that averages add up. */
  average: number;
  /** Fewest and most people on a day of the period; 0 on a day without a case. */
  minimum: number;
  maximum: number;
  /** People on the last covered day of the period. */
  last_day: number;
  person_days: number;
  /** Days of the period the data cover. */
  days: number;
  first_assigned: IsoDate | null;
  last_assigned: IsoDate | null;
  /** Cases that began to be the case manager's in the period: assigned, or come to the institution. */
  taken_over: number;
  /** Cases that ceased to be: assigned to somebody else, gone from the institution, or released. */
  given_up: number;
}

const groups = [...caseGroups, 'custody_level', 'risk_level'] as const satisfies readonly DimensionId[];

export const caseload = question({
  id: 'casework/caseload',
  title: 'Caseload',
  description:
    'People in custody under their case manager, day by day: the average, fewest and most over the days of the period, the days without a case among them, and the cases taken over and given up. By case manager, the group without one holds the people nobody is assigned to; other groupings count only people with a case manager.',
  columns: [
    groupColumn,
    { name: 'days_assigned', kind: 'count', meaning: 'Days of the period with at least one case' },
    { name: 'average', kind: 'number', meaning: 'People on an average day of the period' },
    { name: 'minimum', kind: 'count', meaning: 'Fewest people on a day of the period' },
    { name: 'maximum', kind: 'count', meaning: 'Most people on a day of the period' },
    { name: 'last_day', kind: 'count', meaning: 'People on the last covered day of the period' },
    { name: 'person_days', kind: 'count', meaning: 'People, each for their days' },
    { name: 'days', kind: 'count', meaning: 'Days of the period the data cover' },
    { name: 'first_assigned', kind: 'date', meaning: 'First day of the period with a case' },
    { name: 'last_assigned', kind: 'date', meaning: 'Last day of the period with a case' },
    {
      name: 'taken_over',
      kind: 'count',
      meaning: 'Cases that came to the case manager at the institution in the period; a new unit is no new case',
    },
    {
      name: 'given_up',
      kind: 'count',
      meaning: 'Cases that went to somebody else or another institution in the period, or ended by release',
    },
  ],
  parameters: [],
  by: groups,
  eachUnit: true,
  eachPerson: true,
  needs: (request) => facilityParts('case_span', request),
  statements(request) {
    const { from, to } = coveredWindow(request);
    const first = sql`CAST(${from} AS DATE)`;
    const rows = sql`start_date < CAST(${to} AS DATE) AND ${and(chosenRows(request, groups), raw(request.by === 'staff_id' ? 'true' : 'staff_id IS NOT NULL'))}`;
    return [
      statement(sql`
        SELECT ${grouped(request)}, CAST(greatest(start_date, ${first}) AS VARCHAR) AS date,
          sum(people)::INTEGER AS change, coalesce(sum(taken_over) FILTER (start_date >= ${first}), 0)::INTEGER AS taken_over
        FROM case_span
        WHERE ${rows} AND end_date > ${first}
        GROUP BY ALL`),
      statement(sql`
        SELECT ${grouped(request)}, CAST(end_date AS VARCHAR) AS date,
          -coalesce(sum(people) FILTER (end_date > ${first}), 0)::INTEGER AS change, sum(given_up)::INTEGER AS given_up
        FROM case_span
        WHERE ${rows} AND end_date >= ${first} AND end_date < CAST(${to} AS DATE)
        GROUP BY ALL`),
    ];
  },
  rows([starts = [], ends = []], request): Caseload[] {
    const window = coveredWindow(request);
    if (window.days === 0) return [];
    const changes = new Map<string | null, RawRow[]>();
    for (const row of [...starts, ...ends]) {
      const group = row.group as string | null;
      changes.set(group, [...(changes.get(group) ?? []), row]);
    }
    if (changes.size === 0 && request.by === null) changes.set(null, []);
    const compare = compareGroups(request);
    return groupsOf(changes.keys(), request)
      .map((group) => ({ group, ...dayByDay(changes.get(group) ?? [], window) }))
      .sort((a, b) => compare(a.group, b.group));
  },
});

/** People on an average day with a case, which tells how full somebody's days were who was there for part of the period. */
export function whileAssigned(row: Pick<Caseload, 'days_assigned' | 'person_days'>): number | null {
  return row.days_assigned === 0 ? null : row.person_days / row.days_assigned;
}

/** The caseload between its changes, each stretch weighted by its days. */
function dayByDay(changes: readonly RawRow[], { from, to, days }: Window): Omit<Caseload, 'group'> {
  const byDate = new Map<IsoDate, number>([[from, 0]]);
  const flow = { taken_over: 0, given_up: 0 };
  for (const { date, change, taken_over: taken, given_up: given } of changes) {
    byDate.set(String(date), (byDate.get(String(date)) ?? 0) + Number(change));
    flow.taken_over += Number(taken ?? 0);
    flow.given_up += Number(given ?? 0);
  }
  const dates = [...byDate.keys()].sort();
  const caseload: Omit<Caseload, 'group'> = {
    days_assigned: 0,
    average: 0,
    minimum: Infinity,
    maximum: 0,
    last_day: 0,
    person_days: 0,
    days,
    first_assigned: null,
    last_assigned: null,
    ...flow,
  };
  let people = 0;
  dates.forEach((date, index) => {
    people += byDate.get(date) ?? 0;
    const until = dates[index + 1] ?? to;
    caseload.minimum = Math.min(caseload.minimum, people);
    caseload.maximum = Math.max(caseload.maximum, people);
    if (people === 0) return;
    const stretch = daysBetween(date, until);
    caseload.days_assigned += stretch;
    caseload.person_days += stretch * people;
    caseload.first_assigned ??= date;
    caseload.last_assigned = addDays(until, -1);
  });
  caseload.last_day = people;
  caseload.average = caseload.person_days / days;
  return caseload;
}
