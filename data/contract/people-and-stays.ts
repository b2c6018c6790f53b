import { category, date, flag, id, integer, table } from './column.ts';

export const person = table({
  name: 'person',
  meaning: 'One row per person ever in custody.',
  group: 'People and stays',
  key: ['person_id'],
  columns: {
    person_id: id.required('Identifies the person'),
    birth_date: date('Date of birth'),
    birth_year: integer('Year of birth, where the date is not given'),
    sex: category('Sex as recorded'),
    race_ethnicity: category('Race and ethnicity as recorded'),
  },
});

/** Ways a stay ends that are releases to the community: where the clock of a return starts. */
export const communityReleases = ['parole', 'mandatory', 'expiration', 'community_placement', 'probation'] as const;

export const stay = table({
  name: 'stay',
  meaning: 'One row per stay in custody, from admission to release.',
  group: 'People and stays',
  key: ['stay_id'],
  when: 'admission_date',
  order: [
    ['admission_date', 'release_date'],
    ['admission_date', 'sentenced_date'],
  ],
  columns: {
    stay_id: id.required('Identifies the stay (the case number)'),
    person_id: id.required('The person', { references: 'person' }),
    admission_date: date.required('First day in custody', { fresh: true }),
    admission_type: category('Why the stay began', {
      values: ['new_commitment', 'technical_violation', 'violation_new_offense', 'transfer_in', 'other'],
      decides: true,
    }),
    legal_status: category('Legal status at admission', {
      values: ['sentenced', 'pretrial', 'holdover'],
      fallback: 'sentenced',
      decides: true,
    }),
    sentenced_date: date('Day a pretrial stay became a sentenced one; its clocks start there', { later: true }),
    age_status: category('Adult or juvenile', { values: ['adult', 'juvenile'], fallback: 'adult', decides: true }),
    offense_category: category('Most serious offense'),
    sentence_months: integer('Length of sentence in months; null for life'),
    life_sentence: flag('Serving a life sentence'),
    risk_level: category('Assessed risk'),
    projected_release_date: date('Release date as projected at the as-of date', { planned: true }),
    release_date: date('Day of release; that night is not counted', { later: true, fresh: true }),
    release_type: category('How the stay ended', {
      later: true,
      values: [...communityReleases, 'transfer_out', 'death', 'other'],
      decides: true,
    }),
  },
});

export const placement = table({
  name: 'placement',
  meaning: 'Where a stay was housed and at which custody level, as half-open intervals.',
  group: 'People and stays',
  when: 'start_date',
  order: [['start_date', 'end_date']],
  intervals: { of: 'stay_id', start: 'start_date', end: 'end_date' },
  columns: {
    stay_id: id.required('The stay', { references: 'stay' }),
    facility_id: id.required('Institution', { references: 'facility' }),
    unit_id: id('Unit', { references: 'unit' }),
    custody_level: category('Custody level held', { custody: true }),
    // Held against the level: in the codes of another list everybody would be out of theirs.
    scored_custody_level: category('Custody level the scoring instrument gave', { custody: true, decides: true }),
    management_variable: flag('A management variable explains a level other than the scored one'),
    start_date: date.required('First night', { fresh: true }),
    end_date: date('First night no longer there; null while it lasts', { later: true }),
  },
});

export const assignment = table({
  name: 'assignment',
  meaning: 'Which case manager answers for a stay, as half-open intervals.',
  group: 'People and stays',
  when: 'start_date',
  order: [['start_date', 'end_date']],
  intervals: { of: 'stay_id', start: 'start_date', end: 'end_date' },
  columns: {
    stay_id: id.required('The stay', { references: 'stay' }),
    staff_id: id.required('The case manager', { references: 'staff' }),
    start_date: date.required('First day', { fresh: true }),
    end_date: date('First day no longer assigned; null while it lasts', { later: true }),
  },
});

export const clockStop = table({
  name: 'clock_stop',
  meaning: 'Days that do not count towards a deadline (writ, hospital, …).',
  group: 'People and stays',
  when: 'start_date',
  order: [['start_date', 'end_date']],
  intervals: { of: 'stay_id', start: 'start_date', end: 'end_date' },
  columns: {
    stay_id: id.required('The stay', { references: 'stay' }),
    start_date: date.required('First day that does not count'),
    end_date: date('First day that counts again; null while it lasts', { later: true }),
    reason: category('Why the clock stands'),
  },
});

export const designation = table({
  name: 'designation',
  meaning: 'People expected to arrive at or leave an institution.',
  group: 'People and stays',
  when: 'expected_date',
  shrinks: true,
  columns: {
    facility_id: id.required('Institution', { references: 'facility' }),
    direction: category.required('Towards or away from the institution', { values: ['in', 'out'], decides: true }),
    kind: category('Why', { values: ['designation', 'redesignation', 'transfer'] }),
    expected_date: date.required('Expected day', { planned: true }),
    custody_level: category('Custody level', { custody: true }),
    stay_id: id('The stay, where there is one already', { references: 'stay' }),
  },
});

export const populationCount = table({
  name: 'population_count',
  meaning: 'Ready-made counts, for agencies that have counts but no stays.',
  group: 'People and stays',
  when: 'count_date',
  columns: {
    count_date: date.required('Day of the count', { fresh: true }),
    facility_id: id('Institution; null for the region or the whole agency', { references: 'facility' }),
    region_id: id('Region; null for the whole agency', { references: 'region' }),
    sex: category('Sex as recorded'),
    custody_level: category('Custody level', { custody: true }),
    offense_category: category('Most serious offense'),
    population: integer.required('People in custody that day'),
  },
});
