import type { QuestionId, RowOf } from '../questions/index.ts';
import type { ExpectedOutcome } from '../questions/expected.ts';
import type { Filters } from '../questions/question.ts';

/** A column of a row, or columns added up; a name after `-` is taken away. */
export type ColumnSum = string | readonly string[];

/**
 * How the single figure of a measure is read from the rows of its question. Matrix, trend, comparison, packet and
 * tests read it through this, so that none of them can read it in another way.
 */
interface FigureParts<Id extends QuestionId> {
  /** What the figure is, where the measure holds several: 'Reached 90 days after release'. */
  readonly label?: string;
  /**
   * `share`: part of whole, of things that each count or do not (Wilson, binomial limits). `rate`: events per hundred
   * of an exposure (exact Poisson). `ratio`: a quotient of amounts, which has no interval of counts. `number`: a plain
   * count, average or median. `expected`: events as a multiple of those expected for the mix of people.
   */
  readonly kind: 'share' | 'rate' | 'ratio' | 'number' | 'expected';
  /** The measure's own question; another one where that is a list. */
  readonly question: Id;
  /** Parameters of the question, and filters, where it is not asked without any. */
  readonly params?: Readonly<Record<string, string>>;
  readonly filters?: Filters;
  /** The rows read, by the value of a column; all of the group without it, added up. */
  readonly rows?: Readonly<Record<string, string | number>>;
  /** Numerator; of a `number` with a `value`, what was done of `whole`. */
  readonly part?: ColumnSum;
  readonly whole?: ColumnSum;
  /** The figure itself, where it is not made of part and whole. */
  readonly value?: ColumnSum;
  /** Limits of `value`, where the question has made them. */
  readonly lower?: ColumnSum;
  readonly upper?: ColumnSum;
  /** Smallest place it is told apart by: what the question can be grouped by, down to here. */
  readonly finest: 'institution' | 'unit' | 'staff';
  /** Decimals a `number` is written with; none without it. */
  readonly decimals?: number;
  /** Unit after a `number`: 'days'. */
  readonly noun?: string;
  /** A `number` of more or fewer, written with its sign. */
  readonly signed?: true;
  /** Part and whole are amounts of money. */
  readonly money?: true;
  /** Said where there was nothing to count. */
  readonly none?: string;
  /** A place without a row had none, which is a zero; without it, there is no figure. */
  readonly zero?: true;
  /** Of the as-of date, or of all years followed long enough, whatever the period; without it, of the period. */
  readonly at?: 'as-of' | 'cohorts';
  /** Whether rows carry the expectation that cases of the same kind give (`expected`, `variance`, …). */
  readonly adjusted?: true;
}

/** Where its months come from, or why only whole periods are known. */
type MonthsOrNot =
  | { readonly months: MonthsSpec; readonly noMonths?: undefined }
  | { readonly months?: undefined; readonly noMonths: string };

export type FigureSpec<Id extends QuestionId = QuestionId> = FigureParts<Id> & MonthsOrNot;

export interface MonthsSpec {
  readonly question?: QuestionId;
  readonly params?: Readonly<Record<string, string>>;
  /** Figure of one month, where its columns have other names. */
  readonly part?: ColumnSum;
  readonly whole?: ColumnSum;
  readonly value?: ColumnSum;
  /**
   * How months make a longer stretch: added up; an average weighted by `days`; the last month with a record. `none`:
   * only months are shown, as a quarter is not made of them.
   */
  readonly into: 'sum' | 'days' | 'last' | 'none';
  /** Too few of one institution in a month: points are quarters or fiscal years. */
  readonly atLeast?: 'quarter';
}

/** Columns of a question's rows that hold numbers. */
type NumberColumn<Id extends QuestionId> = {
  [Name in keyof RowOf<Id> & string]: RowOf<Id>[Name] extends number | null ? Name : never;
}[keyof RowOf<Id> & string];

type SumOf<Id extends QuestionId> =
  NumberColumn<Id> | `-${NumberColumn<Id>}` | readonly (NumberColumn<Id> | `-${NumberColumn<Id>}`)[];

type Columns = 'part' | 'whole' | 'value';

/** A figure whose columns the compiler finds in the rows of its question. */
export function figure<const Id extends QuestionId>(
  spec: Omit<FigureParts<Id>, Columns> & { readonly [Column in Columns]?: SumOf<Id> } & MonthsOrNot,
): FigureSpec<Id> {
  return spec as FigureSpec<Id>;
}

type Further = Partial<Omit<FigureParts<QuestionId>, Columns | 'question' | 'kind'>> & Partial<MonthsSpecOrNot>;
type MonthsSpecOrNot = { readonly months: MonthsSpec; readonly noMonths: string };

/** Months of the question itself. */
export const byGrain: MonthsSpec = { params: { grain: 'month' }, into: 'sum' };

/** The same, put together: months of one institution would show chance. */
export const byQuarter: MonthsSpec = { ...byGrain, atLeast: 'quarter' };

/** A part of a whole, told apart down to case managers and months unless said otherwise. */
export function share<const Id extends QuestionId>(
  question: Id,
  part: SumOf<Id>,
  whole: SumOf<Id>,
  { months, noMonths, ...further }: Further = {},
): FigureSpec<Id> {
  const known = {
    kind: 'share',
    question,
    part: part as ColumnSum,
    whole: whole as ColumnSum,
    finest: 'staff',
  } as const;
  return noMonths === undefined
    ? { ...known, ...further, months: months ?? byGrain }
    : { ...known, ...further, noMonths };
}

/** The median of days to something, with how many of those begun are done. */
export function medianDays<const Id extends QuestionId>(
  question: Id,
  { noMonths, ...further }: Omit<Further, 'months' | 'noMonths'> & { readonly noMonths: string },
): FigureSpec<Id> {
  const columns = { value: 'median_days', part: 'done', whole: 'began' } as const;
  return { kind: 'number', question, ...columns, finest: 'staff', noun: 'days', ...further, noMonths };
}

/** Outcomes of places as a multiple of those expected for their mix: rows of `expectedQuestion`. */
export function expectedFigure<const Id extends QuestionId>(
  question: RowOf<Id> extends ExpectedOutcome ? Id : never,
  further: Pick<FigureParts<Id>, 'at' | 'none'>,
  noMonths: string,
): FigureSpec<Id> {
  const columns = { part: 'events', whole: 'expected', value: 'ratio', lower: 'lower', upper: 'upper' } as const;
  return { kind: 'expected', question, ...columns, decimals: 2, finest: 'institution', ...further, noMonths };
}

/** Whether figures of a kind have limits of chance. */
export function hasLimits({ kind }: Pick<FigureSpec, 'kind'>): boolean {
  return kind === 'share' || kind === 'rate' || kind === 'expected';
}

/** Work done on time of what was due; of one kind of task where it is named. */
export function dueShare(type?: string): FigureSpec<'casework/timeliness'> {
  const params = type === undefined ? {} : { params: { type } };
  return {
    question: 'casework/timeliness',
    kind: 'share',
    part: 'on_time',
    whole: 'due',
    finest: 'staff',
    adjusted: true,
    none: 'none were due',
    ...params,
    months: { question: 'casework/timeliness-monthly', into: 'sum', ...params },
  };
}
