import type { Column, ColumnKind, Table } from './column.ts';
import type { contract, TableName } from './contract.ts';

/**
 * What can be true of a row that converts: signs, limits, the order of dates in a row, across a person's rows and
 * across tables, dates that stand for "unknown", copies, totals beside their parts. Every rule says what is done with
 * a row that breaks it. The checks, the glossary, the data page and the report of `check` are read off this list.
 */

/** reject: the row is not loaded. clear: the value counts as not recorded. count: the row is kept, and counted. */
export type Consequence = 'reject' | 'clear' | 'count';

type Rows<Name extends TableName> = Extract<(typeof contract)[number], { name: Name }>['columns'];
type ColumnOf<Name extends TableName> = keyof Rows<Name> & string;
type DateOf<Name extends TableName> = {
  [C in ColumnOf<Name>]: Rows<Name>[C] extends Column<infer Kind extends ColumnKind>
    ? Kind extends 'date' | 'month'
      ? C
      : never
    : never;
}[ColumnOf<Name>];

interface Consequences {
  readonly does: Consequence;
  /** What follows for the figures where the row is kept. */
  readonly follows?: string;
}

/** A number outside its limits; years may end at the as-of date's. */
export interface Limits<C extends string> extends Consequences {
  readonly kind: 'limits';
  readonly column: C;
  readonly least?: number;
  readonly most?: number;
  /** Years after the as-of date's that can still be. */
  readonly yearsAhead?: number;
}

/** Two columns of a row of which the second may not lie before, or below, the first. */
export interface Order<C extends string> extends Consequences {
  readonly kind: 'order';
  readonly earlier: C;
  readonly later: C;
  readonly meaning: string;
  /** How far below is still rounding. */
  readonly tolerance?: number;
}

/** A value that says nothing without another. */
export interface Without<C extends string> extends Consequences {
  readonly kind: 'without';
  readonly column: C;
  readonly other: C;
  readonly meaning: string;
}

/** A recorded day that lies after the as-of date although nobody should lose the row for it. */
export interface Ahead<D extends string> extends Consequences {
  readonly kind: 'ahead';
  readonly column: D;
}

/** A date of a row that lies outside the stay it belongs to. */
export interface WithinStay<D extends string> extends Consequences {
  readonly kind: 'within_stay';
  readonly column: D;
  /** Which side is tried; both without it. A follow-up is the other way round: it comes after the release. */
  readonly side?: 'admission' | 'release' | 'after_release';
}

/** An admission of somebody not yet born, or too young or too old to be true. */
export interface Age<D extends string> extends Consequences {
  readonly kind: 'age';
  readonly column: D;
}

/** An event of a person before any release, or after the person's death. */
export interface AfterRelease<D extends string> extends Consequences {
  readonly kind: 'before_release' | 'after_death';
  readonly column: D;
}

/** Rows with the same values: of every column, or of those that say what the row is of. */
export interface Copies<C extends string> extends Consequences {
  readonly kind: 'copy';
  readonly of: readonly C[] | 'every column';
  /** Copies are taken for such only where this column is filled. */
  readonly where?: C;
}

/** Stays of one person that lie over one another, or are open side by side. */
export interface SideBySide extends Consequences {
  readonly kind: 'open_stays' | 'overlapping_stays' | 'no_institution';
}

/** A few rows years before all others: they do not begin the history. */
export interface Stray<D extends string> extends Consequences {
  readonly kind: 'stray';
  readonly column: D;
}

/** Returns that the stays know and the recorded events do not, or months in which an institution did not count. */
export interface Unrecorded extends Consequences {
  readonly kind: 'unrecorded_returns' | 'uncounted_months';
}

/** Counts that hold the same people twice. */
export interface Totals extends Consequences {
  readonly kind: 'total' | 'larger_total' | 'smaller_total';
}

/** A date that stands for "unknown" or "never". */
export interface Sentinel<D extends string> extends Consequences {
  readonly kind: 'sentinel';
  readonly column: D;
}

/** Numbers of days so small in every row that they may be months or years. */
export interface FewDays<C extends string> extends Consequences {
  readonly kind: 'few_days';
  readonly column: C;
}

/** A day on which far more rows lie than on any other. */
export interface OneDay<D extends string> extends Consequences {
  readonly kind: 'one_day';
  readonly column: D;
}

export type Rule<C extends string = string, D extends string = string> =
  | Limits<C>
  | Order<C>
  | Without<C>
  | Ahead<D>
  | WithinStay<D>
  | Age<D>
  | AfterRelease<D>
  | Copies<C>
  | SideBySide
  | Stray<D>
  | Unrecorded
  | Totals
  | Sentinel<D>
  | OneDay<D>
  | FewDays<C>;

