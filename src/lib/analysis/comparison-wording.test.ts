import { describe, expect, it } from 'vitest';
import {
  comparisonNotes,
  describeChange,
  describePooling,
  describePosition,
  describeSeries,
} from './comparison-wording.ts';
import { compareUnits, sameExpectation, type FunnelPosition } from './funnel.ts';
import { newcombe } from './proportion.ts';

/** As on the page, with plain spaces. */
const plain = (text: string) => text.replaceAll('\u202f', ' ');
const positions: FunnelPosition[] = ['within', 'above', 'below', 'far-above', 'far-below'];
const unit = (name: string, onTime: number, due: number) => sameExpectation({ unit: name, due, onTime }, 0.9);
const equal = Array.from({ length: 15 }, (_, i) => unit(`U${i}`, 90, 100));

describe('describePosition', () => {
  it('names the limit, the side and the number due', () => {
    expect(positions.map((position) => plain(describePosition(position, 74)))).toEqual([
      'within the limits for 74 due',
      'above the 95 % limit for 74 due',
      'below the 95 % limit for 74 due',
      'above the 99.8 % limit for 74 due',
      'below the 99.8 % limit for 74 due',
    ]);
    expect(describePosition('within', 1234)).toBe('within the limits for 1,234 due');
  });
});

describe('describePooling', () => {
  it('says what the figures cover', () => {
    expect([1, 4].map(describePooling)).toEqual(['pooled over one quarter', 'pooled over four quarters']);
  });
});

describe('comparisonNotes', () => {
  it('says how many comparisons, how many by chance, and how many signals', () => {
    expect(comparisonNotes(compareUnits(equal, 0.9)).map(plain)).toEqual([
      '15 comparisons made at once; about 1 would lie beyond the 95 % limits by chance alone.',
      'None is a signal at a false discovery rate of 5 %.',
    ]);
    const apart = compareUnits([...equal, unit('apart', 60, 100), unit('few', 3, 3)], 0.9);
    expect(comparisonNotes(apart).map(plain).slice(1)).toEqual([
      '1 is a signal at a false discovery rate of 5 %.',
      '1 not compared: too few were due.',
    ]);
  });

  it('says so when there is one comparison or none, and when the limits are widened', () => {
    expect(plain(comparisonNotes(compareUnits(equal.slice(0, 1), 0.9))[0] ?? '')).toBe(
      '1 comparison made at once; fewer than one would lie beyond the 95 % limits by chance alone.',
    );
    expect(comparisonNotes(compareUnits([], 0.9))).toEqual(['No comparison: too few were due.']);
    const spread = Array.from({ length: 12 }, (_, i) => unit(`U${i}`, 800 + 18 * i, 1000));
    expect(comparisonNotes(compareUnits(spread, 0.9)).at(-1)).toBe(
      'The limits are widened: the figures differ by more than chance explains.',
    );
  });
});

describe('describeSeries', () => {
  it('joins the reasons to a sentence', () => {
    expect(describeSeries({ reasons: ['within usual variation of 24 months'] })).toBe(
      'Within usual variation of 24 months',
    );
    expect(describeSeries({ reasons: ['below the limits in Mar 2026', '8 months in a row falling'] })).toBe(
      'Below the limits in Mar 2026; 8 months in a row falling',
    );
  });
});

describe('describeChange', () => {
  it('gives the points with their interval, and says when no change is among them', () => {
    expect(plain(describeChange(newcombe(45, 50, 43, 50)))).toBe(
      '+4 points (95 % interval −9 to +17), within usual variation',
    );
    expect(plain(describeChange(newcombe(95, 100, 70, 100)))).toBe('+25 points (95 % interval +15 to +35)');
    expect(plain(describeChange({ difference: 0, lower: 0, upper: 0 }))).toBe(
      'no change (95 % interval 0 to 0), within usual variation',
    );
    expect(describeChange(null)).toBe('no data');
  });
});

describe('the words', () => {
  it('hold no rank and no judgement', () => {
    const spread = Array.from({ length: 12 }, (_, i) => unit(`U${i}`, 800 + 18 * i, 1000));
    const all = [
      ...positions.map((position) => describePosition(position, 50)),
      ...comparisonNotes(compareUnits([...equal, unit('apart', 60, 100), unit('few', 3, 3)], 0.9)),
      ...comparisonNotes(compareUnits(spread, 0.9)),
      describeChange(newcombe(45, 50, 43, 50)),
    ].join(' ');
    expect(all).not.toMatch(
      /\b(good|bad|poor|weak|strong|best|worst|better|worse|slow|fast|lazy|excellent|rank|top|bottom|fail|underperform|outlier|concern)\w*/i,
    );
  });
});
