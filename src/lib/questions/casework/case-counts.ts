import { enoughForRate } from '../../format/rate.ts';
import { ascending } from 'd3-array';
import { wilsonRate } from '../../analysis/proportion.ts';
import { addDays, daysBetween, firstOfMonth, type IsoDate } from '../../calendar/date.ts';
import { effectiveEnd } from '../../calendar/period.ts';
import type { MartPart, RawRow } from '../../engine/engine.ts';
import type { DimensionId } from '../dimensions.ts';
import { agencyPart, compareGroups, facilityParts, type Window } from '../population/stock-sql.ts';
import type { AnswerColumn, Parameter, Question, Request } from '../question.ts';
import { question } from '../question.ts';
import type { Scope } from '../scope.ts';
import { and, chosenRows, raw, grouped, sql, statement, type Sql } from '../sql.ts';

/** What the questions about casework share: where and whose, which days, and how counts become rates. */
export const caseGroups = ['region_id', 'facility_id', 'unit_id', 'staff_id'] as const satisfies readonly DimensionId[];

/** Groupings of what belongs to no case manager. */
export const placeGroups = ['region_id', 'facility_id'] as const satisfies readonly DimensionId[];
export const placeScopes = ['agency', 'region', 'facility'] as const satisfies readonly Scope['kind'][];

export const groupColumn: AnswerColumn = {
  name: 'group',
  kind: 'text',
  meaning: 'Value of the grouped column; null where it was not recorded, or nobody was assigned',
};

export const monthColumn: AnswerColumn = {
  name: 'month',
  kind: 'month',
  meaning: 'First day of the month; null for the whole period',
};

export const grainParameter: Parameter = {
  name: 'grain',
  kind: 'choice',
  choices: ['month'],
  meaning: 'A row for every month of the period with something to count (default: one for the whole period)',
};

/** A share with its limits, null where there are too few to make one of. */
export interface Rated {
  rate: number | null;
  lower: number | null;
  upper: number | null;
}

/** The share `part` of `whole` with its Wilson limits; all null below the fewest for which a rate is shown. */
export function rated(part: number, whole: number, request: Request): Rated {
  if (!enoughForRate(whole, request.dataset.settings.minimum_for_rate)) return { rate: null, lower: null, upper: null };
  return wilsonRate(part, whole);
}

export function ratedColumns(meaning: string): AnswerColumn[] {
  return [
    { name: 'rate', kind: 'share', meaning: `${meaning}; null where there are too few for a rate` },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (Wilson)' },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (Wilson)' },
  ];
}

/**
 * The days of the period, up to the as-of date. What staff do (training, checks, meetings) is known whether or not
 * everybody in custody is in the extract, so unlike what is counted on stays it is not cut at the start of the history.
 */
export function eventWindow(request: Request): Window {
  const { from } = request.period;
  const to = effectiveEnd(request.period, request.dataset.as_of);
  return { from, to, days: from < to ? daysBetween(from, to) : 0 };
}

/**
 * The mart that answers: `<mart>_month`, which holds the same columns by institution and month, for whole months of
 * whole institutions, else the one with days, units and case managers.
 */
export function caseMart(mart: string, window: Window, request: Request): { name: string; parts: MartPart[] } {
  const fine: readonly string[] = ['unit_id', 'staff_id'];
  const whole =
    (placeScopes as readonly string[]).includes(request.scope.kind) &&
    !fine.includes(request.by ?? '') &&
    !request.each &&
    Object.keys(request.filters).every((id) => !fine.includes(id)) &&
    window.from === firstOfMonth(window.from) &&
    (window.to === firstOfMonth(window.to) || window.to === addDays(request.dataset.as_of, 1));
  const monthly = `${mart}_month`;
  return whole ? { name: monthly, parts: agencyPart(monthly) } : { name: mart, parts: facilityParts(mart, request) };
}

/** The rows dated inside the window. */
export function within(date: string, { from, to }: Window): Sql {
  return sql`${raw(date)} >= CAST(${from} AS DATE) AND ${raw(date)} < CAST(${to} AS DATE)`;
}

/** The month of a date as text, or null when the whole period is one row. */
export function monthOf(date: string, request: Request): Sql {
  // Not date_trunc: grouped by it, a column with missing dates fails in DuckDB 1.4.
  return raw(request.params.grain === 'month' ? `strftime(${date}, '%Y-%m-01')` : 'CAST(NULL AS VARCHAR)');
}

export interface Grouped {
  month: IsoDate | null;
  group: string | null;
}

/**
 * Rows of an answer in order of month and group. Nothing at all is one row of zeros when nothing is grouped, so that
 * "none were due" can be said; outside the days the data cover it is no row.
 */
export function groupedRows<Row extends Grouped>(
  found: readonly RawRow[],
  { days }: Window,
  request: Request,
  toRow: (row: RawRow) => Row,
): Row[] {
  if (days === 0) return [];
  const compare = compareGroups(request);
  const empty = found.length === 0 && request.by === null && request.params.grain !== 'month';
  return (empty ? [{ month: null, group: null }] : found)
    .map(toRow)
    .sort((a, b) => ascending(a.month ?? '', b.month ?? '') || compare(a.group, b.group));
}

