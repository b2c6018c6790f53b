import { ageBands, monthsServedBands } from './bands.ts';

/**
 * What figures can be grouped and filtered by. A dimension is a column that carries the same name in every mart
 * that has it.
 */
export interface Dimension {
  readonly id: DimensionId;
  readonly label: string;
  /** Offered as a filter on pages. */
  readonly filter: boolean;
}

export const dimensionIds = [
  'region_id',
  'facility_id',
  'unit_id',
  'staff_id',
  'custody_level',
  'sex',
  'legal_status',
  'age_status',
  'offense_category',
  'admission_type',
  'release_type',
  'risk_level',
  'race_ethnicity',
  'age_at_release',
  'months_served',
  'prior_stays',
  'admission_risk',
  'sentence_length',
  'cohort_year',
  'event_type',
  'program_status',
  'program_id',
  'program_category',
  'task_type',
  'contact_type',
  'case_model',
  'domain',
  'check_source',
  'months_to_release',
  'element',
  'role',
  'meeting_type',
] as const;

export type DimensionId = (typeof dimensionIds)[number];

export const dimensions: Readonly<Record<DimensionId, Dimension>> = {
  region_id: { id: 'region_id', label: 'Region', filter: false },
  facility_id: { id: 'facility_id', label: 'Institution', filter: false },
  unit_id: { id: 'unit_id', label: 'Unit', filter: false },
  staff_id: { id: 'staff_id', label: 'Case manager', filter: false },
  custody_level: { id: 'custody_level', label: 'Custody level', filter: true },
  sex: { id: 'sex', label: 'Sex', filter: true },
  legal_status: { id: 'legal_status', label: 'Legal status', filter: true },
  age_status: { id: 'age_status', label: 'Adult or juvenile', filter: true },
  offense_category: { id: 'offense_category', label: 'Most serious offense', filter: true },
  admission_type: { id: 'admission_type', label: 'Admission type', filter: true },
  release_type: { id: 'release_type', label: 'Release type', filter: true },
  risk_level: { id: 'risk_level', label: 'Risk level', filter: true },
  race_ethnicity: { id: 'race_ethnicity', label: 'Race and ethnicity', filter: true },
  age_at_release: { id: 'age_at_release', label: 'Age at release', filter: true },
  months_served: { id: 'months_served', label: 'Months served', filter: true },
  prior_stays: { id: 'prior_stays', label: 'Earlier stays', filter: true },
  admission_risk: { id: 'admission_risk', label: 'Risk at admission', filter: false },
  sentence_length: { id: 'sentence_length', label: 'Months of the sentence', filter: false },
  cohort_year: { id: 'cohort_year', label: 'Year of release', filter: false },
  program_status: { id: 'program_status', label: 'Program participation', filter: true },
  event_type: { id: 'event_type', label: 'Event', filter: false },
  program_id: { id: 'program_id', label: 'Program', filter: false },
  program_category: { id: 'program_category', label: 'Kind of program', filter: false },
  task_type: { id: 'task_type', label: 'Kind of task', filter: false },
  contact_type: { id: 'contact_type', label: 'Kind of contact', filter: false },
  case_model: { id: 'case_model', label: 'Model of case management', filter: false },
  domain: { id: 'domain', label: 'Domain of need', filter: false },
  check_source: { id: 'check_source', label: 'Kind of check', filter: false },
  months_to_release: { id: 'months_to_release', label: 'Months to release', filter: false },
  element: { id: 'element', label: 'Element', filter: false },
  role: { id: 'role', label: 'Role', filter: false },
  meeting_type: { id: 'meeting_type', label: 'Kind of meeting', filter: false },
};

/** Dimensions every population figure can be filtered by. */
export const populationDimensions = [
  'custody_level',
  'sex',
  'legal_status',
  'age_status',
  'offense_category',
] as const satisfies readonly DimensionId[];

/** Characteristics of releases, which returns are counted by. */
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

/** What enrollments in programs are counted by. */
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
  age_at_release: ageBands.map(({ label }) => label),
  months_served: monthsServedBands.map(({ label }) => label),
  sentence_length: monthsServedBands.map(({ label }) => label),
  risk_level: riskOrder,
  admission_risk: riskOrder,
};
