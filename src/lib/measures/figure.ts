import type { QuestionId } from '../questions/index.ts';
import type { Filters } from '../questions/question.ts';

/** A column of a row, or columns added up; a name after `-` is taken away. */
export type ColumnSum = string | readonly string[];

/**
 * How the single figure of a measure is read from the rows of its question. Matrix, trend, comparison, packet and
 * tests read it through this, so that none of them can read it in another way.
 */
export interface FigureSpec {
  /** What the figure is, where the measure holds several: 'Reached 90 days after release'. */
  readonly label?: string;
  /**
   * `share`: part of whole, of things that each count or do not (Wilson, binomial limits). `rate`: events per hundred
   * of an exposure (exact Poisson). `ratio`: a quotient of amounts, which has no interval of counts. `number`: a plain
   * count, average or median.
   */
  readonly kind: 'share' | 'rate' | 'ratio' | 'number';
  /** The measure's own question; another one where that is a list. */
  readonly question: QuestionId;
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
  /** Where its months come from; absent where only a whole period is known. */
  readonly months?: MonthsSpec;
}

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
}
