/**
 * The log-rank test: do groups differ in when the event comes, given who was at risk?
 *
 * Sources: Mantel (1966), Cancer Chemotherapy Reports 50, 163–170; Klein & Moeschberger, Survival Analysis, 2nd ed.,
 * 7.3 (k groups) and 7.5 (strata). Figures agree with R's `survdiff`, also with `+ strata()`.
 */
import { group as groupBy } from 'd3-array';
import { quadraticTest } from './matrix.ts';
import { exitTimes, riskSets } from './survival-row.ts';
import type { RiskSet, SurvivalRow } from './survival-row.ts';

/** As `SurvivalRow`, with whole counts. */
export interface GroupedSurvivalRow extends SurvivalRow {
  readonly group: string;
  /** Groups are compared within a stratum only, and the differences added up. Left out, all are in one. */
  readonly stratum?: string;
}

export interface LogRankGroup {
  readonly group: string;
  readonly people: number;
  /** Events seen. */
  readonly observed: number;
  /** Events there would be if the groups did not differ. */
  readonly expected: number;
}

export interface LogRankTest {
  /** Chi-square. */
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
  /** In the order of their names. */
  readonly groups: readonly LogRankGroup[];
}

/**
 * Compares the groups in `rows`. Null when there is nothing to compare: fewer than two groups, no event, or no event
 * at which two groups were at risk and not everybody had it. A group never at risk at an event adds no degree of
 * freedom. Throws a RangeError for a row that cannot be (see `survival-row.ts`) and for a broken count.
 */
export function logRank(rows: readonly GroupedSurvivalRow[]): LogRankTest | null {
  const broken = rows.find((row) => !Number.isInteger(row.count));
  if (broken) throw new RangeError(`log-rank test needs whole counts, not ${broken.count}`);
  const byGroup = groupBy(rows, (row) => row.group);
  const names = [...byGroup.keys()].sort();
  const people = names.map((name) => (byGroup.get(name) ?? []).reduce((sum, row) => sum + row.count, 0));
  const observed = names.map(() => 0);
  const expected = names.map(() => 0);
  const variance = names.map(() => names.map(() => 0));

  for (const stratum of groupBy(rows, (row) => row.stratum ?? '').values()) {
    const times = exitTimes(stratum, { eventsOnly: true });
    const setsOf = groupBy(stratum, (row) => row.group);
    const groups = names.map((name) => riskSets(setsOf.get(name) ?? [], times));
    times.forEach((_time, index) => {
      const sets = groups.map((group) => group[index]);
      addEvents(sets, observed, expected, variance);
    });
  }

  const test = quadraticTest(
    variance,
    observed.map((count, g) => count - (expected[g] ?? 0)),
  );
  return (
    test && {
      ...test,
      groups: names.map((group, g) => ({
        group,
        people: people[g] ?? 0,
        observed: observed[g] ?? 0,
        expected: expected[g] ?? 0,
      })),
    }
  );
}

/** Adds one event time of one stratum to the sums: events, their hypergeometric expectations and covariances. */
function addEvents(
  sets: readonly (RiskSet | undefined)[],
  observed: number[],
  expected: number[],
  variance: number[][],
): void {
  const atRisk = sets.map((set) => set?.atRisk ?? 0);
  const all = atRisk.reduce((sum, count) => sum + count, 0);
  const events = sets.reduce((sum, set) => sum + (set?.events ?? 0), 0);
  const spread = all > 1 ? (events * (all - events)) / (all - 1) : 0;
  atRisk.forEach((here, g) => {
    const share = here / all;
    observed[g] = (observed[g] ?? 0) + (sets[g]?.events ?? 0);
    expected[g] = (expected[g] ?? 0) + events * share;
    const row = variance[g] ?? [];
    atRisk.forEach((there, h) => {
      row[h] = (row[h] ?? 0) + spread * share * ((g === h ? 1 : 0) - there / all);
    });
  });
}
