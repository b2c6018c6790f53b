import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ages, lifeTable, meanStay, type LifeTable } from './life-table.ts';
import { baseline, type Scenario } from './scenario.ts';
import { projectStockFlow, type StockFlow, type Stratum } from './stock-flow.ts';
import { noSeason } from './season.ts';

const level = (perMonth: number) => ({ level: perMonth, trend: 0, season: noSeason, next: 0, damping: 1 });

/** Stays of whole months: share lasting each number, people standing there at the end of the month of admission. */
function stays(shares: Record<number, number>): LifeTable {
  const survival = Float64Array.from({ length: ages }, (_, age) =>
    Object.entries(shares).reduce((all, [months, share]) => all + (Number(months) > age ? share : 0), 0),
  );
  return { survival, tail: 1 };
}

function model(parts: { table: LifeTable; perMonth: number; stock: number[] }[]): StockFlow {
  const strata = parts.map(({ table, stock }, flow): Stratum => ({
    label: String(flow),
    mix: [{ type: 'new_commitment', offense: `offense ${flow}`, share: 1 }],
    table,
    undated: stock,
    dated: [],
    due: [],
    flow,
    share: 1,
  }));
  return {
    population: 0,
    strata,
    flows: parts.map(({ perMonth }) => level(perMonth)),
    hazard: null,
    returns: null,
    withoutDate: null,
    designated: [],
  };
}

const twoAndFour = stays({ 2: 0.5, 4: 0.5 });
const settled = model([{ table: twoAndFour, perMonth: 10, stock: [10, 10, 5, 5] }]);
const shorter = (retroactive: boolean): Scenario => ({ ...baseline, stayMonths: -1, start: 3, retroactive });

describe('ten admissions a month, stays half two and half four months', () => {
  it('settle at thirty from nothing, and stay there', () => {
    const empty = model([{ table: twoAndFour, perMonth: 10, stock: [] }]);
    expect([...projectStockFlow(empty, 7).population]).toEqual([0, 10, 20, 25, 30, 30, 30, 30]);
    expect([...projectStockFlow(settled, 7).population]).toEqual([30, 30, 30, 30, 30, 30, 30, 30]);
    expect(meanStay(twoAndFour)).toBe(3);
  });

  it('go down step by step when new admissions stay a month less from month three on', () => {
    expect([...projectStockFlow(settled, 7, shorter(false)).population]).toEqual([30, 30, 30, 30, 25, 25, 20, 20]);
  });

  it('go down at once when everybody does', () => {
    expect([...projectStockFlow(settled, 4, shorter(true)).population]).toEqual([30, 30, 30, 20, 20]);
  });

  it('keep people a month longer: nobody comes back, new ones wait', () => {
    const longer = { ...baseline, stayMonths: 1, start: 1, retroactive: true };
    // Settles at 40: ten a month, mean stay four. The ten who would have left in the first month stay a month more.
    expect([...projectStockFlow(settled, 4, longer).population]).toEqual([30, 40, 40, 40, 40]);
  });
});

const table = fc
  .tuple(
    fc.double({ min: 0.02, max: 0.5, noNaN: true }),
    fc.array(fc.double({ min: 0, max: 0.6, noNaN: true }), { maxLength: 20 }),
  )
  .map(([tail, hazards]): LifeTable => {
    let alive = 1;
    return { survival: Float64Array.from({ length: ages }, (_, age) => (alive *= 1 - (hazards[age] ?? tail))), tail };
  });
const part = fc.record({
  table,
  perMonth: fc.double({ min: 0, max: 50, noNaN: true }),
  stock: fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 30 }),
});
const scenario = fc.record({
  admissions: fc.record({ all: fc.integer({ min: -100, max: 100 }) }),
  returns: fc.constant(0),
  stays: fc.record({ all: fc.integer({ min: -60, max: 60 }) }),
  stayMonths: fc.constant(0),
  start: fc.integer({ min: 1, max: 15 }),
  retroactive: fc.boolean(),
});

