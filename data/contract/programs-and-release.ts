import { category, date, decimal, flag, id, integer, month, table, text } from './column.ts';

export const programCategories = [
  'substance_use',
  'cognitive_behavioral',
  'education',
  'vocational',
  'job_search',
  'parenting',
  'anger_management',
  'domestic_violence',
  'sex_offense',
  'life_skills',
  'work_assignment',
  'work_release',
  'recreation',
  'mental_health',
  'community',
  'other',
] as const;

/** Programs of these are protected unless the extract says that one is not (42 CFR Part 2; sex-offense treatment). */
export const protectedCategories: readonly string[] = ['substance_use', 'sex_offense'];

export const program = table({
  name: 'program',
  meaning: 'One row per program.',
  group: 'Programs, release and after',
  key: ['program_id'],
  columns: {
    program_id: id.required('Identifies the program'),
    program_name: text.required('Name shown to readers'),
    category: category.required('Category', { values: programCategories }),
    intended_days: integer('Intended length in days'),
    partner: text('Partner organisation'),
    approved_date: date('Day of approval'),
    restricted: flag(
      'Alcohol and drug or sex-offense treatment: most protected. Where it is not said, by the category',
    ),
  },
});

export const programSeat = table({
  name: 'program_seat',
  meaning: 'Seats and sessions by program, institution and month.',
  group: 'Programs, release and after',
  key: ['program_id', 'facility_id', 'month'],
  when: 'month',
  columns: {
    program_id: id.required('Program', { references: 'program' }),
    facility_id: id.required('Institution', { references: 'facility' }),
    month: month.required('Month', { fresh: true }),
    seats: integer('Seats'),
    sessions_planned: integer('Sessions planned'),
    sessions_held: integer('Sessions held'),
  },
});

export const enrollment = table({
  name: 'enrollment',
  meaning: 'One row per person referred to a program.',
  group: 'Programs, release and after',
  key: ['enrollment_id'],
  when: 'referral_date',
  order: [
    ['referral_date', 'start_date'],
    ['start_date', 'end_date'],
  ],
  columns: {
    enrollment_id: id.required('Identifies the enrollment'),
    stay_id: id.required('The stay', { references: 'stay' }),
    program_id: id.required('Program', { references: 'program' }),
    facility_id: id('Institution', { references: 'facility' }),
    staff_id: id('Who referred', { references: 'staff' }),
    referral_date: date('Day of referral', { fresh: true }),
    start_date: date('First day of attendance', { later: true, fresh: true }),
    end_date: date('Day it ended; null while in progress', { later: true }),
    outcome: category('How it ended', {
      later: true,
      values: ['completed', 'withdrew', 'removed', 'transferred', 'released'],
      decides: true,
    }),
    sessions_offered: integer('Sessions offered', { later: true }),
    sessions_attended: integer('Sessions attended', { later: true }),
  },
});

export const releaseReadiness = table({
  name: 'release_readiness',
  meaning: 'One row per check of the release checklist.',
  group: 'Programs, release and after',
  when: 'checked_date',
  columns: {
    stay_id: id.required('The stay', { references: 'stay' }),
    checked_date: date.required('Day of the check', { fresh: true }),
    housing: flag('Housing arranged'),
    employment: flag('Employment arranged'),
    identification: flag('Identification in hand'),
    supervision_plan: flag('Supervision plan in place'),
    treatment: flag('Treatment arranged'),
    transport: flag('Transport arranged'),
    outside_support: flag('Has support outside'),
  },
});

export const followUp = table({
  name: 'follow_up',
  meaning: 'One row per follow-up due after release (day 30, 90 or 180).',
  group: 'Programs, release and after',
  key: ['stay_id', 'day'],
  when: 'due_date',
  columns: {
    stay_id: id.required('The stay', { references: 'stay' }),
    day: integer.required('Days after release'),
    due_date: date('Day it is due', { planned: true }),
    reached_date: date('Day the person was reached', { later: true, fresh: true }),
    housed: flag('Housed', { later: true }),
    employed: flag('Employed', { later: true }),
    in_treatment: flag('In treatment', { later: true }),
  },
});

