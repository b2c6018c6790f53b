import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datedSnapshot, placeHistory, type DatedSpell } from './history.ts';
import { inputRows, noWork, readInput } from './input.ts';
import { exposureOf, lexisTables, sum } from './lexis.ts';
import { emptyRecord } from './predictive.ts';
import { openUniform } from '../analysis/random.ts';
import { fitStockFlow } from './snapshot.ts';
import { projectStockFlow } from './stock-flow.ts';
import { joinCells, type Cell } from './strata.ts';

const cells: Cell[] = [
  { admission_type: 'new_commitment', offense_category: 'drug', custody_level: null, sex: 'M' },
  { admission_type: 'new_commitment', offense_category: 'drug', custody_level: null, sex: 'F' },
  { admission_type: 'technical_violation', offense_category: null, custody_level: 'low', sex: 'M' },
];

const spell = fc
  .record({
    cell: fc.integer({ min: 0, max: 2 }),
    entry: fc.integer({ min: 60, max: 140 }),
    stay: fc.option(fc.integer({ min: 0, max: 50 })),
    due: fc.option(fc.integer({ min: 80, max: 200 })),
    people: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ stay, ...rest }): DatedSpell => ({ ...rest, exit: stay === null ? null : rest.entry + stay }))
  // Nobody leaves before coming; who is gone before the history is not handed over.
  .filter(({ exit }) => exit === null || exit >= 100);
const spells = fc.array(spell, { minLength: 1, maxLength: 60 });
const window = { first: 100, last: 139 };

describe('a Lexis table', () => {
  it('counts who is there at each month end, who came and who left, as counting one by one does', () => {
    fc.assert(
      fc.property(spells, (list) => {
        const [table] = lexisTables(list, { ...window, groups: 1, groupOf: () => 0 });
        const people = (from: (one: DatedSpell) => boolean) =>
          list.filter(from).reduce((all, one) => all + one.people, 0);
        for (const m of [0, 7, 40]) {
          const month = 99 + m;
          const there = people(({ entry, exit }) => entry <= month && (exit === null || exit > month));
          expect(sum(table!.stock.slice(m * table!.width, (m + 1) * table!.width))).toBe(there);
        }
        const { risk, exits } = exposureOf(table!, 16, 40);
        // Over the window: exits by month number 116 to 139; at risk whoever was there at its start or came in.
        expect(sum(exits)).toBe(people(({ exit }) => exit !== null && exit > 115 && exit <= 139));
        const atRisk = Array.from({ length: 24 }, (_, i) => 116 + i).reduce(
          (all, month) => all + people(({ entry, exit }) => entry <= month && (exit === null || exit >= month)),
          0,
        );
        expect(sum(risk)).toBe(atRisk);
      }),
    );
  });
});

describe('a place', () => {
  it('knows the same looked at in order, out of order, and after a round trip through its rows', () => {
    fc.assert(
      fc.property(spells, (list) => {
        const one = placeHistory(cells, list, window);
        const other = placeHistory(cells, list, window);
        for (const m of [30, 31, 36]) one.snapshotAt(m);
        const plain = (history: typeof one) =>
          history.snapshotAt(38).strata.map(({ risk, exits }) => [Array.from(risk), Array.from(exits)]);
        expect(plain(one)).toEqual(plain(other));
        const snapshot = datedSnapshot(other, cells, list, [3, 1]);
        const there = list.filter(({ entry, exit }) => entry <= 139 && (exit === null || exit > 139));
        const all = snapshot.strata.reduce((total, { undated, dated }) => total + sum(undated) + sum(dated), 0);
        expect(all).toBe(there.reduce((total, { people }) => total + people, 0));
        const input = {
          ...window,
          population: [...other.population],
          snapshot,
          baseline: [],
          record: emptyRecord(),
          work: noWork,
        };
        const back = readInput(inputRows(input).sort((a, b) => a.kind.localeCompare(b.kind)));
        expect(back?.population).toEqual(input.population);
        const [before, after] = [snapshot, back!.snapshot!].map((each) => fitStockFlow(each));
        if (!before || !after) return;
        const [x, y] = [before, after].map((model) => projectStockFlow(model, 24).population);
        x!.forEach((people, h) => expect(y![h]).toBeCloseTo(people, 6));
      }),
      { numRuns: 60 },
    );
  });

  it('follows release dates as they have slipped', () => {
    // For years, thirty a month are due after ten months and leave one month late.
    const list = Array.from({ length: 70 }, (_, i): DatedSpell => ({
      cell: 0,
      entry: 70 + i,
      exit: 81 + i <= 139 ? 81 + i : null,
      due: 80 + i,
      people: 30,
    })).filter(({ exit }) => exit === null || exit >= 100);
    const history = placeHistory(cells, list, window);
    const model = fitStockFlow(datedSnapshot(history, cells, list))!;
    const { stock } = projectStockFlow(model, 12);
    expect(stock[0]).toBe(330);
    // Thirty leave every month, those due last month first.
    for (let h = 1; h <= 11; h++) expect(stock[h]).toBeCloseTo(330 - 30 * h, 4);
  });
});

