/** The outcome comparison of a program: rates, interval, gates and verdict (methods, section 5). */
import { quantileSorted } from 'd3-array';
import { kaplanMeier, type SurvivalCurve } from '../survival.ts';
import { bootstrapDifferences, usualBootstrap, type BootstrapOptions } from './bootstrap.ts';
import { doublyRobust, type DoublyRobust } from './doubly-robust.ts';
import { eValues, type EValue } from './e-value.ts';
import { gateBounds, type Gate } from './gates.ts';
import { countPatterns, type ComparisonRow } from './population.ts';
import {
  balanceOf,
  effectiveSample,
  shareWithin,
  weightByOdds,
  weightedRates,
  type Balance,
  type Rates,
} from './weighting.ts';

export type Verdict = 'lower' | 'higher' | 'undecided' | 'not_comparable';

export interface ComparisonInput {
  /** Everybody with complete follow-up whose part, if any, ended before release. */
  readonly rows: readonly ComparisonRow[];
  readonly covariates: readonly string[];
  readonly horizon: number;
  /** People who took part, of those released, however long followed. */
  readonly exposed: number;
  /** Of them, people whose part went on after release or began there. */
  readonly exposedAfter: number;
  /** Of them, people of whom nothing says when they took part. */
  readonly exposedUndated: number;
  /** Which covariate is the institution: it is accounted for only where it can be. Null where none is. */
  readonly institution: number | null;
}

export interface ProgramComparison {
  readonly gates: readonly Gate[];
  readonly treated: number;
  readonly comparison: number;
  readonly effectiveComparison: number | null;
  /** Null when a gate failed: what is not comparable has no figures to compare. */
  readonly rates: Rates | null;
  readonly interval: { readonly lower: number; readonly upper: number } | null;
  readonly verdict: Verdict;
  /** The difference worked out a second way, and how much would have to be unrecorded; null with `rates`. */
  readonly doublyRobust: DoublyRobust | null;
  readonly eValue: EValue | null;
  /** Whether the institution is among what is accounted for; null where there is only one, or none is recorded. */
  readonly institution: boolean | null;
  readonly balance: readonly Balance[];
  /** Weighted curves, for drawing; null with `rates`. */
  readonly curves: { readonly treated: SurvivalCurve; readonly comparison: SurvivalCurve } | null;
}

/** People of either side an institution needs to be a value of its own; those with fewer are taken together. */
const FEWEST_AT_INSTITUTION = 10;
export const otherInstitutions = 'other institutions';

/**
 * Compares those who took part with those who did not, as far as the interval, which the bootstrap gives:
 * `finishComparison` adds it and the verdict. The institution is accounted for where people of both sides are alike
 * enough at each; where with it a gate would fail that holds without it, it is left out.
 */
export function prepareComparison(input: ComparisonInput) {
  const { institution } = input;
  if (institution === null) return { ...prepared(input), institution: null };
  const rest = withoutCovariate(input, institution);
  const pooled = poolInstitutions(input.rows, institution);
  const without = prepared(rest);
  if (!pooled) return { ...without, institution: null };
  const within = prepared({ ...input, rows: pooled });
  return within.weighting ? { ...within, institution: true } : { ...without, institution: false };
}

/** Institutions of few people on either side taken together; null where fewer than two values are left. */
function poolInstitutions(rows: readonly ComparisonRow[], at: number): ComparisonRow[] | null {
  const counts = new Map<string | null, [number, number]>();
  for (const { levels, treated, count } of rows) {
    const level = levels[at] ?? null;
    const own = counts.get(level) ?? [0, 0];
    counts.set(level, own);
    own[Number(treated)]! += count;
  }
  const few = new Set(
    [...counts].filter(([, own]) => Math.min(...own) < FEWEST_AT_INSTITUTION).map(([level]) => level),
  );
  if (counts.size - few.size + Math.min(few.size, 1) < 2) return null;
  return rows.map((row) =>
    few.has(row.levels[at] ?? null)
      ? { ...row, levels: row.levels.map((level, index) => (index === at ? otherInstitutions : level)) }
      : row,
  );
}

function withoutCovariate(input: ComparisonInput, at: number): ComparisonInput {
  return {
    ...input,
    covariates: input.covariates.filter((_name, index) => index !== at),
    rows: input.rows.map((row) => ({ ...row, levels: row.levels.filter((_level, index) => index !== at) })),
  };
}

