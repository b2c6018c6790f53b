import { describe, expect, it } from 'vitest';
import { normalQuantile } from './normal.ts';
import { hill, studentDensity, studentQuantile, studentScore, studentTail } from './student.ts';

/** R 4.2.2: nu, p, qt(p, nu), pt(-1.3 * sqrt(nu) * p, nu), dt(3 * p, nu). */
const R = [
  [3, 0.6, 0.276670662333, 0.134777511952, 0.0849557592797],
  [3, 0.975, 3.18244630528, 0.0578355654176, 0.0247728016551],
  [3, 0.9995, 12.9239786367, 0.0549415654785, 0.0230065255354],
  [3.7, 0.75, 0.746485153482, 0.0698769672043, 0.049203394621],
  [3.7, 0.9, 1.55756583886, 0.0465126405857, 0.0288952437298],
  [5.25, 0.6, 0.26650919085, 0.0655771464865, 0.0847248445738],
  [5.25, 0.975, 2.53419680047, 0.0158727945736, 0.0185426621779],
  [12, 0.9, 1.35621733402, 0.000800845178974, 0.0178604036664],
  [12, 0.9995, 4.31779128361, 0.000362643681677, 0.0103118149599],
  [60, 0.6, 0.25447339499, 5.22937314622e-8, 0.079884396298],
  [60, 0.9995, 3.4602004692, 8.36755353281e-15, 0.00561751028047],
] as const;

/** The integral of (F(y) − 1{x ≤ y})² by R's integrate: nu, x, score. */
const scores = [
  [3, 0, 0.2756644477],
  [3, -0.7, 0.4468211313],
  [3, 2.5, 1.811358782],
  [4.5, -0.7, 0.4363973034],
  [4.5, 2.5, 1.850838799],
  [20, 0, 0.23907197],
  [20, 2.5, 1.919177705],
] as const;

describe("Student's t", () => {
  it.each(R)('agrees with R at %d degrees and %d', (freedom, p, quantile, tail, density) => {
    expect(studentQuantile(p, freedom) / quantile).toBeCloseTo(1, 9);
    expect(studentQuantile(1 - p, freedom) / -quantile).toBeCloseTo(1, 9);
    expect(studentTail(1.3 * Math.sqrt(freedom) * p, freedom) / tail).toBeCloseTo(1, 9);
    expect(studentTail(-1.3 * Math.sqrt(freedom) * p, freedom)).toBeCloseTo(1 - tail, 9);
    expect(studentDensity(3 * p, freedom) / density).toBeCloseTo(1, 9);
  });

  it('draws nearly the same without refinement', () => {
    for (const [freedom, p, quantile] of R) expect(hill(2 * (1 - p), freedom) / quantile).toBeCloseTo(1, 3);
    for (const freedom of [3, 4, 8, 30, 200]) {
      for (let k = 501; k < 1000; k++) {
        const exact = studentQuantile(k / 1000, freedom);
        expect(Math.abs(hill(2 * (1 - k / 1000), freedom) / exact - 1)).toBeLessThan(1e-3);
      }
    }
  });

  it('becomes the normal distribution', () => {
    expect(studentQuantile(0.975, 1e7)).toBeCloseTo(normalQuantile(0.975), 5);
    expect([studentTail(0, 5), studentQuantile(0.5, 5)]).toEqual([0.5, 0]);
    expect([studentTail(Infinity, 5), studentTail(-Infinity, 5)]).toEqual([0, 1]);
  });

  it.each(scores)('scores a forecast as the integral does, %d degrees, %d came', (freedom, x, score) => {
    expect(studentScore(x, freedom)).toBeCloseTo(score, 7);
  });
});
