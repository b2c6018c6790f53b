/** Follow-up of people, counted: the one input of the survival curve and of the log-rank test. */

/**
 * `count` people seen from `entry` until `time`. Times are days (or any one unit) since the clock started, at 0.
 * Counts may be broken when they are weights; the estimates then hold, their standard errors do not.
 */
export interface SurvivalRow {
  /**
   * Observation begins just after this time (delayed entry): the person is at risk at t when entry < t ≤ time.
   * Left out, the person is seen from the start, and an event on day 0 counts.
   */
  readonly entry?: number;
  /** When the event came, or how long the person was seen without it. */
  readonly time: number;
  readonly event: boolean | 0 | 1;
  readonly count: number;
}

/** The people who could have the event at one time, and those who left then. */
export interface RiskSet {
  readonly time: number;
  /** People seen just before it: #{entry < time ≤ exit}. */
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
}

/** People whose observation begins after the clock started, by the time it begins. */
export interface Entry {
  readonly time: number;
  readonly count: number;
}

/**
 * Throws a RangeError that names the row unless time is 0 or more, the count is not negative, all are finite, and the
 * person left after entering. A row that leaves no later than it enters was never at risk, so it is an error of the
 * query that made it and not something to drop here in silence.
 */
function checkRow(row: SurvivalRow, index: number): void {
  const what = faultOf(row);
  if (what !== null) throw new RangeError(`survival row ${index + 1}: ${what}`);
}

function faultOf({ entry, time, event, count }: SurvivalRow): string | null {
  if (!(time >= 0 && time < Infinity)) return `time must be 0 or more, not ${time}`;
  if (!(count >= 0 && count < Infinity)) return `count must be 0 or more, not ${count}`;
  if (event !== true && event !== false && event !== 0 && event !== 1) {
    return `event must be 0 or 1, not ${String(event)}`;
  }
  return entry === undefined || (entry > -Infinity && entry < time)
    ? null
    : `entry must be before time, not ${entry} and ${time}`;
}

/** Entry times with their counts, earliest first; rows seen from the start are in `fromStart`. Throws as rows require. */
export function countEntries(rows: readonly SurvivalRow[]): { fromStart: number; entries: Entry[] } {
  let fromStart = 0;
  const counts = new Map<number, number>();
  rows.forEach((row, index) => {
    checkRow(row, index);
    if (row.entry === undefined) fromStart += row.count;
    else if (row.count > 0) counts.set(row.entry, (counts.get(row.entry) ?? 0) + row.count);
  });
  const entries = [...counts].map(([time, count]) => ({ time, count })).sort((a, b) => a.time - b.time);
  return { fromStart, entries };
}

/** The different times at which someone left (with `eventsOnly`, by the event), earliest first. */
export function exitTimes(rows: readonly SurvivalRow[], { eventsOnly = false } = {}): number[] {
  const leaving = rows.filter((row) => row.count > 0 && (row.event || !eventsOnly));
  return [...new Set(leaving.map((row) => row.time))].sort((a, b) => a - b);
}

/**
 * Who was at risk and who left at each of `times` (ascending). Events and censorings on one day share a risk set, which
 * is what "events before censorings" means. Throws a RangeError for a row that cannot be (see `checkRow`).
 */
export function riskSets(rows: readonly SurvivalRow[], times: readonly number[]): RiskSet[] {
  const { entries } = countEntries(rows);
  const leaving = rows.filter((row) => row.count > 0).sort((a, b) => a.time - b.time);
  // Summed from the last exit back, so that the last risk set is its own exits exactly, also when counts are weights.
  let gone = leaving.length - 1;
  let entered = entries.length - 1;
  let leavingLater = 0;
  let enteringLater = 0;
  const sets = [...times].reverse().map((time) => {
    let events = 0;
    let censored = 0;
    for (let row = leaving[gone]; row && row.time >= time; row = leaving[gone]) {
      if (row.time > time) leavingLater += row.count;
      else if (row.event) events += row.count;
      else censored += row.count;
      gone -= 1;
    }
    for (let entry = entries[entered]; entry && entry.time >= time; entry = entries[entered]) {
      enteringLater += entry.count;
      entered -= 1;
    }
    leavingLater += events + censored;
    // Whoever leaves now was at risk; rounding of weights must not make the set smaller than that.
    const atRisk = Math.max(leavingLater - enteringLater, events + censored);
    return { time, atRisk, events, censored };
  });
  return sets.reverse();
}
