import { describe, expect, it } from 'vitest';
import { formatBytes } from '../format/quantity.ts';
import { partsFor, sizeOf, tablesIn } from './tables.ts';

const known = new Set(['release', 'stock', 'institution', 'timeliness_day']);

describe('tablesIn', () => {
  it.each([
    ['SELECT release, stock FROM institution', ['institution']],
    ['SELECT * FROM release r, stock s WHERE r.institution = 1', ['release', 'stock']],
    ['SELECT * FROM main.release JOIN "stock" USING (a) JOIN institution ON a', ['release', 'stock', 'institution']],
    ['SELECT (SELECT max(stock) FROM release) AS institution FROM timeliness_day', ['release', 'timeliness_day']],
    ['SELECT * FROM (release JOIN stock USING (a))', ['release', 'stock']],
    ['WITH x AS (FROM STOCK) SELECT count(release, institution) FROM x', ['stock']],
    ["SELECT 'FROM release' -- FROM stock\nFROM institution", ['institution']],
    ['SELECT a FROM release GROUP BY a, stock ORDER BY institution', ['release']],
    ['DESCRIBE release', ['release']],
    ['FROM (SUMMARIZE stock)', ['stock']],
    ['FROM (PIVOT stock ON a IN (1) USING sum(b))', ['stock']],
    ['SELECT * FROM generate_series(1, release)', []],
  ])('%s', (sql, expected) => {
    expect(tablesIn(sql, known)).toEqual(expected);
  });
});

const part = (name: string, rows: number) => ({ part: name, rows, bytes: rows * 10, file: name, sha256: '' });

it('takes the files of the institutions chosen, and those that are not split', () => {
  const split = { parts: [part('F-1', 1), part('F-2', 2), part('unrecorded', 4)] };
  const whole = { parts: [part('agency', 8)] };
  const rows = (entry: typeof split, facilities: string[] | null) =>
    sizeOf(partsFor('m', entry, facilities).map((each) => each.entry)).rows;
  expect([rows(split, null), rows(split, ['F-2']), rows(split, ['F-3']), rows(whole, ['F-2'])]).toEqual([7, 2, 0, 8]);
});

it('says sizes', () => {
  expect([formatBytes(12), formatBytes(14_499), formatBytes(3_087_574)]).toEqual(['1 kB', '14 kB', '3.1 MB']);
});
