/** The true hazard of return to prison: falls with time since release, differs by risk, and is changed by programs. */
import { daysPerMonth } from './day.ts';
import { RISK_LEVELS } from './scenario.ts';

export const HAZARD_MONTHS = 120;

/** Monthly hazard of a man aged 25 to 44 without a program, by risk: level × (floor + exp(−months ÷ decay)). */
export const RETURN_HAZARD = { level: [0.0112, 0.0225, 0.0365], floor: 0.25, decay: 9 };
export const HAZARD_FEMALE = 0.8;
export const HAZARD_UNDER_25 = 1.25;
export const HAZARD_FROM_45 = 0.7;

const SHAPE = Array.from({ length: HAZARD_MONTHS }, (_, m) => RETURN_HAZARD.floor + Math.exp(-m / RETURN_HAZARD.decay));
const CUMULATIVE = SHAPE.reduce<number[]>((sums, h) => [...sums, sums.at(-1)! + h], [0]);

/** Monthly hazards of a risk level for month 0, 1, … after release. */
export function monthlyHazard(risk: number): number[] {
  return SHAPE.map((h) => h * RETURN_HAZARD.level[risk]!);
}

/** Multiplier of the hazard for sex and age at release. */
export function hazardMultiplier(female: boolean, ageAtRelease: number): number {
  const age = ageAtRelease < 25 ? HAZARD_UNDER_25 : ageAtRelease >= 45 ? HAZARD_FROM_45 : 1;
  return age * (female ? HAZARD_FEMALE : 1);
}

/** Cumulative hazard h days after release for risk and multiplier. */
export function cumulativeHazard(risk: number, multiplier: number, days: number): number {
  const months = Math.min(days / daysPerMonth, HAZARD_MONTHS);
  const whole = Math.floor(months);
  const part = whole < HAZARD_MONTHS ? (months - whole) * SHAPE[whole]! : 0;
  return multiplier * RETURN_HAZARD.level[risk]! * (CUMULATIVE[whole]! + part);
}

/** Days from release to return for a unit exponential draw; Infinity when there is no return within the table. */
export function daysToReturn(risk: number, multiplier: number, draw: number): number {
  const target = draw / (multiplier * RETURN_HAZARD.level[risk]!);
  if (target >= CUMULATIVE[HAZARD_MONTHS]!) return Infinity;
  let low = 0;
  let high = HAZARD_MONTHS;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (CUMULATIVE[middle]! <= target) low = middle;
    else high = middle;
  }
  const days = (low + (target - CUMULATIVE[low]!) / SHAPE[low]!) * daysPerMonth;
  return Math.max(1, Math.ceil(days));
}

/** The hazard model as written into truth.json. */
export function hazardTruth() {
  return {
    unit: 'returns per person-month, by month since release (index 0 is the first month)',
    baseline: 'male, 25 to 44 at release, no program',
    female: HAZARD_FEMALE,
    under_25: HAZARD_UNDER_25,
    from_45: HAZARD_FROM_45,
    by_risk: Object.fromEntries(
      RISK_LEVELS.map((name, risk) => [name, monthlyHazard(risk).map((h) => Number(h.toFixed(6)))]),
    ),
  };
}
