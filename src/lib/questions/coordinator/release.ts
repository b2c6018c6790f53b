import type { RawRow } from '../../engine/engine.ts';
import {
  caseGroups,
  caseMart,
  countedShare,
  grainParameter,
  groupColumn,
  groupedOf,
  groupedRows,
  monthColumn,
  monthOf,
  placeGroups,
  placeScopes,
  rated,
  ratedColumns,
  within,
  type Grouped,
  type Rated,
} from '../casework/case-counts.ts';
import type { DimensionId } from '../dimensions.ts';
import { coveredWindow } from '../population/stock-sql.ts';
import { question } from '../question.ts';
import { chosenRows, raw, grouped, sql, statement } from '../sql.ts';

/** Items of the release checklist, in its order. */
export const checklist = [
  'housing',
  'employment',
  'identification',
  'supervision_plan',
  'treatment',
  'transport',
  'outside_support',
] as const;

export interface ReleaseReadiness extends Rated {
  group: string | null;
  /** An item of the checklist, or `everything`. */
  item: string;
  checked: number;
  /** People with something recorded for the item. */
  recorded: number;
  ready: number;
}

export const releaseReadiness = question({
  id: 'coordinator/release-readiness',
  title: 'Release checklist',
  description:
    'People whose release checklist was gone through in the period, by what their latest check in it found for each item, under the case manager assigned on the day of the check. “everything” is in place when all seven items are, and not when one is known to be missing.',
  columns: [
    groupColumn,
    { name: 'item', kind: 'text', meaning: 'Item of the checklist, or everything' },
    { name: 'checked', kind: 'count', meaning: 'People checked' },
    { name: 'recorded', kind: 'count', meaning: 'Of those, with something recorded for the item' },
    { name: 'ready', kind: 'count', meaning: 'Of those, with the item in place' },
    ...ratedColumns('In place as a share of recorded'),
  ],
  parameters: [],
  by: caseGroups,
  eachUnit: true,
  needs: (request) => caseMart('readiness', coveredWindow(request), request).parts,
  statements(request) {
    const window = coveredWindow(request);
    const all = checklist.join(' AND ');
    const sums = [...checklist.map((item) => [item, item]), ['everything', `(${all})`]]
      .map(
        ([name, value]) =>
          `coalesce(sum(people) FILTER (WHERE ${value} IS NOT NULL), 0)::INTEGER AS ${name}_recorded, coalesce(sum(people) FILTER (WHERE ${value}), 0)::INTEGER AS ${name}_ready`,
      )
      .join(',\n          ');
    return [
      statement(sql`
        SELECT ${grouped(request)}, sum(people)::INTEGER AS checked,
          ${raw(sums)}
        FROM ${raw(caseMart('readiness', window, request).name)}
        WHERE ${within('checked_date', window)} AND (next_date IS NULL OR next_date >= CAST(${window.to} AS DATE))
          AND ${chosenRows(request, caseGroups)}
        GROUP BY ALL`),
    ];
  },
  rows: ([found = []], request): ReleaseReadiness[] =>
    groupedRows(found, coveredWindow(request), request, (row) => ({ ...groupedOf(row), row })).flatMap(
      ({ group, row }) =>
        [...checklist, 'everything'].map((item) => {
          const [recorded, ready] = [Number(row[`${item}_recorded`] ?? 0), Number(row[`${item}_ready`] ?? 0)];
          return {
            group,
            item,
            checked: Number(row.checked ?? 0),
            recorded,
            ready,
            ...rated(ready, recorded, request),
          };
        }),
    ),
});

/** Releases that were prepared with the checklist. */
export const releaseChecks = countedShare({
  id: 'coordinator/release-checks',
  title: 'Releases with the checklist gone through',
  description:
    'Releases to the community in the period for which the release checklist was gone through in the time set before the release (90 days by default).',
  mart: 'release_checked',
  part: 'agency',
  date: 'release_date',
  window: coveredWindow,
  counts: {
    releases: { of: 'releases', meaning: 'Releases to the community' },
    checked: { of: 'releases', where: 'checked', meaning: 'Of those, with the checklist gone through' },
  },
  share: { part: 'checked', whole: 'releases', meaning: 'Checked as a share of releases' },
  by: placeGroups,
  scopes: placeScopes,
});

export interface FollowUp extends Grouped, Rated {
  /** Days after release. */
  day: number;
  outcome: 'reached' | 'housed' | 'employed' | 'in_treatment';
  /** Follow-ups due, or, for what was found, those of them with it recorded. */
  of: number;
  people: number;
}

export const outcomes = ['reached', 'housed', 'employed', 'in_treatment'] as const;
export const followUpGroups = [...placeGroups, 'unit_id'] as const satisfies readonly DimensionId[];

export const followUp = question({
  id: 'coordinator/follow-up',
  title: 'Follow-up after release',
  description:
    'Follow-ups due in the period, 30, 90 and 180 days after release: people reached of those due, and people housed, employed and in treatment of those for whom it is recorded. Under the place released from; never by case manager.',
  columns: [
    monthColumn,
    groupColumn,
    { name: 'day', kind: 'count', meaning: 'Days after release' },
    { name: 'outcome', kind: 'text', meaning: 'reached, housed, employed or in_treatment' },
    { name: 'of', kind: 'count', meaning: 'Follow-ups due; for what was found, those with it recorded' },
    { name: 'people', kind: 'count', meaning: 'Of those, people reached, housed, employed or in treatment' },
    ...ratedColumns('People as a share of these'),
  ],
  parameters: [grainParameter],
  by: followUpGroups,
  scopes: [...placeScopes, 'unit'],
  eachUnit: true,
  needs: (request) => caseMart('follow_up_due', coveredWindow(request), request).parts,
  statements(request) {
    const window = coveredWindow(request);
    return [
      statement(sql`
        SELECT ${monthOf('due_date', request)} AS month, ${grouped(request)}, follow_up_day AS day,
          sum(people)::INTEGER AS reached_of, coalesce(sum(people) FILTER (WHERE reached), 0)::INTEGER AS reached,
          ${raw(
            outcomes
              .slice(1)
              .map(
                (name) =>
                  `coalesce(sum(people) FILTER (WHERE ${name} IS NOT NULL), 0)::INTEGER AS ${name}_of, coalesce(sum(people) FILTER (WHERE ${name}), 0)::INTEGER AS ${name}`,
              )
              .join(',\n          '),
          )}
        FROM ${raw(caseMart('follow_up_due', window, request).name)}
        WHERE ${within('due_date', window)} AND ${chosenRows(request, followUpGroups)}
        GROUP BY ALL`),
    ];
  },
  rows([found = []], request): FollowUp[] {
    const sorted = [...found].sort((a, b) => Number(a.day) - Number(b.day));
    return groupedRows(sorted, coveredWindow(request), request, (row) => ({ ...groupedOf(row), row })).flatMap(
      ({ month, group, row }) =>
        row.day === undefined
          ? []
          : outcomeRows(row).map((one) => ({ month, group, ...one, ...rated(one.people, one.of, request) })),
    );
  },
});

function outcomeRows(row: RawRow): Pick<FollowUp, 'day' | 'outcome' | 'of' | 'people'>[] {
  return outcomes.map((outcome) => ({
    day: Number(row.day),
    outcome,
    of: Number(row[`${outcome}_of`] ?? 0),
    people: Number(row[outcome] ?? 0),
  }));
}
