/**
 * Gray's test: do groups differ in how likely one event is to come first, when others compete with it?
 *
 * Source: Gray (1988), Annals of Statistics 16, 1141–1154, with weight 1 (ρ = 0); names follow the paper. Figures agree
 * with R's cmprsk, `cuminc(ftime, fstatus, group, strata)$Tests`.
 */
import { group as groupBy } from 'd3-array';
import { quadraticTest } from './matrix.ts';
import { exitTimes, riskSets } from './survival-row.ts';
import type { CompetingRow } from './aalen-johansen.ts';

export interface GroupedCompetingRow extends CompetingRow {
  readonly group: string;
  /** Groups are compared within a stratum only. Left out, all are in one. */
  readonly stratum?: string;
}

export interface GrayTest {
  /** Chi-square. */
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/** Scores of all groups but the last, and their covariance. */
interface Score {
  readonly u: number[];
  readonly v: number[][];
}

/** One group at one time. */
interface Cell {
  atRisk: number;
  own: number;
  other: number;
}

/**
 * Compares the incidence of `cause` between groups. Null when there is nothing to compare: fewer than two groups, or
 * nobody had the event. Throws a RangeError for a row that cannot be, for delayed entry and for a broken count.
 */
export function grayTest(rows: readonly GroupedCompetingRow[], cause: string): GrayTest | null {
  const wrong = rows.find((row) => !Number.isInteger(row.count) || row.entry !== undefined);
  if (wrong) throw new RangeError("Gray's test needs whole counts of people seen from the start");
  const groups = [...new Set(rows.filter((row) => row.count > 0).map((row) => row.group))].sort();
  if (groups.length < 2) return null;
  const size = groups.length - 1;
  const u = Array.from({ length: size }, () => 0);
  const v = u.map(() => u.map(() => 0));
  for (const stratum of groupBy(rows, (row) => row.stratum ?? '').values()) {
    const score = scoreOf(cellsOf(stratum, groups, cause));
    score.u.forEach((value, i) => (u[i]! += value));
    score.v.forEach((row, i) => row.forEach((value, j) => (v[i]![j]! += value)));
  }
  return quadraticTest(v, u);
}

/** At each time anybody had an event: the groups at risk and their events, in the order of `groups`. */
function cellsOf(rows: readonly GroupedCompetingRow[], groups: readonly string[], cause: string): Cell[][] {
  const times = exitTimes(
    rows.map((row) => ({ ...row, event: row.cause !== null })),
    { eventsOnly: true },
  );
  const byGroup = groupBy(rows, (row) => row.group);
  const sets = groups.map((name) => {
    const own = byGroup.get(name) ?? [];
    const all = riskSets(
      own.map((row) => ({ ...row, event: row.cause !== null })),
      times,
    );
    const wanted = riskSets(
      own.map((row) => ({ ...row, event: row.cause === cause })),
      times,
    );
    return all.map(({ atRisk, events }, at) => ({
      atRisk,
      own: wanted[at]?.events ?? 0,
      other: events - (wanted[at]?.events ?? 0),
    }));
  });
  return times.map((_time, at) => sets.map((list) => list[at] ?? { atRisk: 0, own: 0, other: 0 }));
}

function scoreOf(times: readonly (readonly Cell[])[]): Score {
  const k = times[0]?.length ?? 0;
  const zeros = (): number[] => Array.from({ length: k }, () => 0);
  const score = zeros();
  const v = score.map(zeros);
  // Left limits: free of any event (S), and the incidence of the cause (F) by group; F of all together.
  let free = zeros().map(() => 1);
  let incidence = zeros();
  let together = 0;
  const c = score.map(zeros);
  const v2 = score.map(zeros);
  const v3 = zeros();
  for (const cells of times) {
    const own = cells.reduce((sum, cell) => sum + cell.own, 0);
    const atRisk = (g: number): number => cells[g]!.atRisk;
    const freeNow = free.map((s, g) =>
      atRisk(g) > 0 ? (s * (atRisk(g) - cells[g]!.own - cells[g]!.other)) / atRisk(g) : s,
    );
    const incidenceNow = incidence.map((f, g) => (atRisk(g) > 0 ? f + (free[g]! * cells[g]!.own) / atRisk(g) : f));
    const h = cells.map((cell, g) => (cell.atRisk > 0 ? cell.atRisk / free[g]! : 0));
    const r = h.map((value, g) => value * (1 - incidence[g]!));
    const hAll = h.reduce((sum, value) => sum + value, 0);
    const rAll = r.reduce((sum, value) => sum + value, 0);
    const now = together + own / hAll;
    const a = h.map((hi, i) => h.map((hj, j) => (i === j ? hi * (1 - hi / hAll) : (-hi * hj) / hAll)));
    a.forEach((row, i) => row.forEach((value, j) => (c[i]![j]! += (value * own) / (hAll * (1 - together)))));
    cells.forEach((cell, g) => (score[g]! += cell.own - (rAll > 0 ? (own * r[g]!) / rAll : 0)));

    const addVariance = (g: number, weight: number, spread: number, direct: boolean): void => {
      v3[g]! += weight * weight * spread;
      const influence = c.map((row, i) => (direct ? a[i]![g]! : 0) - weight * row[g]!);
      influence.forEach((one, i) => {
        v2[i]![g]! += one * weight * spread;
        influence.forEach((other, j) => (v[i]![j]! += one * other * spread));
      });
    };
    cells.forEach((cell, g) => {
      if (own > 0 && cell.atRisk > 0) {
        const weight = freeNow[g]! > 0 ? 1 - (1 - now) / freeNow[g]! : 1;
        const ties = own > 1 ? 1 - (own - 1) / (hAll * free[g]! - 1) : 1;
        addVariance(g, weight, (ties * free[g]! * own) / (hAll * cell.atRisk), true);
      }
      if (cell.other > 0 && freeNow[g]! > 0) {
        const weight = (1 - now) / freeNow[g]!;
        const ties = cell.other > 1 ? 1 - (cell.other - 1) / (cell.atRisk - 1) : 1;
        addVariance(g, weight, (ties * free[g]! ** 2 * cell.other) / cell.atRisk ** 2, false);
      }
    });
    [free, incidence, together] = [freeNow, incidenceNow, now];
  }
  for (let i = 0; i < k; i += 1) {
    for (let j = 0; j < k; j += 1) {
      for (let g = 0; g < k; g += 1) {
        v[i]![j]! += c[i]![g]! * c[j]![g]! * v3[g]! + c[i]![g]! * v2[j]![g]! + c[j]![g]! * v2[i]![g]!;
      }
    }
  }
  return { u: score.slice(0, -1), v: v.slice(0, -1).map((row) => row.slice(0, -1)) };
}
