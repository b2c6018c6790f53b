import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectClose, readNumbers, readReference } from '../../../tests/reference/reference.ts';
import { logRank } from './logrank.ts';
import type { GroupedSurvivalRow } from './logrank.ts';

const reference = readReference();
const lung = readNumbers<'time' | 'event' | 'sex' | 'ph.ecog'>('lung.csv').map((row) => ({
  time: row.time ?? Number.NaN,
  event: row.event === 1,
  count: 1,
  group: String(row.sex),
  ecog: row['ph.ecog'],
}));

const anyRow = fc.record({
  time: fc.integer({ min: 1, max: 12 }),
  event: fc.boolean(),
  count: fc.integer({ min: 0, max: 4 }),
  group: fc.constantFrom('a', 'b', 'c'),
  stratum: fc.constantFrom('x', 'y'),
});
const anyRows = fc.array(anyRow, { maxLength: 20 });

describe('logRank against R', () => {
  it('lung by sex', () => {
    const test = logRank(lung);
    expectClose(test?.statistic, reference.lung.logrank_sex.chisq);
    expectClose(test?.p, reference.lung.logrank_sex.p);
    expect(test).toMatchObject({
      df: 1,
      groups: [
        { group: '1', people: 138, observed: 112 },
        { group: '2', people: 90, observed: 53 },
      ],
    });
  });

  it('lung by sex, stratified by ECOG score', () => {
    const known = lung.filter((row) => row.ecog !== null).map((row) => ({ ...row, stratum: String(row.ecog) }));
    expect(known).toHaveLength(227);
    expectClose(logRank(known)?.statistic, reference.lung.logrank_sex_by_ecog.chisq);
  });
});

describe('logRank by hand', () => {
  // a: events at 1 and 3. b: event at 2, one censored at 4.
  // At 1: 1 of 4, two of them a. At 2: 1 of 3, one a. At 3: 1 of 2, one a.
  const rows: GroupedSurvivalRow[] = [
    { group: 'a', time: 1, event: 1, count: 1 },
    { group: 'a', time: 3, event: 1, count: 1 },
    { group: 'b', time: 2, event: 1, count: 1 },
    { group: 'b', time: 4, event: 0, count: 1 },
  ];
  const expectedA = 1 / 2 + 1 / 3 + 1 / 2;
  const variance = 1 / 4 + 2 / 9 + 1 / 4;

  it('two groups of two', () => {
    const test = logRank(rows);
    expectClose(test?.statistic, (2 - expectedA) ** 2 / variance);
    expectClose(test?.groups[0]?.expected, expectedA);
    expectClose(test?.groups[1]?.expected, 3 - expectedA);
  });

  it('strata add up their differences and variances', () => {
    const twice = [...rows, ...rows.map((row) => ({ ...row, stratum: 'second' }))];
    expectClose(logRank(twice)?.statistic, (2 * (2 - expectedA) ** 2) / variance);
  });

  it('delayed entry: the late one is not at risk before', () => {
    // b's second now enters at 2: at 1 two a and one b are at risk, at 2 one a and one b, at 3 one of each.
    const late = rows.map((row) => (row.time === 4 ? { ...row, entry: 2 } : row));
    const expected = 2 / 3 + 1 / 2 + 1 / 2;
    expectClose(logRank(late)?.statistic, (2 - expected) ** 2 / (2 / 9 + 1 / 4 + 1 / 4));
  });

  it('three groups, one never at risk at an event, have one degree of freedom', () => {
    const test = logRank([...rows, { group: 'c', time: 0.5, event: 0, count: 9 }]);
    expect(test?.df).toBe(1);
    expectClose(test?.statistic, (2 - expectedA) ** 2 / variance);
    expect(test?.groups[2]).toEqual({ group: 'c', people: 9, observed: 0, expected: 0 });
  });
});

describe('nothing to compare', () => {
  const one: GroupedSurvivalRow = { group: 'a', time: 1, event: 1, count: 3 };

  it.each<[string, GroupedSurvivalRow[]]>([
    ['nobody', []],
    ['one group', [one, { ...one, time: 2 }]],
    [
      'no events',
      [
        { ...one, event: 0 },
        { ...one, event: 0, group: 'b' },
      ],
    ],
    ['a second group of nobody', [one, { ...one, group: 'b', count: 0 }]],
    ['everybody at once', [one, { ...one, group: 'b' }]],
    ['never at risk together', [one, { group: 'b', entry: 1, time: 2, event: 1, count: 3 }]],
    [
      'never in one stratum',
      [
        { ...one, stratum: 'x' },
        { ...one, group: 'b', stratum: 'y' },
      ],
    ],
  ])('is null: %s', (_what, rows) => {
    expect(logRank(rows)).toBeNull();
  });

  it('refuses weights and rows that cannot be', () => {
    expect(() => logRank([{ ...one, count: 0.5 }])).toThrow('whole counts');
    expect(() => logRank([one, { ...one, group: 'b', time: -1 }])).toThrow(RangeError);
  });
});

describe('any groups', () => {
  it('give a statistic that holds together', () => {
    fc.assert(
      fc.property(anyRows, (rows) => {
        const test = logRank(rows);
        if (!test) return;
        const { groups } = test;
        expect(test.statistic).toBeGreaterThanOrEqual(0);
        expect(test.p).toBeGreaterThanOrEqual(0);
        expect(test.p).toBeLessThanOrEqual(1);
        expect(test.df).toBeLessThan(groups.length);
        const sum = (pick: (group: (typeof groups)[number]) => number): number =>
          groups.reduce((total, group) => total + pick(group), 0);
        expect(sum((group) => group.expected)).toBeCloseTo(
          sum((group) => group.observed),
          9,
        );
      }),
    );
  });

  it('do not depend on names, order or how people are put in rows', () => {
    const renamed: Record<string, string> = { a: 'z', b: 'y', c: 'x' };
    fc.assert(
      fc.property(anyRows, (rows) => {
        const single = rows.flatMap((row) => Array.from({ length: row.count }, () => ({ ...row, count: 1 })));
        const other = single.reverse().map((row) => ({ ...row, group: renamed[row.group] ?? '' }));
        const test = logRank(rows);
        const again = logRank(other);
        expect(again === null).toBe(test === null);
        if (!test || !again) return;
        expect(again.df).toBe(test.df);
        expect(again.statistic).toBeCloseTo(test.statistic, 8);
      }),
    );
  });
});
