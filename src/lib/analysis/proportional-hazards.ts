/**
 * Whether the hazard ratios of Cox's regression stay the same over time.
 *
 * Source: Grambsch & Therneau (1994), Biometrika 81, 515–526, as a score test. Figures agree with R's survival package,
 * `cox.zph` (version 3.5).
 */
import { eventDraws, fitted, prepare, type CoxFit, type CoxRow, type Ties } from './cox.ts';
import { chiSquareTail } from './gamma.ts';
import { quadraticForm } from './matrix.ts';
import { kaplanMeier } from './survival.ts';
import type { SurvivalRow } from './survival-row.ts';

export interface HazardsTest {
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
}

/**
 * Whether each effect stays the same over time, and all of them together: the score test for adding x·g(t), where g is
 * 1 − Kaplan–Meier just before t (`cox.zph(transform = "km")`), or time itself.
 */
export function proportionalHazards(
  rows: readonly CoxRow[],
  fit: CoxFit,
  { ties = 'efron', transform = 'km' }: { readonly ties?: Ties; readonly transform?: 'km' | 'identity' } = {},
): { readonly each: readonly HazardsTest[]; readonly global: HazardsTest } {
  const { rows: tested, beta } = fitted(rows, fit);
  const { strata, size, centre } = prepare(tested);
  const clock = transform === 'km' ? shareGone(rows) : (time: number) => time;
  const u = Array.from({ length: 2 * size }, () => 0);
  const v = u.map(() => u.map(() => 0));
  for (const stratum of strata) {
    eventDraws(stratum, beta, centre, ties, ({ time, events, draws }) => {
      const g = clock(time);
      events.forEach((value, i) => (u[size + i]! += g * value));
      for (const { times, mean, covariance } of draws) {
        mean.forEach((value, i) => (u[size + i]! -= g * times * value));
        covariance.forEach((row, i) =>
          row.forEach((value, j) => {
            v[i]![j]! += times * value;
            v[i]![size + j]! += g * times * value;
            v[size + i]![j]! += g * times * value;
            v[size + i]![size + j]! += g * g * times * value;
          }),
        );
      }
    });
  }
  const own = Array.from({ length: size }, (_, i) => i);
  const test = (covariates: readonly number[]): HazardsTest => {
    const kept = [...own, ...covariates.map((i) => size + i)];
    const { value } = quadraticForm(
      kept.map((i) => kept.map((j) => v[i]![j]!)),
      kept.map((i) => (i < size ? 0 : u[i]!)),
    );
    return { statistic: value, df: covariates.length, p: chiSquareTail(value, covariates.length) };
  };
  return { each: own.map((i) => test([i])), global: test(own) };
}

/** 1 − Kaplan–Meier of all rows together, just before a time. */
function shareGone(rows: readonly SurvivalRow[]): (time: number) => number {
  const { steps } = kaplanMeier(rows);
  return (time) => 1 - (steps.findLast((step) => step.time < time)?.survival ?? 1);
}
