import { describe, expect, it } from 'vitest';
import type { Score } from '../projection/backtest.ts';
import { baseline } from '../projection/scenario.ts';
import type { EarlierProjection } from '../questions/population/backtest.ts';
import type { ProjectedInstitution } from '../questions/population/institution-line.ts';
import type { ProjectedMonth } from '../questions/population/projection.ts';
import {
  capacitySentence,
  guidelineReached,
  guidelineSentence,
  institutionsSentence,
  keptSentence,
  overviewRecordSentence,
  percent,
  projectionFinding,
  recordSentence,
  yearAgoSentence,
} from './projection.ts';
import { peopleNeededSentence } from './people-needed.ts';
import { differenceSentence, scenarioWords } from '../../routes/population/projection/scenario.ts';

const months = (chances: readonly number[], more: (i: number) => Partial<ProjectedMonth> = () => ({})) =>
  chances.map((chance, i) => ({
    ...{ month: `2027-0${i + 1}-01`, date: `2027-0${i + 1}-28`, projected: 1000 + i, lower80: 990, upper80: 1020 },
    ...{ lower50: 995, upper50: 1010, lower95: 900, upper95: 1100, capacity: 1010, admissions: 20, exits: 19 },
    ...{ probability_over: chance, probability_passed: chance, probability_guideline: chance },
    ...{ probability_guideline_year: chance, difference: null },
    ...{ difference_lower80: null, difference_upper80: null, ...more(i) },
  })) satisfies ProjectedMonth[];

