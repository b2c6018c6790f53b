import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shiftedStretch, type WeighedMonth } from './shifted-stretch.ts';

const months = (values: readonly number[], weight = 1): WeighedMonth[] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => ({ excess: (value - mean) * weight, weight }));
};
const repeat = (times: number, value: number) => Array.from({ length: times }, () => value);

/** The chance of so many in a row among all orders, by counting the places it can stand in. */
const together = (few: number, all: number): number => {
  let choices = 1;
  for (let at = 0; at < few; at += 1) choices *= (all - at) / (few - at);
  return (all - few + 1) / choices;
};

describe('shiftedStretch', () => {
  it('finds four low months of 24 side by side, which one in 506 orders has', () => {
    expect(together(4, 24)).toBeCloseTo(1 / 506, 12);
    const low = months([...repeat(14, 1), ...repeat(4, 0), ...repeat(6, 1)]);
    expect(shiftedStretch(low, 0.015)).toEqual({ first: 14, last: 17, side: 'down' });
    expect(
      shiftedStretch(
        low.map(({ excess, weight }) => ({ excess: -excess, weight })),
        0.015,
      ),
    ).toEqual({
      first: 14,
      last: 17,
      side: 'up',
    });
  });

  it('finds nothing in two low months side by side, which one in twelve orders has', () => {
    expect(together(2, 24)).toBeCloseTo(1 / 12, 12);
    expect(shiftedStretch(months([...repeat(22, 1), 0, 0]), 0.015)).toBeNull();
  });

  it('weighs months by what was due', () => {
    const due = [...repeat(18, 10), ...repeat(6, 100)];
    const seen = due.map((weight, at) => ({ weight, excess: at < 18 ? 2 : -6 + (at % 2) - 0.5 }));
    expect(shiftedStretch(seen, 0.015)).toEqual({ first: 18, last: 23, side: 'down' });
  });

  it('says nothing of fewer than eight months, of months that are alike, and with no chance', () => {
    expect(shiftedStretch(months([0, 0, 0, 9, 9, 9, 9]), 0.5)).toBeNull();
    expect(shiftedStretch(months(repeat(24, 3)), 0.5)).toBeNull();
    expect(shiftedStretch(months([...repeat(12, 0), ...repeat(12, 9)]), 0)).toBeNull();
  });

  it('says the same of the same months, whatever they are counted in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 12, maxLength: 24 }),
        fc.integer({ min: 1, max: 1000 }),
        (values, scale) => {
          const there = shiftedStretch(months(values), 0.015);
          expect(shiftedStretch(months(values.map((value) => value * scale)), 0.015)).toEqual(there);
        },
      ),
    );
  });
});
