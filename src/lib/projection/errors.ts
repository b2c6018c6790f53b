import { admissionLevel, expectedAt } from './level.ts';

/** Months of history before the first past expectation is looked at. */
const firstMonthKnown = 12;

/** Relative standard error of admissions, drawn once a path, where there is no record of errors yet. */
export const unknownError = 0.1;

/**
 * How far each month's admissions were from what was expected of them a month before: relative errors, null for the
 * months before the first expectation.
 */
export function admissionErrors(counts: readonly number[], firstMonth: number): (number | null)[] {
  return counts.map((count, known) => {
    if (known < firstMonthKnown) return null;
    const expected = expectedAt(admissionLevel(counts.slice(0, known), firstMonth), 1);
    return expected > 0 ? count / expected - 1 : null;
  });
}