const outcomeEvents = [
  'arrest',
  'conviction',
  'return_new_sentence',
  'return_technical',
  'death',
  'deportation',
  'interstate_transfer',
] as const;

export const outcomeEvent = table({
  name: 'outcome_event',
  meaning: 'One row per event after release. Later stays count as returns beside those recorded here.',
  group: 'Programs, release and after',
  when: 'event_date',
  columns: {
    person_id: id.required('The person', { references: 'person' }),
    event_date: date.required('Day of the event'),
    event_type: category.required('Event', {
      values: outcomeEvents,
      decides: true,
    }),
  },
});

export const releaseCohort = table({
  name: 'release_cohort',
  meaning: 'A ready-made research file: one row per release with its follow-up, for studies without stays.',
  group: 'Programs, release and after',
  key: ['release_id'],
  when: 'release_date',
  columns: {
    release_id: id.required('Identifies the release'),
    person_id: id('The person'),
    cohort_year: integer.required('Year of the cohort'),
    release_date: date('Day of release'),
    region_id: id('Region', { references: 'region' }),
    facility_id: id('Institution released from', { references: 'facility' }),
    sex: category('Sex as recorded'),
    race_ethnicity: category('Race and ethnicity as recorded'),
    age_at_release: category('Age or age band at release'),
    risk_level: category('Assessed risk'),
    offense_category: category('Most serious offense'),
    release_type: category('How the stay ended'),
    months_served: decimal('Months served'),
    prior_stays: integer('Earlier stays'),
    days_followed: decimal.required('Days of follow-up from release'),
    // A study may have events of its own; those of this list are named to it in any spelling.
    event_type: category('First event seen; null: none seen', { later: true, values: [...outcomeEvents, 'return'] }),
    days_to_event: decimal('Days from release to the event', { later: true }),
    program_id: id('Program taken part in', { later: true }),
    program_status: category('Part taken', { later: true, values: ['completed', 'started'], decides: true }),
  },
});

export const financialResponsibility = table({
  name: 'financial_responsibility',
  meaning: 'Financial Responsibility Program status by stay and month.',
  group: 'Programs, release and after',
  key: ['stay_id', 'month'],
  when: 'month',
  columns: {
    stay_id: id.required('The stay', { references: 'stay' }),
    month: month.required('Month'),
    status: category('Status', { values: ['participating', 'refused', 'exempt', 'completed'], decides: true }),
    planned_amount: decimal('Amount planned'),
    paid_amount: decimal('Amount paid'),
  },
});

export const releaseCost = table({
  name: 'release_cost',
  meaning: 'One row per posting to the release cost center.',
  group: 'Programs, release and after',
  when: 'posted_date',
  columns: {
    facility_id: id.required('Institution', { references: 'facility' }),
    posted_date: date.required('Day posted'),
    category: category('Category'),
    amount: decimal.required('Amount'),
  },
});

export const releaseBudget = table({
  name: 'release_budget',
  meaning: 'Budget of the release cost center by institution and fiscal year.',
  group: 'Programs, release and after',
  key: ['facility_id', 'fiscal_year'],
  columns: {
    facility_id: id.required('Institution', { references: 'facility' }),
    fiscal_year: integer.required('Fiscal year'),
    amount: decimal.required('Amount'),
  },
});

export const meeting = table({
  name: 'meeting',
  meaning: 'One row per meeting held or classification team observed by the coordinator.',
  group: 'Programs, release and after',
  when: 'held_date',
  order: [['held_date', 'minutes_sent_date']],
  columns: {
    facility_id: id.required('Institution', { references: 'facility' }),
    unit_id: id('Unit', { references: 'unit' }),
    meeting_type: category.required('Kind of meeting', {
      values: ['case_managers', 'unit_support', 'classification_team_observed', 'department_heads'],
      decides: true,
    }),
    held_date: date.required('Day held'),
    minutes_sent_date: date('Day the minutes were sent', { later: true }),
    topics: text('Topics', { freeText: true }),
    presenter_staff_id: id('Case manager who presented', { references: 'staff' }),
  },
});
