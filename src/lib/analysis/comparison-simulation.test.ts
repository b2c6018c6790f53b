/** The whole comparison on simulated case managers whose true rates are known: 20 seeds, 150 people each. */
import { describe, expect, it } from 'vitest';
import { compareUnits } from './funnel.ts';
import { iqrRule } from './iqr-rule.ts';
import { expectedCounts, type StratumCount } from './standardisation.ts';

/** A busy machine takes several times the usual three seconds. */
const PATIENCE = 60_000;
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
const PEOPLE = 150;
const CUSTODY = ['minimum', 'low', 'medium', 'high'];
const RELEASE = ['0–6', '6–12', '12+'];
const TYPES = { case_plan: 0.92, contact: 0.88, reassessment: 0.91, release_plan: 0.84, review: 0.95, request: 0.9 };
const BASE = Object.entries(TYPES).map(([type, rate]) => ({ type, logOdds: Math.log(rate / (1 - rate)) }));
/** Nine in ten on time becomes seven in ten. */
const SLOWER = -1.35;

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed * 0x9e3779b9;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const pick = <T>(list: readonly T[], share: number): T => list[Math.floor(share * list.length)] as T;

/** People with 25 to 150 items due and a mix of work of their own; the first `slower` do theirs less often on time. */
function simulate(seed: number, slower: number): StratumCount[] {
  const random = randomOf(seed);
  return Array.from({ length: PEOPLE }, (_, person) => {
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

function compare(rows: readonly StratumCount[]) {
  const { units, rate } = expectedCounts(rows, { orders: [null, CUSTODY, RELEASE] });
  return { comparison: compareUnits(units, rate ?? NaN), flagged: iqrRule(units).flagged };
}

describe('20 seeds of 150 people', { timeout: PATIENCE }, () => {
  it('puts 3 to 7 % beyond the 95 % limits and under 0.5 % beyond the 99.8 % ones when all are the same', () => {
    const runs = SEEDS.map((seed) => compare(simulate(seed, 0)));
    const all = runs.flatMap(({ comparison }) => comparison.units);
    const share = (is: (unit: (typeof all)[number]) => boolean) => all.filter(is).length / all.length;
    expect(all).toHaveLength(SEEDS.length * PEOPLE);
    const beyond = share(({ position }) => position !== 'within');
    expect(beyond).toBeGreaterThan(0.03);
    expect(beyond).toBeLessThan(0.07);
    expect(share(({ position }) => position.startsWith('far'))).toBeLessThan(0.005);
    // Both sides alike, and next to no signals: the false discovery rate is kept over each comparison.
    expect(share(({ position }) => position.endsWith('below'))).toBeGreaterThan(0.015);
    expect(share(({ position }) => position.endsWith('above'))).toBeGreaterThan(0.015);
    expect(runs.filter(({ comparison }) => comparison.units.some(({ signal }) => signal)).length).toBeLessThanOrEqual(
      3,
    );
    // The rule in common use, on the same data.
    const byRule = runs.reduce((sum, { flagged }) => sum + flagged.length, 0) / all.length;
    expect(byRule).toBeGreaterThan(0.08);
    expect(byRule).toBeLessThan(0.12);
  });

  it('finds those who truly differ, and few others', () => {
    const slower = 4;
    const runs = SEEDS.map((seed) => compare(simulate(seed, slower)).comparison);
    const found = runs.flatMap(({ units }) => units.filter(({ unit }) => Number(unit) < slower));
    const others = runs.flatMap(({ units }) => units.filter(({ unit }) => Number(unit) >= slower));
    expect(found.filter(({ position }) => position.endsWith('below')).length / found.length).toBeGreaterThan(0.9);
    expect(found.filter(({ signal }) => signal).length / found.length).toBeGreaterThan(0.7);
    expect(others.filter(({ position }) => position.startsWith('far')).length / others.length).toBeLessThan(0.005);
    expect(others.filter(({ signal }) => signal).length).toBeLessThan(20);
  });

  it('adjusts for the mix: raw rates of hard mixes lie below, adjusted ones do not', () => {
    const rows = Array.from({ length: 40 }, (_, person) => {
      const hard = person % 2 === 0;
      return [
        { unit: `${person}`, stratum: ['release_plan'], due: hard ? 90 : 10, onTime: hard ? 63 : 7 },
        { unit: `${person}`, stratum: ['review'], due: hard ? 10 : 90, onTime: hard ? 9 : 81 },
      ];
    }).flat();
    const { units, rate } = expectedCounts(rows);
    const { units: compared } = compareUnits(units, rate ?? NaN);
    expect(units[0]?.raw).toBeCloseTo(0.72, 12);
    expect(compared.every(({ position, adjusted }) => position === 'within' && Math.abs(adjusted - 0.8) < 1e-9)).toBe(
      true,
    );
  });
});
