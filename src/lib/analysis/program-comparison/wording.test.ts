import { describe, expect, it } from 'vitest';
import type { Gate } from './gates.ts';
import { describeProgram } from './wording.ts';

const words = { verb: 'returned to prison' };
const said = (treated: number, comparison: number, lower: number, upper: number) =>
  describeProgram(
    {
      verdict: upper < 0 ? 'lower' : lower > 0 ? 'higher' : 'undecided',
      rates: { treated, comparison, difference: treated - comparison },
      interval: { lower, upper },
      gates: [],
    },
    words,
  );

describe('the four wordings', () => {
  it('lower', () => {
    expect(said(0.28, 0.33, -0.09, -0.01)).toBe(
      'People who took part returned to prison less often than similar people who did not: 28 of 100 against 33 ' +
        '(difference −5, 95\u202f% interval −9 to −1). Things not recorded may explain part of this.',
    );
  });

  it('higher', () => {
    expect(said(0.36, 0.3, 0.02, 0.1)).toBe(
      'People who took part returned to prison more often than similar people who did not: 36 of 100 against 30 ' +
        '(difference +6, 95\u202f% interval +2 to +10). Things not recorded may explain part of this.',
    );
  });

  it('undecided', () => {
    expect(said(0.3, 0.315, -0.06, 0.03)).toBe(
      'The figures are compatible with a fall of 6 and a rise of 3 per 100. More people would be needed to tell. ' +
        'This does not show that the program has no effect.',
    );
  });

  it('not comparable, with the gate', () => {
    const gate: Gate = { gate: 'treated', passed: false, value: 41, required: 60 };
    expect(describeProgram({ verdict: 'not_comparable', rates: null, interval: null, gates: [gate] }, words)).toBe(
      'Not comparable. 41 people took part; at least 60 are needed.',
    );
  });

  it('does not round a limit to nothing', () => {
    expect(said(0.28, 0.33, -0.09, -0.004)).toContain(
      '28.0 of 100 against 33.0 (difference −5.0, 95\u202f% interval −9.0 to −0.4)',
    );
  });
});