describe('whatever the numbers', () => {
  it('population is what it was, plus who came, less who left; today is today; nobody is created', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), scenario, (parts, what) => {
        const result = projectStockFlow(model(parts), 20, what);
        const today = parts.reduce((all, { stock }) => all + stock.reduce((a, b) => a + b, 0), 0);
        expect(result.population[0]).toBeCloseTo(today, 8);
        for (let h = 1; h <= 20; h++) {
          const { population, admissions, exits } = result;
          expect(population[h]).toBeCloseTo(population[h - 1]! + admissions[h]! - exits[h]!, 8);
          expect(exits[h]!).toBeGreaterThanOrEqual(-1e-7);
          expect(result.stock[h]!).toBeLessThanOrEqual(result.stock[h - 1]! + 1e-9);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('strata add up to the whole, and twice as many people are twice as many later', () => {
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 3 }), scenario, (parts, what) => {
        const whole = projectStockFlow(model(parts), 12, what).population;
        const apart = parts.map((one) => projectStockFlow(model([one]), 12, what).population);
        const double = parts.map((one) => ({ ...one, perMonth: 2 * one.perMonth, stock: one.stock.map((n) => 2 * n) }));
        const twice = projectStockFlow(model(double), 12, what).population;
        const { strata } = projectStockFlow(model(parts), 12, what);
        whole.forEach((people, h) => {
          strata.forEach((own, g) => expect(own[h]).toBeCloseTo(apart[g]![h]!, 7));
          expect(people).toBeCloseTo(
            apart.reduce((all, one) => all + one[h]!, 0),
            7,
          );
          expect(twice[h]).toBeCloseTo(2 * people, 7);
        });
      }),
      { numRuns: 100 },
    );
  });

  it('a scenario changes nothing before it starts', () => {
    fc.assert(
      fc.property(part, scenario, (one, what) => {
        const [plain, changed] = [projectStockFlow(model([one]), 20), projectStockFlow(model([one]), 20, what)];
        for (let h = 0; h < what.start; h++) expect(changed.population[h]).toBeCloseTo(plain.population[h]!, 8);
      }),
    );
  });

  it('admissions a tenth more settle at a tenth more', () => {
    const more = { ...baseline, admissions: { new_commitment: 10 } };
    expect(projectStockFlow(settled, 12, more).population[12]).toBeCloseTo(33, 10);
    const other = { ...baseline, admissions: { technical_violation: 10 } };
    expect(projectStockFlow(settled, 12, other).population[12]).toBeCloseTo(30, 10);
  });

  it('stays a tenth longer make a tenth more people in the end', () => {
    const risk = Float64Array.from({ length: 200 }, (_, age) => 1e6 * 0.9 ** age);
    const long = lifeTable({ risk, exits: risk.map((people) => people * 0.1) })!;
    const one = model([{ table: long, perMonth: 100, stock: [] }]);
    const [plain, longer] = [baseline, { ...baseline, stays: { 'offense 0': 10 } }].map(
      (what) => projectStockFlow(one, 240, what).population[240]!,
    );
    expect(longer! / plain!).toBeCloseTo(1.1, 2);
  });
});

describe('returns', () => {
  it('come from past and projected releases', () => {
    const flows: StockFlow = {
      ...model([{ table: stays({ 1: 1 }), perMonth: 99, stock: [20] }]),
      // One in ten comes back in the second month after release; eight and six people were released before.
      returns: { perRelease: [0, 0, 0.1], past: [80, 60], others: 1, flows: [{ flow: 0, share: 1 }] },
    };
    // Released two months before month 1: 60 last month but one. Month 2: 80. Month 3: the 20 of month 1.
    expect([...projectStockFlow(flows, 4).admissions].map((n) => Math.round(n * 100) / 100)).toEqual([0, 7, 9, 3, 1.7]);
  });

  it('designations replace the first months', () => {
    const listed = { ...settled, designated: [14] };
    expect([...projectStockFlow(listed, 2).admissions]).toEqual([0, 14, 10]);
  });
});
