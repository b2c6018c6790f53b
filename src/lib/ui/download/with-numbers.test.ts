import { expect, it } from 'vitest';
import { toCsv } from '../table/csv.ts';
import type { SavedTable } from './saved-table.ts';
import { namesCases, withNumbers } from './with-numbers.ts';

const key = new Map([['aa01', 'QX-1']]);
const numberOf = (pseudonym: string) => key.get(pseudonym) ?? null;
const table = (rows: { stay: string; days: number }[]): SavedTable => ({
  about: { title: 'Worklist', facts: [] },
  columns: [
    { key: 'stay', label: 'Case', kind: 'text' },
    { key: 'days', label: 'Days', kind: 'count' },
  ],
  rows,
});

it('numbers stand beside the pseudonyms, and the file says who put them in', () => {
  const saved = table([
    { stay: 'aa01', days: 3 },
    { stay: 'bb02', days: 4 },
  ]);
  expect(namesCases(saved, numberOf)).toBe(true);
  const { about, columns, rows } = withNumbers(saved, numberOf);
  expect(toCsv(columns, rows, []).trim().split(/\r?\n/).slice(-3)).toEqual([
    'Case,Case number,Days',
    'aa01,QX-1,3',
    'bb02,,4',
  ]);
  expect(about.facts.map(({ name }) => name)).toEqual(['Case numbers']);
});

it('a table that names no case of the key stays as it is', () => {
  const saved = table([{ stay: 'bb02', days: 4 }]);
  expect([namesCases(saved, numberOf), withNumbers(saved, numberOf) === saved]).toEqual([false, true]);
});