function prepared(input: ComparisonInput) {
  const { rows, covariates, horizon, exposed, exposedAfter, exposedUndated } = input;
  const people = countPatterns(rows, covariates, horizon);
  const weighting = weightByOdds(people);
  const balance = weighting ? balanceOf(people, weighting.weights) : [];
  const effective = weighting ? effectiveSample(people, weighting.weights) : null;
  const imbalance = weighting ? Math.max(0, ...balance.map(({ after }) => Math.abs(after))) : null;
  const overlap = weighting ? shareWithin(people, weighting.propensity, gateBounds.propensity) : null;
  const after = exposed === 0 ? 0 : exposedAfter / exposed;
  const followed = rows.reduce((least, row) => Math.min(least, row.followed), Infinity);
  const undated = rows.reduce((sum, row) => sum + (row.undated ? row.count : 0), 0);
  const gates: Gate[] = [
    {
      gate: 'exposure_before_release',
      passed: exposedUndated === 0 && after <= gateBounds.exposedAfter,
      value: exposedUndated === 0 ? after : null,
      required: gateBounds.exposedAfter,
    },
    {
      gate: 'follow_up',
      passed: exposed === 0 || (rows.length > 0 && followed >= horizon),
      // Of whoever had the event all is known for good.
      value: rows.length === 0 ? null : followed === Infinity ? horizon : followed,
      required: horizon,
    },
    // Asked only of files that say whether, but not when.
    ...(undated > 0 ? [{ gate: 'event_day' as const, passed: false, value: undated, required: 0 }] : []),
    {
      gate: 'treated',
      passed: people.treated >= gateBounds.treated,
      value: people.treated,
      required: gateBounds.treated,
    },
    { gate: 'overlap', passed: (overlap ?? 0) >= gateBounds.overlap, value: overlap, required: gateBounds.overlap },
    {
      gate: 'balance',
      passed: imbalance !== null && imbalance <= gateBounds.imbalance,
      value: imbalance,
      required: gateBounds.imbalance,
    },
    {
      gate: 'effective_comparison',
      passed: (effective ?? 0) >= gateBounds.effectiveComparison,
      value: effective,
      required: gateBounds.effectiveComparison,
    },
  ];
  const comparable = weighting !== null && gates.every(({ passed }) => passed);
  return { input, people, weighting: comparable ? weighting : null, balance, effective, gates };
}

export type PreparedComparison = ReturnType<typeof prepareComparison>;

/** The comparison with its interval from the differences of the bootstrap, and its verdict. */
export function finishComparison(prepared: PreparedComparison, differences: readonly number[]): ProgramComparison {
  const { people, weighting, balance, effective, gates, institution } = prepared;
  const rates = weighting && weightedRates(people, weighting.weights);
  const interval = rates && differences.length > 1 ? percentileInterval(differences) : null;
  return {
    gates,
    treated: people.treated,
    comparison: people.comparison,
    effectiveComparison: effective,
    rates,
    interval,
    verdict: !rates || !interval ? 'not_comparable' : verdictOf(interval),
    doublyRobust: weighting && doublyRobust(people, weighting.weights),
    eValue: rates && interval && eValues(rates, interval),
    institution,
    balance,
    curves: weighting && weightedCurves(prepared, weighting.weights),
  };
}

/** All at once, for the command line and tests. */
export function compareProgram(input: ComparisonInput, options: BootstrapOptions = usualBootstrap): ProgramComparison {
  const prepared = prepareComparison(input);
  const { people, weighting } = prepared;
  return finishComparison(prepared, weighting ? [...bootstrapDifferences(people, weighting, options)] : []);
}

/** 2.5th and 97.5th percentile. */
function percentileInterval(differences: readonly number[]): { lower: number; upper: number } {
  const sorted = [...differences].sort((a, b) => a - b);
  return { lower: quantileSorted(sorted, 0.025) ?? NaN, upper: quantileSorted(sorted, 0.975) ?? NaN };
}

function verdictOf({ lower, upper }: { lower: number; upper: number }): Verdict {
  if (upper < 0) return 'lower';
  return lower > 0 ? 'higher' : 'undecided';
}

function weightedCurves({ input, people }: Pick<PreparedComparison, 'input' | 'people'>, weights: readonly number[]) {
  const { rows, horizon } = input;
  const scale = people.treated / people.patterns.reduce((sum, p, at) => sum + p.comparison * weights[at]!, 0);
  const curve = (treated: boolean): SurvivalCurve =>
    kaplanMeier(
      rows.flatMap((row, at) => {
        if (row.treated !== treated) return [];
        const event = row.day !== null && row.day < horizon;
        const weight = treated ? 1 : scale * weights[people.patternOf[at]!]!;
        return [{ time: event ? row.day! : horizon, event, count: row.count * weight }];
      }),
    );
  return { treated: curve(true), comparison: curve(false) };
}
