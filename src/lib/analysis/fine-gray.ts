/**
 * Do groups differ in how likely one event is to come first, where one person may stand in several rows? The score test
 * of Fine and Gray's regression with no effect, errors added up by person: what Gray's test asks of people who each
 * stand there once.
 *
 * Sources: Fine & Gray (1999), JASA 94, 496–509; Zhou et al. (2012), Biostatistics 13, 371–383 (by cluster). Figures
 * agree with R's survival package: `finegray`, then `coxph(…, weights = fgwt, cluster = person, ties = "breslow")`,
 * `rscore`.
 */
import { quadraticTest, type ChiSquareTest } from './matrix.ts';

/** `count` rows seen from the start until `time`, when `cause` came first; rows of one `person` go together. */
export interface FineGrayRow {
  readonly time: number;
  readonly cause: string | null;
  readonly count: number;
  readonly person: number | null;
  readonly x: readonly number[];
}

/** Σ of the hazard of the event, and of the hazard times the mean covariates, by the end of a time. */
interface Course {
  readonly time: number;
  readonly mean: readonly number[];
  readonly hazard: number;
  readonly weighted: readonly number[];
  /** The same, each hazard times the chance of still being followed then. */
  readonly followedHazard: number;
  readonly followedWeighted: readonly number[];
}

/** Null where there is nothing to compare. */
export function fineGrayTest(rows: readonly FineGrayRow[], cause: string): ChiSquareTest | null {
  const present = rows.filter(({ count }) => count > 0).sort((a, b) => a.time - b.time);
  const size = present[0]?.x.length ?? 0;
  if (size === 0 || !present.some((row) => row.cause === cause)) return null;
  const { courses, followed } = coursesOf(present, cause, size);
  const end = courses.at(-1)!;
  const sum = Array.from({ length: size }, () => 0);
  const covariance = sum.map(() => sum.map(() => 0));
  const square = (pull: readonly number[], times: number): void =>
    pull.forEach((a, i) => pull.forEach((b, j) => (covariance[i]![j]! += times * a * b)));
  const people = new Map<number, number[]>();
  let at = -1;
  for (const row of present) {
    while ((courses[at + 1]?.time ?? Infinity) <= row.time) at += 1;
    const here = courses[at];
    const [hazard, followedHazard] = [here?.hazard ?? 0, here?.followedHazard ?? 0];
    const pull = row.x.map((x, i) => {
      let own = -(x * hazard - (here?.weighted[i] ?? 0));
      if (row.cause === cause) own += x - here!.mean[i]!;
      else if (row.cause !== null) {
        // Another event came first: the row stays in the risk set, as long as it would have been followed.
        const later =
          x * (end.followedHazard - followedHazard) - (end.followedWeighted[i]! - (here?.followedWeighted[i] ?? 0));
        own -= later / followed(row.time);
      }
      return own;
    });
    pull.forEach((value, i) => (sum[i]! += row.count * value));
    if (row.person === null) square(pull, row.count);
    else {
      const whole = people.get(row.person) ?? sum.map(() => 0);
      people.set(row.person, whole);
      pull.forEach((value, i) => (whole[i]! += row.count * value));
    }
  }
  for (const pull of people.values()) square(pull, 1);
  return quadraticTest(covariance, sum);
}

/** At each time of the event: who is at risk, with those in whom another came first, and what it adds up to. */
function coursesOf(present: readonly FineGrayRow[], cause: string, size: number) {
  let atRisk = present.reduce((total, { count }) => total + count, 0);
  const risk = Array.from({ length: size }, (_, i) => present.reduce((total, row) => total + row.count * row.x[i]!, 0));
  // Rows in whom another event came first, each over its chance of being followed until then.
  let gone = 0;
  const goneRisk = risk.map(() => 0);
  let chance = 1;
  const chances = new Map<number, number>();
  const courses: Course[] = [];
  for (let at = 0; at < present.length;) {
    const { time } = present[at]!;
    const here: FineGrayRow[] = [];
    for (; present[at]?.time === time; at += 1) here.push(present[at]!);
    const counted = (of: (row: FineGrayRow) => boolean) =>
      here.reduce((total, row) => total + (of(row) ? row.count : 0), 0);
    const own = counted((row) => row.cause === cause);
    const censored = counted((row) => row.cause === null);
    const leaving = counted(() => true);
    chances.set(time, chance);
    if (own > 0) {
      const total = atRisk + chance * gone;
      const mean = risk.map((value, i) => (value + chance * goneRisk[i]!) / total);
      const before = courses.at(-1);
      const step = own / total;
      courses.push({
        time,
        mean,
        hazard: (before?.hazard ?? 0) + step,
        weighted: mean.map((value, i) => (before?.weighted[i] ?? 0) + step * value),
        followedHazard: (before?.followedHazard ?? 0) + chance * step,
        followedWeighted: mean.map((value, i) => (before?.followedWeighted[i] ?? 0) + chance * step * value),
      });
    }
    for (const row of here) {
      row.x.forEach((value, i) => (risk[i]! -= row.count * value));
      if (row.cause === null || row.cause === cause) continue;
      gone += row.count / chance;
      row.x.forEach((value, i) => (goneRisk[i]! += (row.count * value) / chance));
    }
    // Events come before censorings of the same time.
    const open = atRisk - (leaving - censored);
    if (censored > 0) chance *= (open - censored) / open;
    atRisk -= leaving;
  }
  return { courses, followed: (time: number) => chances.get(time)! };
}
