/**
 * Errors of curves where one person may stand in several rows: every person's pull on the estimate, squared and added up
 * (infinitesimal jackknife). With one row a person this is Greenwood's variance for Kaplan–Meier.
 *
 * Sources: Jaeckel (1972), Bell Laboratories memorandum MM 72-1215-11; Therneau, "The survival package", chapter on
 * residuals. Figures agree with R's `survfit(…, cluster = person)`.
 */
import type { CompetingRow } from './aalen-johansen.ts';

/** As CompetingRow, seen from the start. Rows of one `person` go together; null: each of the row's people has no other. */
export interface PersonRow extends Omit<CompetingRow, 'entry'> {
  readonly person: number | null;
}

export interface ClusteredStep {
  readonly time: number;
  readonly variance: number;
}

/** One time at which somebody left: who was at risk, and the events of all kinds and of the one asked about. */
interface Leaving {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly own: number;
  readonly rows: readonly PersonRow[];
}

function leavings(rows: readonly PersonRow[], cause: string): Leaving[] {
  const present = rows.filter(({ count }) => count > 0).sort((a, b) => a.time - b.time);
  let atRisk = present.reduce((sum, { count }) => sum + count, 0);
  const found: Leaving[] = [];
  for (let at = 0; at < present.length;) {
    const { time } = present[at]!;
    const here: PersonRow[] = [];
    for (; present[at]?.time === time; at += 1) here.push(present[at]!);
    const events = here.reduce((sum, row) => sum + (row.cause === null ? 0 : row.count), 0);
    const own = here.reduce((sum, row) => sum + (row.cause === cause ? row.count : 0), 0);
    found.push({ time, atRisk, events, own, rows: here });
    atRisk -= here.reduce((sum, { count }) => sum + count, 0);
  }
  return found;
}

/** Rows still seen of each person who has several. */
function openRows(rows: readonly PersonRow[]): { people: Map<number, Pull>; alone: number } {
  const people = new Map<number, Pull>();
  let alone = 0;
  for (const { person, count } of rows) {
    if (person === null) alone += count;
    else {
      const pull = people.get(person) ?? { gone: 0, slope: 0, open: 0 };
      pull.open += count;
      people.set(person, pull);
    }
  }
  return { people, alone };
}

/** A person's pull is gone − slope·F + open·W, where F and W are the same for everybody. */
interface Pull {
  gone: number;
  slope: number;
  open: number;
}

/** Σ over people of (gone − slope·F + open·W)², kept up as rows leave so that a time costs no more than its own rows. */
function squaredPulls(rows: readonly PersonRow[]) {
  const { people, alone } = openRows(rows);
  let [gg, gs, ss, go, so, oo] = [0, 0, 0, 0, 0, alone];
  const add = ({ gone, slope, open }: Pull, times: number): void => {
    gg += times * gone * gone;
    gs += times * gone * slope;
    ss += times * slope * slope;
    go += times * gone * open;
    so += times * slope * open;
    oo += times * open * open;
  };
  for (const pull of people.values()) add(pull, 1);
  return {
    /** Rows of a person leave, each with these of its own. */
    leave({ person, count }: PersonRow, gone: number, slope: number): void {
      if (person === null) {
        add({ gone: 0, slope: 0, open: 1 }, -count);
        add({ gone, slope, open: 0 }, count);
        return;
      }
      const pull = people.get(person)!;
      add(pull, -1);
      pull.gone += count * gone;
      pull.slope += count * slope;
      pull.open -= count;
      add(pull, 1);
    },
    at: (f: number, w: number): number =>
      Math.max(0, gg + ss * f * f + oo * w * w - 2 * gs * f + 2 * go * w - 2 * so * f * w),
  };
}

/**
 * Variance of the share in whom `cause` came first (Aalen–Johansen; with one cause, of 1 − Kaplan–Meier) at every time
 * somebody left, earliest first.
 */
export function clusteredIncidence(rows: readonly PersonRow[], cause: string): ClusteredStep[] {
  const pulls = squaredPulls(rows);
  let [free, incidence, hazard, before, own] = [1, 0, 0, 0, 0];
  return leavings(rows, cause).map((leaving) => {
    const { time, atRisk, events } = leaving;
    const step = (free * leaving.own) / atRisk;
    before += step * hazard;
    own += step / atRisk;
    const freeBefore = free;
    incidence += step;
    const left = atRisk - events;
    if (left > 0) hazard += events / (atRisk * left);
    free *= left / atRisk;
    for (const row of leaving.rows) {
      // Once nobody is left free of the event the curve is flat, and no later pull counts.
      const slope = left > 0 ? (row.cause === null ? 0 : 1 / left) - hazard : 0;
      const event = row.cause === cause ? freeBefore / atRisk : 0;
      pulls.leave(row, before - own + event + slope * incidence, slope);
    }
    return { time, variance: pulls.at(incidence, before - own) };
  });
}

/** Variance of the cumulative hazard (Nelson–Aalen) of `cause`, others censored, at every time somebody left. */
export function clusteredHazard(rows: readonly PersonRow[], cause: string): ClusteredStep[] {
  const pulls = squaredPulls(rows);
  let spread = 0;
  return leavings(rows, cause).map(({ time, atRisk, own, rows: here }) => {
    spread += own / (atRisk * atRisk);
    for (const row of here) pulls.leave(row, (row.cause === cause ? 1 / atRisk : 0) - spread, 0);
    return { time, variance: pulls.at(0, -spread) };
  });
}

/** Standard error of the mean time without `cause` of the first `horizon` days, others censored. */
export function clusteredMeanError(rows: readonly PersonRow[], cause: string, horizon: number): number {
  const pulls = new Map<number, number>();
  let alone = 0;
  let [free, hazard, at, area, lost] = [1, 0, 0, 0, 0];
  const gone: { row: PersonRow; area: number; lost: number; slope: number }[] = [];
  const until = (time: number): void => {
    const days = Math.max(0, Math.min(time, horizon) - at);
    area += free * days;
    lost += free * hazard * days;
    at += days;
  };
  for (const { time, atRisk, own, rows: here } of leavings(rows, cause)) {
    until(time);
    const left = atRisk - own;
    if (time < horizon && left > 0) hazard += own / (atRisk * left);
    if (time < horizon) free *= left / atRisk;
    for (const row of here) {
      const slope = time < horizon && left > 0 ? (row.cause === cause ? 1 / left : 0) - hazard : 0;
      gone.push({ row, area, lost, slope });
    }
  }
  until(horizon);
  for (const { row, area: areaThen, lost: lostThen, slope } of gone) {
    const pull = lostThen - slope * (area - areaThen);
    if (row.person === null) alone += row.count * pull * pull;
    else pulls.set(row.person, (pulls.get(row.person) ?? 0) + row.count * pull);
  }
  return Math.sqrt(alone + [...pulls.values()].reduce((sum, pull) => sum + pull * pull, 0));
}
