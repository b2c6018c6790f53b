import { dimensionIds, type DimensionId } from './dimensions.ts';
import { agencyPart } from './population.ts';
import type { AnswerColumn, Parameter, Request } from './question.ts';
import type { Scope } from './scope.ts';
import { and, column, inScope, kept, sql, type Sql } from './sql.ts';

/**
 * What the three questions about returns share: which releases, which event, which follow-up.
 * The event is a parameter; "any" is the first event of whatever kind the file records.
 */
export const releaseGroups = [
  'cohort_year',
  'region_id',
  'facility_id',
  'sex',
  'race_ethnicity',
  'age_at_release',
  'risk_level',
  'offense_category',
  'release_type',
  'program_status',
] as const satisfies readonly DimensionId[];

/** Returns belong to the institution a person was released from; no unit, and no case manager, answers for them. */
export const releaseScopes = ['agency', 'region', 'facility'] as const satisfies readonly Scope['kind'][];

export const releaseParameters: readonly Parameter[] = [
  { name: 'event', kind: 'text', meaning: 'Event counted: any (default), return, or an event as recorded' },
  {
    name: 'unit',
    kind: 'choice',
    choices: ['person', 'release'],
    meaning: 'First release of a person in the cohort (default), or every release',
  },
  {
    name: 'cohort',
    kind: 'years',
    meaning: 'Year of release, or first..last; default: every cohort with complete follow-up',
  },
];

export const groupColumn: AnswerColumn = {
  name: 'group',
  kind: 'text',
  meaning: 'Value of the grouped column; null where it was not recorded',
};

/** Whether a recorded event is the one asked about; false, never null, where no event was seen. */
export function isEvent(request: Request): Sql {
  const event = String(request.params.event ?? 'any');
  if (event === 'any') return column('event_type IS NOT NULL');
  if (event === 'return') return column("coalesce(event_type LIKE 'return%', false)");
  return sql`coalesce(event_type = ${event}, false)`;
}

/** Whether the data record such an event at all: 0 of n may only be said of an event that somebody looked for. */
export function isRecorded(request: Request): Sql {
  const event = String(request.params.event ?? 'any');
  if (event === 'any' || event === 'return') return column('true');
  return sql`EXISTS (SELECT 1 FROM release WHERE event_type = ${event})`;
}

/** The releases a request is about. */
export function releases(request: Request): Sql {
  const conditions = [
    inScope(request),
    kept(
      request.filters,
      dimensionIds.filter((id) => (releaseGroups as readonly string[]).includes(id)),
    ),
  ];
  if ((request.params.unit ?? 'person') === 'person') conditions.push(column('first_in_cohort'));
  const cohort = request.params.cohort;
  if (cohort !== undefined && cohort !== '') {
    const [first, last] = String(cohort).split('..');
    conditions.push(sql`cohort_year BETWEEN ${Number(first)} AND ${Number(last ?? first)}`);
  }
  return and(...conditions);
}

/**
 * Days until a return is sure to be in the records. A research file comes with its follow-up stated and has none.
 */
export function recordLag(request: Request): number {
  const ready = request.dataset.tables.some((table) => table.name === 'release_cohort' && table.supplied);
  const fromStays = request.dataset.tables.some((table) => table.name === 'stay' && table.supplied);
  return ready && !fromStays ? 0 : request.dataset.settings.record_lag_days;
}

export const releaseParts = () => agencyPart('release');
