import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeStrata, MINIMUM_STRATUM } from './strata.ts';

const row = (stratum: string[], due: number, onTime = 0) => ({ stratum, due, onTime });
const names = (merged: ReturnType<typeof mergeStrata>) =>
  merged.strata.map(({ members }) => members.map((member) => member.join('/')).join(' + '));

describe('mergeStrata', () => {
  const custody = ['minimum', 'low', 'medium', 'high'];

  it('leaves large strata as they are, and adds up rows of the same', () => {
    const merged = mergeStrata([row(['a'], 20, 15), row(['b'], 40, 30), row(['a'], 10, 10)]);
    expect(merged.strata).toEqual([
      { members: [['a']], due: 30, onTime: 25, rate: 25 / 30 },
      { members: [['b']], due: 40, onTime: 30, rate: 0.75 },
    ]);
    expect(merged.find(['b']).due).toBe(40);
  });

  it('merges the smallest with the smaller one beside it along an ordered key', () => {
    const rows = [row(['high'], 10), row(['minimum'], 80), row(['low'], 12), row(['medium'], 50)];
    // 'high' (10) joins 'medium'; 'low' (12) then has 'minimum' (80) and 'medium + high' (60) beside it.
    expect(names(mergeStrata(rows, { orders: [custody] }))).toEqual(['minimum', 'low + medium + high']);
  });

  it('merges the smallest with the next smallest along a key without an order', () => {
    const rows = [row(['a'], 10), row(['b'], 200), row(['c'], 25), row(['d'], 40)];
    expect(names(mergeStrata(rows))).toEqual(['a + c', 'b', 'd']);
  });

  it('drops the last key where all its values together are too few, and divides afresh what is merged', () => {
    const rows = [
      row(['review', 'low'], 60),
      row(['review', 'high'], 50),
      row(['report', 'low'], 9),
      row(['report', 'high'], 11),
      row(['plan', 'low'], 100),
      row(['plan', 'high'], 100),
    ];
    const merged = mergeStrata(rows, { orders: [null, custody] });
    // 'report' (20) goes with 'review' (110), the next smallest, within each custody level.
    expect(names(merged)).toEqual(['plan/low', 'plan/high', 'report/low + review/low', 'report/high + review/high']);
  });

  it('ends with one stratum when there are too few altogether, and with none for no rows', () => {
    expect(names(mergeStrata([row(['a', 'x'], 3), row(['b', 'y'], 4)]))).toEqual(['a/x + b/y']);
    expect(mergeStrata([]).strata).toEqual([]);
    expect(mergeStrata([row([], 5, 1), row([], 5, 2)]).strata).toEqual([
      { members: [[]], due: 10, onTime: 3, rate: 0.3 },
    ]);
    expect(mergeStrata([row(['a'], 0)]).strata[0]?.rate).toBeNull();
  });

  it('puts values the order does not name last', () => {
    const rows = [row(['?'], 5), row(['high'], 40), row(['minimum'], 40)];
    expect(names(mergeStrata(rows, { orders: [custody] }))).toEqual(['minimum', 'high + ?']);
  });

  it('keeps every stratum once and all counts, each at least the minimum, whatever the order of the rows', () => {
    const key = (values: string[]) => fc.constantFrom(...values);
    const cell = fc.record({
      stratum: fc.tuple(key(['r', 's', 't']), key(custody), key(['0', '6', '12'])),
      due: fc.nat(40),
    });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 60 }), fc.boolean(), (cells, ordered) => {
        const rows = cells.map(({ stratum, due }) => row(stratum, due, Math.floor(due / 2)));
        const options = { orders: ordered ? [null, custody, ['0', '6', '12']] : [] };
        const merged = mergeStrata(rows, options);
        const members = merged.strata.flatMap((stratum) => stratum.members.map((member) => member.join('/')));
        expect(new Set(members)).toEqual(new Set(rows.map(({ stratum }) => stratum.join('/'))));
        expect(members).toHaveLength(new Set(members).size);
        const sum = (list: readonly { due: number }[]) => list.reduce((total, { due }) => total + due, 0);
        expect(sum(merged.strata)).toBe(sum(rows));
        if (merged.strata.length > 1) {
          expect(Math.min(...merged.strata.map(({ due }) => due))).toBeGreaterThanOrEqual(MINIMUM_STRATUM);
        }
        const backwards = mergeStrata([...rows].reverse(), options);
        for (const { stratum } of rows) expect(backwards.find(stratum).due).toBe(merged.find(stratum).due);
      }),
    );
  });

  it('refuses a stratum it has not seen, and a minimum that is none', () => {
    expect(() => mergeStrata([row(['a'], 50)]).find(['b'])).toThrow(RangeError);
    expect(() => mergeStrata([row(['a'], 50)], { minimum: 0 })).toThrow(RangeError);
  });
});
