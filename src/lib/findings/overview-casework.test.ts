import { describe, expect, it } from 'vitest';
import { addMonths } from '../calendar/date.ts';
import { limitBand, onTimeTile, timelyLimits, variationWords } from './overview-casework.ts';

const months = (shares: readonly number[], due = 200) =>
  shares.map((share, index) => ({ month: addMonths('2024-07-01', index), due, on_time: Math.round(share * due) }));
const steady = Array.from({ length: 24 }, (_, index) => 0.9 + (index % 3 === 0 ? 0.01 : index % 3 === 1 ? -0.01 : 0));
const quarter = { from: '2026-04-01', to: '2026-07-01' };

describe('onTimeTile', () => {
  it('has a rate and its counts, counts only, or none', () => {
    expect(onTimeTile({ due: 4745, on_time: 4318 }, 10)).toEqual({ value: '91.0\u202f%', note: '4,318 of 4,745' });
    expect(onTimeTile({ due: 3, on_time: 3 }, 10)).toEqual({ value: '3 of 3', note: 'too few for a rate' });
    expect(onTimeTile({ due: 0, on_time: 0 }, 10)).toEqual({ value: null, note: 'none were due' });
    expect(onTimeTile(undefined, 10).value).toBeNull();
  });
});

describe('variationWords', () => {
  it('says that a quarter is within usual variation', () => {
    expect(variationWords(timelyLimits(months(steady), '2026-06-30'), quarter)).toBe(
      'within usual variation of 24 months',
    );
  });

  it('names a month beyond the limits, when it lies in the period', () => {
    const low = steady.with(22, 0.7);
    expect(variationWords(timelyLimits(months(low), '2026-06-30'), quarter)).toBe('below the limits in May 2026');
    const before = steady.with(10, 0.7);
    expect(variationWords(timelyLimits(months(before), '2026-06-30'), quarter)).toBe(
      'within usual variation of 24 months',
    );
  });

  it('does not judge a month that is not over, and needs twelve', () => {
    const low = steady.with(23, 0.4);
    expect(variationWords(timelyLimits(months(low), '2026-06-12'), quarter)).toContain('within usual variation');
    expect(variationWords(timelyLimits(months(steady.slice(0, 8)), '2026-06-30'), quarter)).toBe(
      '8 months with data; 12 are needed for limits',
    );
  });

  it('has limits for every month it draws', () => {
    const band = limitBand(timelyLimits(months(steady), '2026-06-30'));
    expect(band).toHaveLength(24);
    expect(band.every((limit) => limit !== null && limit.lower < 0.9 && limit.upper > 0.9)).toBe(true);
  });
});
