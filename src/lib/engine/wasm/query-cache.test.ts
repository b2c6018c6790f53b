import { expect, test } from 'vitest';
import { createQueryCache, queryKey } from './query-cache.ts';

const rows = (length: number) => Array.from({ length }, (_, index) => ({ index }));

test('gives back what was set, in an array of its own', () => {
  const cache = createQueryCache();
  const set = rows(3);
  cache.set('a', set);
  set.pop();
  cache.get('a')?.pop();
  expect(cache.get('a')).toEqual(rows(3));
  expect(cache.get('b')).toBeUndefined();
});

test('forgets what was used longest ago beyond 200 results', () => {
  const cache = createQueryCache();
  for (let index = 0; index < 200; index += 1) cache.set(`${index}`, rows(1));
  cache.get('0');
  cache.set('200', rows(1));
  expect(cache.get('0')).toBeDefined();
  expect(cache.get('1')).toBeUndefined();
  expect(cache.get('200')).toBeDefined();
});

test('keeps at most 200,000 rows, and no result that would crowd out the rest', () => {
  const cache = createQueryCache();
  for (let index = 0; index < 5; index += 1) cache.set(`${index}`, rows(45_000));
  expect([0, 1, 2, 3, 4].filter((index) => cache.get(`${index}`))).toEqual([1, 2, 3, 4]);
  cache.set('huge', rows(50_001));
  expect(cache.get('huge')).toBeUndefined();
  // Setting the same again counts once.
  for (let index = 0; index < 9; index += 1) cache.set('4', rows(45_000));
  expect(cache.get('1')).toBeDefined();
  cache.clear();
  expect(cache.get('1')).toBeUndefined();
});

test('keys tell apart values that look alike', () => {
  const keys = [['1'], [1], [true], ['true'], [null], ['null'], ['1', '2'], ['1,2'], []].map((each) =>
    queryKey('s', each),
  );
  expect(new Set(keys).size).toBe(keys.length);
});