type Rules = { readonly [Name in TableName]: readonly Rule<ColumnOf<Name>, DateOf<Name>>[] };

const outside = (column: string, follows: string) => ({ kind: 'within_stay', column, does: 'count', follows }) as const;
const clipped = 'Only the part inside the stay counts.';
const inFigures = 'It counts on its day.';
const copies = (does: Consequence) =>
  ({
    kind: 'copy',
    of: 'every column',
    does,
    ...(does === 'count' ? { follows: 'Two equal rows can both be true; each counts.' } : {}),
  }) as const;

/** What each table is held to beyond `implied`, which holds every number and date of the contract to something. */
const declared: Rules = {
  agency: [],
  region: [],
  facility: [],
  unit: [],
  staff: [],
  staffing: [],
  person: [
    { kind: 'limits', column: 'birth_year', least: 1901, yearsAhead: 0, does: 'clear' },
    { kind: 'ahead', column: 'birth_date', does: 'clear' },
  ],
  stay: [
    { kind: 'limits', column: 'sentence_months', least: 0, most: 6000, does: 'clear' },
    {
      kind: 'order',
      earlier: 'admission_date',
      later: 'projected_release_date',
      meaning: 'The projected release lies before the admission.',
      does: 'clear',
    },
    {
      kind: 'order',
      earlier: 'sentenced_date',
      later: 'release_date',
      meaning: 'The person was sentenced after the release.',
      does: 'count',
      follows: 'The stay counts as not sentenced while it lasted.',
    },
    {
      kind: 'without',
      column: 'release_type',
      other: 'release_date',
      meaning: 'A stay has a type of release and no day of release.',
      does: 'count',
      follows: 'The person counts as still in custody.',
    },
    { kind: 'stray', column: 'release_date', does: 'count', follows: 'They do not begin the history.' },
    { kind: 'age', column: 'admission_date', does: 'count', follows: 'The age at release counts as not recorded.' },
    { kind: 'open_stays', does: 'count', follows: 'The person counts once, where the latest of them is.' },
    {
      kind: 'overlapping_stays',
      does: 'count',
      follows: 'A night counts once, where the stay that began last is; leaving one of them is no release.',
    },
    {
      kind: 'no_institution',
      does: 'count',
      follows: 'They are in the figures of the agency, under “Not recorded”, and in those of no institution.',
    },
  ],
  placement: [outside('start_date', clipped), { ...outside('end_date', clipped), side: 'release' }],
  assignment: [outside('start_date', clipped), { ...outside('end_date', clipped), side: 'release' }],
  clock_stop: [outside('start_date', 'It moves deadlines all the same.')],
  designation: [{ ...copies('reject'), where: 'stay_id' }],
  population_count: [
    {
      kind: 'copy',
      of: ['count_date', 'facility_id', 'region_id', 'sex', 'custody_level', 'offense_category'],
      does: 'reject',
    },
    { kind: 'total', does: 'reject' },
    { kind: 'stray', column: 'count_date', does: 'count', follows: 'They do not begin the history.' },
    {
      kind: 'uncounted_months',
      does: 'count',
      follows: 'The sums of the agency and its regions leave them out and say so; a month without a count is not zero.',
    },
    {
      kind: 'larger_total',
      does: 'count',
      follows: 'It counts for the people its parts leave, as “Not recorded”.',
    },
    {
      kind: 'smaller_total',
      does: 'count',
      follows: 'It counts as people of no recorded institution, beside the others.',
    },
  ],
  task: [{ ...outside('completed_date', inFigures), side: 'admission' }],
  task_time: [{ kind: 'limits', column: 'minutes', least: 0, most: 6000, does: 'reject' }],
  assessment: [copies('reject'), outside('assessed_date', inFigures)],
  need: [copies('reject'), outside('assessed_date', inFigures)],
  plan_goal: [
    copies('count'),
    outside('set_date', inFigures),
    {
      kind: 'order',
      earlier: 'set_date',
      later: 'target_date',
      meaning: 'The goal should be met before it was set.',
      does: 'count',
      follows: inFigures,
    },
  ],
  classification: [copies('reject'), outside('recommended_date', inFigures)],
  contact: [copies('count'), { ...outside('contact_date', inFigures), side: 'admission' }],
  corrective_action: [],
  quality_check: [
    copies('count'),
    {
      kind: 'order',
      earlier: 'items_returned',
      later: 'items_checked',
      meaning: 'More items were sent back than looked at.',
      does: 'count',
      follows: 'All that were looked at count as sent back.',
    },
    {
      kind: 'order',
      earlier: 'checked_date',
      later: 'closed_date',
      meaning: 'The finding was closed before it was made.',
      does: 'count',
      follows: 'It counts as closed on that day.',
    },
  ],
  training: [copies('count')],
  incident: [copies('count'), outside('incident_date', inFigures)],
  performance_note: [
    copies('reject'),
    {
      kind: 'limits',
      column: 'element',
      least: 2,
      most: 4,
      does: 'count',
      follows: 'It counts under no element of the performance plan.',
    },
  ],
  program: [],
  program_seat: [],
  enrollment: [
    { ...outside('start_date', inFigures), side: 'admission' },
    {
      kind: 'order',
      earlier: 'sessions_attended',
      later: 'sessions_offered',
      meaning: 'More sessions were attended than offered.',
      does: 'count',
      follows: 'Both count as they are.',
    },
  ],
  release_readiness: [copies('reject'), outside('checked_date', 'It prepares no release.')],
  follow_up: [
    { kind: 'limits', column: 'day', least: 1, most: 3660, does: 'reject' },
    {
      kind: 'within_stay',
      column: 'reached_date',
      side: 'after_release',
      does: 'count',
      follows: 'It counts as reached on that day.',
    },
  ],
  outcome_event: [
    copies('reject'),
    {
      kind: 'before_release',
      column: 'event_date',
      does: 'count',
      follows: 'It follows no release and is in no figure.',
    },
    {
      kind: 'unrecorded_returns',
      does: 'count',
      follows: 'Both count: a recorded return and an admission close to it are one.',
    },
    { kind: 'after_death', column: 'event_date', does: 'count', follows: 'What came first counts.' },
  ],
  release_cohort: [
    { kind: 'limits', column: 'cohort_year', least: 1901, yearsAhead: 1, does: 'reject' },
    { kind: 'limits', column: 'days_followed', least: 0, most: 36_525, does: 'reject' },
    {
      kind: 'without',
      column: 'days_to_event',
      other: 'event_type',
      meaning: 'A row has days to an event and no event.',
      does: 'clear',
    },
    {
      kind: 'without',
      column: 'event_type',
      other: 'days_to_event',
      meaning: 'A row has an event and no days to it.',
      does: 'count',
      follows: 'It counts at the end of the follow-up, and rates before that are not given.',
    },
    {
      kind: 'few_days',
      column: 'days_followed',
      does: 'count',
      follows: 'No rate at a year is given. Months and years are turned into days in the SELECT.',
    },
    { kind: 'limits', column: 'days_to_event', least: 0, does: 'reject' },
    {
      kind: 'order',
      earlier: 'days_to_event',
      later: 'days_followed',
      meaning: 'The event lies after the end of the follow-up.',
      tolerance: 1,
      does: 'reject',
    },
    { kind: 'limits', column: 'age_at_release', least: 0, most: 120, does: 'clear' },
    { kind: 'limits', column: 'months_served', least: 0, most: 1200, does: 'clear' },
    { kind: 'limits', column: 'prior_stays', least: 0, most: 200, does: 'clear' },
  ],
  financial_responsibility: [],
  release_cost: [
    copies('count'),
    { kind: 'limits', column: 'amount', least: 0, does: 'count', follows: 'It counts as money that came back.' },
  ],
  release_budget: [{ kind: 'limits', column: 'fiscal_year', least: 1901, yearsAhead: 10, does: 'reject' }],
  meeting: [copies('reject')],
};

