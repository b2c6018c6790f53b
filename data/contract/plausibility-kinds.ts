import type { Column, ColumnKind } from './column.ts';
import type { contract, TableName } from './contract.ts';

/** The kinds of rules of plausibility, each typed by the columns of the table it is about. */

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

/** Ends that are the last day that counts, where the contract asks for the first that no longer does. */
export interface LastDay<D extends string> extends Consequences {
  readonly kind: 'last_day';
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
  | LastDay<D>
  | FewDays<C>;

/** The rules of every table, by the names of its own columns. */
export type Rules = { readonly [Name in TableName]: readonly Rule<ColumnOf<Name>, DateOf<Name>>[] };