/** The month and group of a raw row. */
export function groupedOf(row: RawRow): Grouped {
  return { month: (row.month ?? null) as IsoDate | null, group: (row.group ?? null) as string | null };
}

interface Count {
  /** Column added up; `where` keeps some of the rows. */
  of: string;
  where?: string;
  meaning: string;
}

/** A question that adds up counts by group and shows one of them as a share of another. */
export interface CountedShare<Name extends string, Id extends string = string> {
  id: Id;
  title: string;
  description: string;
  mart: string;
  /** `cases`: by institution, with a mart by institution and month beside it. `agency`: one file, no case managers. */
  part: 'cases' | 'agency';
  /** Date column that says which period a row belongs to. */
  date: string;
  /** Which days count: those of the history of stays, or all. */
  window: (request: Request) => Window;
  counts: Readonly<Record<Name, Count>>;
  share: { part: NoInfer<Name>; whole: NoInfer<Name>; meaning: string };
  by: readonly DimensionId[];
  scopes?: readonly Scope['kind'][];
  parameters?: readonly Parameter[];
  /** Further rows to keep. */
  where?: (request: Request) => Sql;
  /** Rows of the mart have a subject, by which they can be told apart (`--per subject`). */
  bySubject?: true;
}

export type CountedRow<Name extends string> = Grouped &
  Record<Name, number> &
  Rated & {
    /** Where the rows are told apart by it. */
    subject?: string | null;
  };

const perParameter: Parameter = {
  name: 'per',
  kind: 'choice',
  choices: ['subject'],
  meaning: 'One row for each subject; without it, all together',
};
const isPerSubject = ({ params }: Request) => params.per === 'subject';

/** A question made of counts, with what it was made from: its rows are told from the same. */
export type CountedQuestion<Name extends string, Id extends string> = Question<CountedRow<Name>, Id> & {
  readonly counted: CountedShare<Name, Id>;
};

export function countedShare<const Id extends string, const Name extends string>(
  definition: CountedShare<Name, Id>,
): CountedQuestion<Name, Id> {
  const { id, title, description, mart, part, date, window, counts, share, by, scopes, parameters = [] } = definition;
  const names = Object.keys(counts) as Name[];
  const martOf = (request: Request) =>
    part === 'cases' ? caseMart(mart, window(request), request) : { name: mart, parts: agencyPart(mart) };
  const summed = names.map((name) => `${addedUp(counts[name])} AS ${name}`).join(',\n        ');
  const asked = question({
    id,
    title,
    description,
    columns: [
      monthColumn,
      groupColumn,
      ...(definition.bySubject
        ? [{ name: 'subject', kind: 'text' as const, meaning: 'Subject, as recorded; of all together, none' }]
        : []),
      ...names.map((name) => ({ name, kind: 'count' as const, meaning: counts[name].meaning })),
      ...ratedColumns(share.meaning),
    ],
    parameters: [...parameters, grainParameter, ...(definition.bySubject ? [perParameter] : [])],
    by,
    ...(scopes ? { scopes } : {}),
    eachUnit: !scopes || scopes.includes('unit'),
    needs: (request) => martOf(request).parts,
    statements: (request) => [
      statement(sql`
        SELECT ${monthOf(date, request)} AS month, ${grouped(request)},
          ${raw(`${isPerSubject(request) ? 'subject, ' : ''}${summed}`)}
        FROM ${raw(martOf(request).name)}
        WHERE ${within(date, window(request))} AND ${and(chosenRows(request, by), definition.where?.(request) ?? raw('true'))}
        GROUP BY ALL`),
    ],
    rows: ([found = []], request): CountedRow<Name>[] =>
      groupedRows(definition.bySubject ? bySubject(found) : found, window(request), request, (row) => {
        const counted = Object.fromEntries(names.map((name) => [name, Number(row[name] ?? 0)])) as Record<Name, number>;
        return {
          ...groupedOf(row),
          ...(definition.bySubject ? { subject: (row.subject ?? null) as string | null } : {}),
          ...counted,
          ...rated(counted[share.part], counted[share.whole], request),
        };
      }),
  });
  return { ...asked, counted: definition };
}

/** Rows in the order of their subjects, which the engine gives in none. */
function bySubject(found: readonly RawRow[]): RawRow[] {
  return found.toSorted((a, b) => ascending(String(a.subject ?? ''), String(b.subject ?? '')));
}

/** What one row of the mart adds to a count. */
export function conditionOf({ of, where }: Count): string {
  return where === undefined ? `CAST(${of} AS INTEGER)` : `CASE WHEN ${where} THEN CAST(${of} AS INTEGER) ELSE 0 END`;
}

function addedUp({ of, where }: Count): string {
  return `CAST(coalesce(sum(${of})${where ? ` FILTER (WHERE ${where})` : ''}, 0) AS INTEGER)`;
}
