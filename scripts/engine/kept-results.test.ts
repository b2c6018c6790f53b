import { describe, expect, it } from 'vitest';
import { KeptResults } from './kept-results.ts';

const rows = (count: number, value: number) => Array.from({ length: count }, () => ({ value }));

describe('kept results', () => {
  it('are those of the same statement with the same values', () => {
    const kept = new KeptResults(10);
    kept.set('SELECT ?', ['N'], rows(1, 1));
    expect(kept.get('SELECT ?', ['N'])).toEqual(rows(1, 1));
    expect(kept.get('SELECT ?', ['S'])).toBeUndefined();
    expect(kept.get('SELECT ? ', ['N'])).toBeUndefined();
  });

  it('take no more rows than allowed: what was asked longest ago goes', () => {
    const kept = new KeptResults(10);
    for (const value of [1, 2]) kept.set('SELECT ?', [value], rows(4, value));
    // Asked again, the first outlasts the second.
    expect(kept.get('SELECT ?', [1])).toHaveLength(4);
    kept.set('SELECT ?', [3], rows(4, 3));
    expect([1, 2, 3].map((value) => kept.get('SELECT ?', [value])?.length)).toEqual([4, undefined, 4]);
    kept.set('SELECT ?', [4], rows(11, 4));
    expect([1, 3, 4].map((value) => kept.get('SELECT ?', [value])?.length)).toEqual([undefined, undefined, undefined]);
  });

  it('count a result once that is given twice', () => {
    const kept = new KeptResults(8);
    kept.set('SELECT 1', [], rows(4, 1));
    for (let time = 0; time < 5; time += 1) kept.set('SELECT 2', [], rows(4, 2));
    expect(kept.get('SELECT 1', [])).toHaveLength(4);
  });
});
