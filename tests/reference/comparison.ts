/** Reads R's answers for the comparison of units (`make_comparison.R` made them). */
import { readFileSync } from 'node:fs';

export interface ComparisonReference {
  binomial: { x: number; n: number; p: number; at_most: number; at_least: number }[];
  quantile: { q: number; n: number; p: number; x: number }[];
  beta: { x: number; a: number; b: number; lower: number; upper: number }[];
  exact: { x: number; n: number; level: number; interval: [number, number] }[];
  funnel: {
    rate: number;
    n: number;
    lower95: number;
    lower998: number;
    upper95: number;
    upper998: number;
  }[];
  dispersion: {
    n: number[];
    x: number[];
    z: number[];
    winsorised: number[];
    result: { phi: number; tau2: number };
    plain: { phi: number; tau2: number };
  };
  shrinkage: { tau2: number; weight: number[]; ratio: number[] };
  bh: { p: number[]; q: number[]; shuffled: { p: number[]; q: number[] } };
  quartiles: { x: number[]; q: [number, number] };
}

export function readComparison(): ComparisonReference {
  return JSON.parse(readFileSync(new URL('comparison.json', import.meta.url), 'utf8')) as ComparisonReference;
}