describe('sentences of the projection', () => {
  it('give the chance at the end and of passing it, and name a month only where the chance rises', () => {
    const sentence = (chances: readonly number[]) => capacitySentence(months(chances));
    expect(sentence([0.01, 0.02])).toBe(
      'More than 1,010 people, the rated capacity, are held at the end of Feb 2027 with a chance of 2\u202f%, at the end of at least one month by then with 2\u202f%: at no month end to Feb 2027 is that more likely than not.',
    );
    expect(sentence([0.2, 0.5])).toMatch(/: at no month end to Feb 2027 is that more likely than not\.$/);
    expect(sentence([0.2, 0.6])).toMatch(/: more likely than not from Feb 2027 on\.$/);
    expect(sentence([0.2, 0.6, 0.7, 0.3])).toMatch(/: more likely than not from Feb 2027 to Mar 2027\.$/);
    expect(sentence([0.9, 0.8])).toMatch(/: more likely than not at every one of the 2 month ends to Feb 2027\.$/);
    expect(sentence([0.9, 0.4])).toMatch(/: more likely than not to Jan 2027, not after\.$/);
    // A level line that touches one half now and then has no date.
    expect(sentence([0.49, 0.51, 0.5, 0.51])).toMatch(/: about as likely as not at some month ends to Apr 2027\.$/);
    expect(sentence([0.48, 0.49, 0.51, 0.52])).toMatch(/: about as likely as not at some month ends/);
    expect(capacitySentence(months([0.6], () => ({ capacity: null })))).toMatch(/^No rated capacity is recorded/);
  });

  it('hold the guideline for reached after six months running, by the average of twelve', () => {
    const chances = [0.4, 0.6, 0.4, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6];
    expect(guidelineReached(months(chances.slice(0, 8)))).toBeNull();
    expect(guidelineReached(months(chances))?.month).toBe('2027-04-01');
    expect(guidelineSentence(months(chances), 750)).toMatch(
      /above 750 over the twelve months to Sep 2027, .* 60\u202f%; it is more likely than not for six months running from Apr 2027 on\.$/,
    );
    expect(guidelineSentence(months([0.1]), 750)).toMatch(/not more likely than not for six months running\.$/);
  });

  it('never say that a chance is none or certain', () => {
    expect([0, 0.004, 0.5, 0.999].map(percent)).toEqual([
      'under 1\u202f%',
      'under 1\u202f%',
      '50\u202f%',
      'over 99\u202f%',
    ]);
  });

  it('do not call a change what the band holds', () => {
    expect(projectionFinding(months([0]), 1000)).toMatch(
      /^Baseline: about as many people are expected by Jan 2027, 1,000 from 1,000 today$/,
    );
    expect(projectionFinding(months([0]), 900)).toMatch(/^Baseline: more people/);
    expect(projectionFinding(months([0]), 1100)).toMatch(/^Baseline: fewer people/);
  });

  it('say where a projection does not beat the last value', () => {
    const score = (horizon_months: number, mape: number) => ({ horizon_months, mape, last_value_mape: 1 }) as Score;
    expect(recordSentence([])).toMatch(/no record yet/);
    expect(recordSentence([score(1, 1.1), score(12, 0.5)])).toBe(
      'Past projections were nearer than the last value 12 months ahead, and not 1 month ahead.',
    );
    expect(recordSentence([score(1, 1)])).toMatch(/did not beat the last value at any horizon/);
    expect(recordSentence([score(1, 0.9)])).toMatch(/^At every horizon/);
  });

  it('say what was said a year ago, and prefer what was really said', () => {
    const row = (made_on: string, projected: number): EarlierProjection => ({
      made_on,
      date: '2026-06-30',
      projected,
      lower80: 95,
      upper80: 115,
      actual: 100,
    });
    expect(yearAgoSentence([], [], '2026-06-30')).toBeNull();
    expect(yearAgoSentence([row('2026-05-31', 100)], [], '2026-06-30')).toBeNull();
    expect(yearAgoSentence([row('2025-06-30', 110)], [], '2026-06-30')).toBe(
      'With what was known on Jun 30, 2025, this method says 110 for Jun 30, 2026 (80\u202f% band 95 to 115); it was 100, inside the band.',
    );
    expect(yearAgoSentence([row('2025-06-30', 110)], [row('2025-05-31', 120)], '2026-06-30')).toMatch(
      /^On May 31, 2025 we said 120/,
    );
    expect(keptSentence([row('2025-05-31', 110), { ...row('2025-06-30', 130), lower80: 120, upper80: 140 }])).toBe(
      'Of 2 figures earlier exports projected, 1 came inside the 80\u202f% band; mean error 20.0\u202f%',
    );
  });

  it('say how many institutions are likely to pass, and what was said of the record', () => {
    const row = (group: string, probability_passed: number | null) =>
      ({ group, probability_passed }) as ProjectedInstitution;
    const nameOf = (id: string) => `Place ${id}`;
    expect(institutionsSentence([row('A', 0.9), row('B', 0.6), row('C', 0.1), row('D', null)], nameOf)).toMatch(
      /^2 of 3 institutions are more likely than not .* Place A the likeliest \(90\u202f%\)$/,
    );
    expect(institutionsSentence([row('A', 0.5)], nameOf)).toMatch(/^None of 1 institutions/);
    expect(institutionsSentence([row('A', null)], nameOf)).toBe('No institution has a rated capacity recorded');
    const record = { horizon_months: 12, mape: 0.83, last_value_mape: 1.49, coverage80: 0.755 } as Score;
    expect(overviewRecordSentence([record])).toBe(
      'Past projections were 0.8\u202f% off 12 months ahead, the last value 1.5\u202f%; 76\u202f% of what came lay inside the 80\u202f% band.',
    );
    expect(overviewRecordSentence([])).toBe('There is no record of past projections yet.');
    expect(
      peopleNeededSentence(
        [
          { filled: 18, needed: 20.4 },
          { filled: 2, needed: null },
        ],
        12,
      ),
    ).toBe(
      'in 12 months 20.4 filled positions would carry the load asked for; 18.0 are filled (1 institution without a known load left out)',
    );
    expect(peopleNeededSentence([{ filled: 2, needed: null }], 12)).toBe('no load is known to work out positions from');
  });

  it('put a scenario into words', () => {
    const what = { ...baseline, admissions: { all: -10 }, stays: { drug: 5 }, start: 2, retroactive: true };
    expect(scenarioWords(what, ['2026-07-01', '2026-08-01'])).toBe(
      'admissions −10\u202f%, stays, drug +5\u202f%, from Aug 2026, for everybody in custody then',
    );
    expect(scenarioWords(baseline, [])).toBe('nothing changes');
    const rows = months(new Array<number>(12).fill(0), () => ({
      month: '2027-06-01',
      difference: -12.4,
      difference_lower80: -15,
      difference_upper80: -10,
    }));
    expect(differenceSentence(rows)).toBe(
      'Against the baseline: −12 people in Jun 2027 (80\u202f% interval −15 to −10).',
    );
  });
});
