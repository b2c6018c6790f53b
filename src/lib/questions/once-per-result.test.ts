import { expect, it } from 'vitest';
import { oncePerResult } from './once-per-result.ts';

it('is worked out once for the same rows and the rest the same, and anew for others', () => {
  let times = 0;
  const total = oncePerResult((rows, column: string, least: number | null) => {
    times += 1;
    return rows.reduce((sum, row) => sum + Math.max(Number(row[column]), least ?? 0), 0);
  });
  const rows = [
    { a: 1, b: 4 },
    { a: 2, b: 5 },
  ];
  expect([total(rows, 'a', null), total(rows, 'a', null), total(rows, 'b', null), total(rows, 'b', 5)]).toEqual([
    3, 3, 9, 10,
  ]);
  expect(times).toBe(3);
  // Equal rows of another result are another result.
  expect(total([...rows], 'a', null)).toBe(3);
  expect(times).toBe(4);
});