/** Years up to the first, and from the second on, are no years of living people's records; and some days by habit. */
export const sentinelYears = { upTo: 1900, from: 2199 } as const;
export const sentinelDays = ['2099-12-31', '2100-01-01'] as const;

/** Rows of one day that are too many to be chance: at least so many, such a share, and so often the next day's. */
export const oneDay = { rows: 30, share: 0.1, timesNext: 5 } as const;

/** Where at least so many rows all lie at or below so many days, they may be no days: ten years are 120 months. */
export const fewDays = { rows: 20, most: 120 } as const;

/** Ages at admission that can be true, in years. */
export const plausibleAges = { least: 10, most: 110 } as const;

/** What holds for every number and date without being said: no sentinel, nothing below 0, no day with most rows. */
function implied(table: Table): Rule[] {
  const said = new Set(
    declared[table.name as TableName].flatMap((rule) => (rule.kind === 'limits' ? [rule.column as string] : [])),
  );
  const rules: Rule[] = [];
  for (const [column, { kind, required, planned }] of Object.entries(table.columns)) {
    const does = required ? 'reject' : 'clear';
    if (kind === 'date' || kind === 'month') rules.push({ kind: 'sentinel', column, does });
    if ((kind === 'integer' || kind === 'decimal') && !said.has(column))
      rules.push({ kind: 'limits', column, least: 0, does });
    if (kind === 'date' && !planned && table.group !== 'Who and where' && table.name !== 'population_count')
      rules.push({ kind: 'one_day', column, does: 'count' });
  }
  return rules;
}

