/** One comparison, as a page asks it of its worker. */
import { bootstrapDifferences, usualBootstrap } from './bootstrap.ts';
import { finishComparison, prepareComparison, type ComparisonInput, type ProgramComparison } from './comparison.ts';

export interface ComparisonProgress {
  readonly done: number;
  readonly draws: number;
}

export type ComparisonCalls = {
  compare: { input: ComparisonInput; result: ProgramComparison; progress: ComparisonProgress };
};

/** Draws between two reports: often enough for a line that moves. */
const REPORT_EVERY = 10;

/** Runs a comparison, reporting now and then. */
export function runComparison(
  input: ComparisonInput,
  report: (progress: ComparisonProgress) => void,
): ProgramComparison {
  const prepared = prepareComparison(input);
  const differences: number[] = [];
  if (prepared.weighting) {
    const { draws } = usualBootstrap;
    for (const difference of bootstrapDifferences(prepared.people, prepared.weighting)) {
      differences.push(difference);
      if (differences.length % REPORT_EVERY === 0) report({ done: differences.length, draws });
    }
  }
  return finishComparison(prepared, differences);
}
