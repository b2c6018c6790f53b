import { expectedFigure } from './figure.ts';
import { firstOn, type Measure } from './measure.ts';
import { noMonths, noRows } from './reasons.ts';

const history = firstOn('2026-11-29');
const usual =
  'What would have come of the same people at the rates of the whole agency: a logistic regression over all of it, on what was fixed before the institution could act.';
const method = (covariates: string): string =>
  `${usual} Adjusted for ${covariates}; not for programs, incidents, custody level or months served, which the institution has a hand in, nor for race, which would hide a difference. Limits by moving all log odds (Clopper and Pearson’s where all chances are alike). Places are judged with what they differ by anyway (additive, on the log scale, 10 % drawn in at either end; of regions, by what institutions of one region differ by) and Student’s t, and called higher or lower at a false discovery rate of 5 %. Refused under 200 events or six institutions.`;
const never =
  'What is not recorded, where people go and how they are supervised count too: this does not measure an institution’s work. Never shown for a unit or a case manager.';

/** Outcomes of places beside what is expected for their mix of people. */
export const expectedMeasures = [
  {
    id: 'returned-expected',
    label: 'Returned within a year against what is expected',
    definition: 'People who returned within a year of release, as a multiple of those expected to for their mix.',
    numerator: 'People released, followed by a return within a year: the first release of each from the place.',
    denominator: usual,
    exclusions: `Releases after less than 180 days of the last year at the institution (half of a shorter stay), and years of release not followed for the whole year and the record lag. ${never}`,
    unit: 'times',
    direction: 'lower',
    tables: [['stay'], ['release_cohort']],
    question: 'recidivism/expected',
    noRows: noRows.returns,
    settings: ['record_lag_days', 'return_match_days'],
    history,
    method: method(
      'age at release, sex, earlier stays, offense, kind of admission, sentence and the risk found in the first 90 days',
    ),
    figure: expectedFigure('recidivism/expected', { at: 'cohorts', none: 'nobody was released' }, noMonths.cohorts),
    shown: { matrix: { section: 'Programs and return', label: 'Returned, against expected', order: 17 } },
  },
  {
    id: 'completed-expected',
    label: 'Programs completed against what is expected',
    definition: 'People who completed their program, as a multiple of those expected to for their mix.',
    numerator: 'Completed, of completed, withdrew and removed in the period.',
    denominator: usual,
    exclusions: `People transferred or released before the end. ${never}`,
    unit: 'times',
    direction: 'higher',
    tables: [['stay', 'enrollment', 'program']],
    question: 'programs/expected',
    noRows: noRows.programs,
    history,
    method: method('the program, sex, offense and the risk found in the first 90 days of the stay'),
    figure: expectedFigure('programs/expected', { none: 'no participation ended' }, noMonths.few),
    shown: { matrix: { section: 'Programs and return', label: 'Completed, against expected', order: 12.5 } },
  },
  {
    id: 'reached-expected',
    label: 'Reached 90 days after release against what is expected',
    definition: 'People reached 90 days after release, as a multiple of those expected to be for their mix.',
    numerator: 'People reached, of the follow-ups due 90 days after release.',
    denominator: usual,
    exclusions: `Follow-ups nobody planned. ${never}`,
    unit: 'times',
    direction: 'higher',
    tables: [['stay', 'follow_up']],
    question: 'coordinator/follow-up-expected',
    noRows: noRows.reached,
    history,
    method: method('sex, offense and the risk found in the first 90 days of the stay'),
    figure: expectedFigure('coordinator/follow-up-expected', { none: 'none were due' }, noMonths.few),
    shown: { matrix: { section: 'Programs and return', label: 'Reached, against expected', order: 15.5 } },
  },
] as const satisfies readonly Measure[];
