import { describe, expect, it } from 'vitest';
import { exposureOf, lexisTables, type Spell } from './lexis.ts';
import { changedStays, lifeTable, meanStay } from './life-table.ts';
import { openUniform } from '../analysis/random.ts';

const months = 96;

/** Eight years of an agency that has always been there: 400 admissions a month at random days, gamma or exponential stays. */
function simulated(mean: number, shape: 1 | 2, seed: number): Spell[] {
  const draw = openUniform(seed);
  const spells: Spell[] = [];
  const since = -Math.ceil(mean * 8);
  for (let month = since; month < months; month++) {
    for (let i = 0; i < 400; i++) {
      const start = month + draw();
      let stay = 0;
      for (let part = 0; part < shape; part++) stay -= (mean / shape) * Math.log(draw());
      const end = Math.floor(start + stay);
      if (end >= 0) spells.push({ cell: 0, entry: month, exit: end < months ? end : null, people: 1 });
    }
  }
  return spells;
}

function recovered(spells: readonly Spell[]): number {
  const [table] = lexisTables(spells, { first: 0, last: months - 1, groups: 1, groupOf: () => 0 });
  return meanStay(lifeTable(exposureOf(table!, months - 24, months))!);
}

describe('length of stay from eight years with open stays', () => {
  for (const mean of [12, 36, 60, 120]) {
    it(`finds a true mean of ${mean} months within 5 %`, () => {
      expect(recovered(simulated(mean, 1, mean)) / mean).toBeGreaterThan(0.95);
      expect(recovered(simulated(mean, 1, mean)) / mean).toBeLessThan(1.05);
      expect(Math.abs(recovered(simulated(mean, 2, mean + 1)) / mean - 1)).toBeLessThan(0.05);
    });
  }

  it('finds it when the agency itself is eight years old, so that no long stay has ended', () => {
    for (const mean of [12, 36, 60, 120]) {
      const young = simulated(mean, 1, 7 * mean).filter(({ entry }) => entry >= 0);
      expect(Math.abs(recovered(young) / mean - 1)).toBeLessThan(0.05);
    }
  });
});

describe('a life table', () => {
  it('is the product of the chances of staying', () => {
    const table = lifeTable({ risk: [1000, 800, 600, 300], exits: [200, 200, 300, 300] })!;
    expect([...table.survival.slice(0, 5)]).toEqual([0.8, expect.closeTo(0.6), expect.closeTo(0.3), 0, 0]);
  });

  it('joins ages at which few were at risk', () => {
    const table = lifeTable({ risk: [1000, 5, 5, 10, 400], exits: [0, 5, 0, 0, 40] })!;
    expect(table.survival[1]).toBeCloseTo(0.75);
    expect(table.survival[3]).toBeCloseTo(0.75 ** 3);
  });

  it('goes on with one chance beyond the ages seen', () => {
    const table = lifeTable({ risk: new Array(40).fill(1000), exits: new Array(40).fill(10) })!;
    expect(meanStay(table)).toBeCloseTo(99, 6);
    expect(table.tail).toBeCloseTo(0.01);
  });

  it('knows nothing where nobody was', () => {
    expect(lifeTable({ risk: [], exits: [] })).toBeNull();
  });

  it('stretches every stay', () => {
    const table = lifeTable({ risk: new Array(200).fill(1e5), exits: new Array(200).fill(2000) })!;
    for (const percent of [-50, -10, 10, 40]) {
      expect(meanStay(changedStays(table, { months: 0, percent })) + 0.5).toBeCloseTo(
        (1 + percent / 100) * (meanStay(table) + 0.5),
        0,
      );
    }
    expect(meanStay(changedStays(table, { months: 3, percent: 0 }))).toBeCloseTo(meanStay(table) + 3, 6);
  });
});