/** Every rule of a table, values that are set aside first: what is left is judged. */
export function plausibilityOf(table: Table): readonly Rule[] {
  const rules: readonly Rule[] = [...implied(table), ...declared[table.name as TableName]];
  const turn: Record<Consequence, number> = { clear: 0, reject: 1, count: 2 };
  return rules.toSorted((a, b) => turn[a.does] - turn[b.does]);
}

/** The column a rule is reported under; null where it is about whole rows. */
export function columnOf(rule: Rule): string | null {
  if (rule.kind === 'order') return rule.tolerance === undefined ? rule.later : rule.earlier;
  return 'column' in rule ? rule.column : null;
}

/** Columns and tables a rule needs to be tried at all. */
export function needsOf(rule: Rule): { columns: readonly string[]; tables: readonly TableName[] } {
  switch (rule.kind) {
    case 'order':
      return { columns: [rule.earlier, rule.later], tables: [] };
    case 'without':
      return { columns: [rule.column, rule.other], tables: [] };
    case 'within_stay':
      return { columns: [rule.column], tables: ['stay'] };
    case 'age':
      return { columns: [rule.column], tables: ['person'] };
    case 'before_release':
      return { columns: [rule.column], tables: ['stay'] };
    case 'no_institution':
      return { columns: [], tables: ['placement'] };
    case 'unrecorded_returns':
      return { columns: [], tables: ['stay'] };
    case 'copy':
      return { columns: rule.where === undefined ? [] : [rule.where], tables: [] };
    case 'limits':
    case 'ahead':
    case 'after_death':
    case 'sentinel':
    case 'one_day':
    case 'few_days':
    case 'stray':
      return { columns: [rule.column], tables: [] };
    default:
      return { columns: [], tables: [] };
  }
}

/** What the rule looks for, as a sentence. */
function findingOf(rule: Rule): string {
  switch (rule.kind) {
    case 'limits': {
      const most = rule.yearsAhead === undefined ? rule.most : yearsAheadText(rule.yearsAhead);
      if (most === undefined) return `The number is below ${rule.least}.`;
      return `The number is below ${rule.least} or above ${most}.`;
    }
    case 'order':
    case 'without':
      return rule.meaning;
    case 'ahead':
      return 'The date lies after the as-of date.';
    case 'within_stay':
      if (rule.side === 'after_release') return 'The stay has no release, or the date lies before it.';
      if (rule.side === 'admission') return 'The date lies before the admission of its stay.';
      if (rule.side === 'release') return 'The date lies after the release of its stay.';
      return 'The date lies outside its stay.';
    case 'age':
      return `The person was not born, under ${plausibleAges.least} or over ${plausibleAges.most} years old on the day of admission.`;
    case 'before_release':
      return 'The event lies before any release of the person.';
    case 'after_death':
      return 'The event lies after the person’s death.';
    case 'copy':
      return rule.of === 'every column'
        ? 'Every column of the row has the values of an earlier row.'
        : `The row is of the same ${rule.of.join(', ')} as an earlier one; the first was kept. Counts of parts are added up in the SELECT.`;
    case 'open_stays':
      return 'The person has more than one stay without a release.';
    case 'overlapping_stays':
      return 'The stay overlaps an earlier one of the same person.';
    case 'no_institution':
      return 'The person is in custody on the as-of date and no placement says where.';
    case 'stray':
      return 'A few rows lie years before all others.';
    case 'unrecorded_returns':
      return 'Stays that begin after a release to the community and are no transfer in have no return among the outcome events.';
    case 'uncounted_months':
      return 'An institution has no count in a month between its first and its last.';
    case 'total':
      return 'The count is the total of counts that stand beside it.';
    case 'larger_total':
      return 'The count of the whole agency or region is larger than the counts of its parts on that day.';
    case 'smaller_total':
      return 'The count has no institution and is smaller than those of the institutions beside it.';
    case 'sentinel':
      return `The date stands for “unknown” or “never” (up to ${sentinelYears.upTo}, from ${sentinelYears.from} on, or ${sentinelDays.join(', ')}).`;
    case 'few_days':
      return `No row has more than ${fewDays.most} days: they may be months or years.`;
    case 'one_day':
      return `One day has at least ${100 * oneDay.share} % of the rows, and ${oneDay.timesNext} times those of any other.`;
  }
}

function yearsAheadText(years: number): string {
  return years === 0 ? 'the year of the as-of date' : `the year of the as-of date and ${years} more`;
}

/** What was found, and what follows where the row is kept. */
export function sentenceOf(rule: Rule): string {
  return rule.follows === undefined ? findingOf(rule) : `${findingOf(rule)} ${rule.follows}`;
}

export const consequenceText: Record<Consequence, string> = {
  reject: 'Row not loaded',
  clear: 'Value left empty',
  count: 'Row kept and counted',
};
