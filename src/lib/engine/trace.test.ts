import { expect, it } from 'vitest';
import { stepTotals } from './trace.ts';

it('adds up each step, in the order a figure goes through them', () => {
  const totals = stepTotals([
    { step: 'queried', of: 'SELECT 1', from: 50, to: 60 },
    { step: 'part fetched', of: 'b.parquet', from: 12, to: 40 },
    { step: 'part fetched', of: 'a.parquet', from: 10, to: 30 },
  ]);
  expect(totals).toEqual([
    { step: 'part fetched', times: 2, first: 10, last: 40, sum: 48 },
    { step: 'queried', times: 1, first: 50, last: 60, sum: 10 },
  ]);
});
