/**
 * Simulated case managers whose true rates are known: what the comparison is tested on, and what the methods page shows.
 */
import { compareUnits, type UnitComparison } from './funnel.ts';
import { iqrRule } from './iqr-rule.ts';
import { mulberry32 } from './random.ts';
import { expectedCounts, type StratumCount } from './standardisation.ts';

/** People of one simulated agency. */
export const simulatedPeople = 150;
const CUSTODY = ['minimum', 'low', 'medium', 'high'];
const RELEASE = ['0–6', '6–12', '12+'];
const TYPES = { case_plan: 0.92, contact: 0.88, reassessment: 0.91, release_plan: 0.84, review: 0.95, request: 0.9 };
const BASE = Object.entries(TYPES).map(([type, rate]) => ({ type, logOdds: Math.log(rate / (1 - rate)) }));
/** Nine in ten on time becomes seven in ten. */
const SLOWER = -1.35;

const pick = <T>(list: readonly T[], share: number): T => list[Math.floor(share * list.length)] as T;

/** People with 25 to 150 items due and a mix of work of their own; the first `slower` do theirs less often on time. */
export function simulate(seed: number, slower: number): StratumCount[] {
  const random = mulberry32(seed * 0x9e3779b9);
  return Array.from({ length: simulatedPeople }, (_, person) => {
    const due = 25 + Math.floor(random() * 126);
    const tilt = 0.5 + random();
    return Array.from({ length: due }, () => {
      const { type, logOdds } = pick(BASE, random() ** tilt);
      const custody = pick(CUSTODY, random());
      const release = pick(RELEASE, random());
      const odds = logOdds - 0.1 * CUSTODY.indexOf(custody) + 0.1 * RELEASE.indexOf(release);
      const chance = 1 / (1 + Math.exp(-odds - (person < slower ? SLOWER : 0)));
      return { unit: `${person}`, stratum: [type, custody, release], due: 1, onTime: random() < chance ? 1 : 0 };
    });
  }).flat();
}

/** The comparison of simulated people, and whom the rule in common use would flag. */
export function compareSimulated(rows: readonly StratumCount[]): {
  comparison: UnitComparison;
  flagged: readonly string[];
} {
  const { units, rate } = expectedCounts(rows, { orders: [null, CUSTODY, RELEASE] });
  return { comparison: compareUnits(units, rate ?? NaN), flagged: iqrRule(units).flagged };
}

/** What chance alone does where everybody has the same true rate. */
export interface ChanceAlone {
  seeds: number;
  people: number;
  /** How many lie beyond the limits. */
  beyond95: number;
  beyond998: number;
  /** How many the rule of one interquartile range below the pooled rate flags. */
  flagged: number;
}

/** Compares `seeds` simulated agencies in which nobody is slower than anybody else. */
export function chanceAlone(seeds: number): ChanceAlone {
  const found: ChanceAlone = { seeds, people: 0, beyond95: 0, beyond998: 0, flagged: 0 };
  for (let seed = 1; seed <= seeds; seed += 1) {
    const { comparison, flagged } = compareSimulated(simulate(seed, 0));
    found.people += comparison.units.length;
    found.beyond95 += comparison.units.filter(({ position }) => position !== 'within').length;
    found.beyond998 += comparison.units.filter(({ position }) => position.startsWith('far')).length;
    found.flagged += flagged.length;
  }
  return found;
}