describe('people without a release date', () => {
  it('stay as those without one have stayed, not as everybody does', () => {
    // Of a hundred a month eighty are due after a year and leave then; twenty have no date and stay ten years.
    const [mean, draw] = [120, openUniform(11)];
    const list: DatedSpell[] = [];
    const truth = new Float64Array(61);
    for (let entry = 140 - 12 * mean; entry < 140; entry++) {
      list.push({ cell: 0, entry, exit: entry + 12 < 140 ? entry + 12 : null, due: entry + 12, people: 80 });
      for (let i = 0; i < 20; i++) {
        const exit = Math.floor(entry + draw() - mean * Math.log(draw()));
        list.push({ cell: 0, entry, exit: exit < 140 ? exit : null, due: null, people: 1 });
        // Who came in the last months might still be given a date, and is not asked about here.
        if (entry < 137) for (let h = 0; h <= 60 && 139 + h < exit; h++) truth[h]! += 1;
      }
    }
    const eightYears = list.filter(({ exit }) => exit === null || exit >= 44);
    const history = placeHistory(cells, eightYears, { first: 44, last: 139 });
    const model = fitStockFlow(datedSnapshot(history, cells, eightYears))!;
    const settled = model.strata.map((stratum) => ({
      ...stratum,
      dated: [],
      due: [],
      undated: Array.from(stratum.undated, (people, age) => (age < 3 ? 0 : people)),
    }));
    const { stock } = projectStockFlow({ ...model, strata: settled }, 60);
    for (const h of [0, 12, 36, 60]) expect(Math.abs(stock[h]! / truth[h]! - 1)).toBeLessThan(0.05);
  });
});

describe('strata', () => {
  it('tell people apart by custody level where no offense is recorded', () => {
    const cell = (offense: string | null, level: string | null, sex = 'M'): Cell => ({
      admission_type: 'new_commitment',
      offense_category: offense,
      custody_level: level,
      sex,
    });
    const list = [cell('drug', null), cell(null, 'low'), cell(null, 'low', 'F'), cell(null, 'high'), cell(null, null)];
    expect(joinCells(list, [55, 40, 10, 60, 5]).map(({ label, cells: own }) => [label, own])).toEqual([
      ['New commitment · Drug', [0]],
      ['New commitment · Low custody, offense not recorded and others', [1, 2, 4]],
      ['New commitment · High custody, offense not recorded', [3]],
    ]);
  });

  it('hold every cell once and have admissions enough, or are all there is', () => {
    const name = fc.constantFrom('a', 'b', 'c', null);
    const cell = fc.record({
      admission_type: name,
      offense_category: name,
      custody_level: name,
      sex: fc.constantFrom('M', 'F', null),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, fc.integer({ min: 0, max: 60 })), { minLength: 1, maxLength: 25 }),
        (list) => {
          const yearly = list.map(([, people]) => people);
          const joined = joinCells(
            list.map(([one]) => one),
            yearly,
          );
          expect(joined.flatMap((stratum) => stratum.cells).sort((a, b) => a - b)).toEqual(list.map((_, i) => i));
          const size = (members: readonly number[]) => members.reduce((all, i) => all + yearly[i]!, 0);
          if (joined.length > 1) for (const stratum of joined) expect(size(stratum.cells)).toBeGreaterThanOrEqual(30);
        },
      ),
    );
  });
});
