/** The whole comparison on simulated case managers whose true rates are known: 20 seeds, 150 people each. */
import { describe, expect, it } from 'vitest';
import { chanceAlone, compareSimulated, simulate, simulatedPeople } from './comparison-simulation.ts';
import { compareUnits } from './funnel.ts';
import { expectedCounts } from './standardisation.ts';

/** A busy machine takes several times the usual three seconds. */
const PATIENCE = 60_000;
const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);
describe('20 seeds of 150 people', { timeout: PATIENCE }, () => {
  it('puts 3 to 7 % beyond the 95 % limits and under 0.5 % beyond the 99.8 % ones when all are the same', () => {
    const runs = SEEDS.map((seed) => compareSimulated(simulate(seed, 0)));
    const all = runs.flatMap(({ comparison }) => comparison.units);
    const share = (is: (unit: (typeof all)[number]) => boolean) => all.filter(is).length / all.length;
    expect(all).toHaveLength(SEEDS.length * simulatedPeople);
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
    // What the methods page says is the same.
    const said = chanceAlone(SEEDS.length);
    expect([said.people, said.beyond95 / said.people, said.flagged / said.people]).toEqual([
      all.length,
      beyond,
      byRule,
    ]);
  });

  it('finds those who truly differ, and few others', () => {
    const slower = 4;
    const runs = SEEDS.map((seed) => compareSimulated(simulate(seed, slower)).comparison);
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
