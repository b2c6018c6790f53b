import { describe, expect, it } from 'vitest';
import type { ExpectedOutcome } from '../questions/expected.ts';
import {
  expectedFinding,
  expectedLines,
  expectedNotes,
  expectedSentence,
  returnedWords,
  verdictText,
} from './expected.ts';

const row: ExpectedOutcome = {
  group: 'A',
  people: 120,
  events: 44,
  rate: 44 / 120,
  expected: 32,
  ratio: 1.375,
  lower: 1.068,
  upper: 1.701,
  adjusted_rate: 0.34,
  shrunk_rate: 0.3,
  own_share: 0.15,
  verdict: 'higher',
  verdict_narrow: 'higher',
  position: 'above',
  p: 0.004,
  reach: 0.26,
  reach_wide: 0.3,
  ratio_without_risk: 1.36,
  elsewhere: 3,
  agency_rate: 0.25,
  agency_people: 5000,
  agency_events: 1250,
  comparisons: 12,
  tau2: 0.004,
  concordance: 0.66,
  calibration: 0.012,
  missing: null,
};
const name = (group: string | null) => `Place ${group}`;

describe('outcomes against what is expected, in words', () => {
  it('says the worked example as it is to be said', () => {
    expect(expectedSentence(row, returnedWords)).toBe(
      '44 of 120 returned within a year; 32 would be expected if people of this mix returned as in the whole agency: 1.4 times (1.1 to 1.7). Higher than expected for the recorded mix.',
    );
  });

  it('never says excess, avoidable, rank or best', () => {
    const said = [
      expectedSentence(row, returnedWords),
      expectedFinding([row], returnedWords, 'institutions', name),
      ...expectedNotes([row], 'institutions', name),
      JSON.stringify(expectedLines([row], name)),
    ].join(' ');
    expect(said).not.toMatch(/excess|avoid|rank|best|worst/i);
    expect(said).toContain('does not measure the work of a place');
  });

  it('says why nothing is said', () => {
    const refused = { ...row, expected: null, ratio: null, lower: null, upper: null, verdict: null } as const;
    expect(verdictText({ ...refused, missing: 'events' })).toBe('fewer than 200 events in the agency');
    expect(verdictText({ ...refused, missing: 'institutions' })).toBe('fewer than six institutions in the agency');
    expect(verdictText({ ...row, verdict: null })).toBe('too few to say');
    expect(verdictText({ ...row, verdict: null, own_share: 0.98 })).toMatch(/nobody else has people like these/);
    expect(expectedSentence({ ...refused, missing: 'institutions' }, returnedWords)).toBe(
      '44 of 120 returned within a year; what would be expected is not said: fewer than six institutions in the agency.',
    );
  });

  it('names who differs, both ways, and none where none does', () => {
    const lower = { ...row, group: 'B', verdict: 'lower' } as const;
    const same = { ...row, group: 'C', verdict: 'as' } as const;
    expect(expectedFinding([row, lower, same], returnedWords, 'regions', name)).toBe(
      'Returned within a year: Place A higher than expected for the mix; Place B lower than expected for the mix',
    );
    expect(expectedFinding([same, { ...same, group: 'D' }], returnedWords, 'regions', name)).toBe(
      'Returned within a year: none of 2 regions differs from what is expected for its mix',
    );
  });

  it('says what rests on chance alone, on recorded risk, and who is counted nowhere', () => {
    const notes = expectedNotes(
      [
        { ...row, verdict: 'as' },
        { ...row, group: 'B', ratio_without_risk: 1.1 },
      ],
      'institutions',
      name,
    ).join(' ');
    expect(notes).toContain('By chance alone Place A would be called different too');
    expect(notes).toContain('Place B: without the risk at admission it would be 1.10 times the expected');
    expect(notes).toContain('6 releases after less than 180 days');
  });
});
