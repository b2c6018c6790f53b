import { ageBands, monthsServedBands } from './bands.ts';

/** One thing figures can be grouped and filtered by: a column that carries the same name in every mart that has it. */
interface Dimension {
  readonly label: string;
  /** Offered as a filter on pages. */
  readonly filter: boolean;
}

export const dimensions = {
  region_id: { label: 'Region', filter: false },
  facility_id: { label: 'Institution', filter: false },
  unit_id: { label: 'Unit', filter: false },
  staff_id: { label: 'Case manager', filter: false },
  custody_level: { label: 'Custody level', filter: true },
  sex: { label: 'Sex', filter: true },
  legal_status: { label: 'Legal status', filter: true },
  age_status: { label: 'Adult or juvenile', filter: true },
  offense_category: { label: 'Most serious offense', filter: true },
  admission_type: { label: 'Admission type', filter: true },
  release_type: { label: 'Release type', filter: true },
  risk_level: { label: 'Risk level', filter: true },
  race_ethnicity: { label: 'Race and ethnicity', filter: true },
  age_group: { label: 'Age', filter: true },
  age_at_release: { label: 'Age at release', filter: true },
  months_served: { label: 'Months served', filter: true },
  prior_stays: { label: 'Earlier stays', filter: true },
  admission_risk: { label: 'Risk at admission', filter: false },
  sentence_length: { label: 'Months of the sentence', filter: false },
  cohort_year: { label: 'Year of release', filter: false },
  event_type: { label: 'Event', filter: false },
  program_status: { label: 'Program participation', filter: true },
  program_id: { label: 'Program', filter: false },
  program_category: { label: 'Kind of program', filter: false },
  task_type: { label: 'Kind of task', filter: false },
  contact_type: { label: 'Kind of contact', filter: false },
  case_model: { label: 'Model of case management', filter: false },
  domain: { label: 'Domain of need', filter: false },
  check_source: { label: 'Kind of check', filter: false },
  months_to_release: { label: 'Months to release', filter: false },
  element: { label: 'Element', filter: false },
  role: { label: 'Role', filter: false },
  meeting_type: { label: 'Kind of meeting', filter: false },
} as const satisfies Readonly<Record<string, Dimension>>;

export type DimensionId = keyof typeof dimensions;

export const dimensionIds = Object.keys(dimensions) as DimensionId[];

/**
 * Characteristics of people: every population figure can be filtered by them, and every mart of people has them
 * (`getvariable('characteristics')`). Where each comes from is said in `data/marts/person_characteristics.sql`.
 */
export const populationDimensions = [
  'custody_level',
  'sex',
  'legal_status',
  'age_group',
  'age_status',
  'race_ethnicity',
  'offense_category',
] as const satisfies readonly DimensionId[];

/**
 * Those that months, and files of the whole agency, tell people apart by. With age and with race and ethnicity a month
 * would have a row for nearly everybody in custody: these are read from days, institution by institution.
 */
export const monthDimensions = [
  'custody_level',
  'sex',
  'legal_status',
  'age_status',
  'offense_category',
] as const satisfies readonly (typeof populationDimensions)[number][];

/** Characteristics of releases, which returns are counted by; those of people are read by `release_groups` in marts. */
export const releaseGroups = [
  'cohort_year',
  'region_id',
  'facility_id',
  'sex',
  'race_ethnicity',
  'age_at_release',
  'risk_level',
  'offense_category',
  'admission_type',
  'release_type',
  'months_served',
  'prior_stays',
  'program_status',
] as const satisfies readonly DimensionId[];

/** What enrollments in programs are counted by; read by `program_groups` in marts. */
export const programGroups = [
  'program_id',
  'program_category',
  'region_id',
  'facility_id',
  'sex',
  'risk_level',
  'offense_category',
] as const satisfies readonly DimensionId[];

/** Characteristics of people that the enrollments carry. */
export const programFilters = ['sex', 'risk_level', 'offense_category'] as const satisfies readonly DimensionId[];

const riskOrder = ['low', 'moderate', 'high'] as const;

/** The order of values that have one besides the alphabet's; others come after. Custody levels have their agency's own. */
export const valueOrders: Partial<Readonly<Record<DimensionId, readonly string[]>>> = {
  age_group: ageBands.map(({ label }) => label),
  age_at_release: ageBands.map(({ label }) => label),
  months_served: monthsServedBands.map(({ label }) => label),
  sentence_length: monthsServedBands.map(({ label }) => label),
  risk_level: riskOrder,
  admission_risk: riskOrder,
};
