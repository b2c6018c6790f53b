/**
 * The vocabulary the contract is written in. A table is a list of columns; the checks, the TypeScript types, the
 * glossary of tables and the completeness report are all read off it, so a column is added in one place.
 */

/** How a column's text is read. `category` keeps unknown values as given; `month` is the first day of a month. */
export type ColumnKind = 'id' | 'text' | 'category' | 'date' | 'month' | 'integer' | 'decimal' | 'boolean';

export interface Column<Kind extends ColumnKind = ColumnKind, Required extends boolean = boolean> {
  readonly kind: Kind;
  readonly required: Required;
  /** What the column means, for the glossary. */
  readonly meaning: string;
  /** The known values of a category. Others are kept as given and counted in the manifest. */
  readonly values?: readonly string[];
  /** Who counts hangs on the value: rows with one nobody knows stop an export above the limit (unknown_code_limit). */
  readonly decides?: boolean;
  /** Its known values are the custody levels of `source.json`. */
  readonly custody?: boolean;
  /** Something is recorded here all the time: silence before the as-of date means that an extract has stopped. */
  readonly fresh?: boolean;
  /** Filled in when the value is missing, so that a legal default is stated once. */
  readonly fallback?: string | number;
  /** Name of the table whose key this value must be found in, when that table was supplied. */
  readonly references?: string;
  /** Planned, due and expected dates may lie after the as-of date; every other date may not. */
  readonly planned?: boolean;
  /** Empty until something happens (an end, a result): months in which few are filled are recent, not incomplete. */
  readonly later?: boolean;
  /** Text written by people: never leaves the export machine. */
  readonly freeText?: boolean;
}

interface ColumnOptions {
  values?: readonly string[];
  decides?: boolean;
  custody?: boolean;
  fresh?: boolean;
  fallback?: string | number;
  references?: string;
  planned?: boolean;
  later?: boolean;
  freeText?: boolean;
}

type Maker<Kind extends ColumnKind> = {
  (meaning: string, options?: ColumnOptions): Column<Kind, false>;
  required: (meaning: string, options?: ColumnOptions) => Column<Kind, true>;
};

function maker<Kind extends ColumnKind>(kind: Kind): Maker<Kind> {
  const optional = (meaning: string, options: ColumnOptions = {}): Column<Kind, false> => ({
    kind,
    required: false,
    meaning,
    ...options,
  });
  const required = (meaning: string, options: ColumnOptions = {}): Column<Kind, true> => ({
    kind,
    required: true,
    meaning,
    ...options,
  });
  return Object.assign(optional, { required });
}

export const id = maker('id');
export const text = maker('text');
export const category = maker('category');
export const date = maker('date');
export const month = maker('month');
export const integer = maker('integer');
export const decimal = maker('decimal');
export const flag = maker('boolean');

/** DuckDB type each kind is stored as. */
export const sqlTypeOf: Record<ColumnKind, string> = {
  id: 'VARCHAR',
  text: 'VARCHAR',
  category: 'VARCHAR',
  date: 'DATE',
  month: 'DATE',
  integer: 'INTEGER',
  decimal: 'DOUBLE',
  boolean: 'BOOLEAN',
};

/** What a reader would call each kind, for messages and the glossary. */
export const kindName: Record<ColumnKind, string> = {
  id: 'id',
  text: 'text',
  category: 'category',
  date: 'date (YYYY-MM-DD)',
  month: 'month (its first day, YYYY-MM-01)',
  integer: 'whole number',
  decimal: 'number',
  boolean: 'true or false',
};

/**
 * Most characters a text may have, by kind of column; `maximum_length` in `source.json` may say otherwise for one. A
 * longer id is no id and its row is rejected; other text is cut, ends with "…" and is counted.
 */
export const maximumLength = { id: 100, category: 200, text: 500, freeText: 20_000 } as const;

/** Most characters of a text column, or null where a kind holds no text. */
export function maxTextLength({ kind, freeText }: Column): number | null {
  if (kind === 'text') return freeText ? maximumLength.freeText : maximumLength.text;
  return kind === 'id' || kind === 'category' ? maximumLength[kind] : null;
}

/** What else is asked of a column, as sentences for the glossary. */
export function askedOf(column: Column): string[] {
  const longest = maxTextLength(column);
  return [
    ...(longest === null ? [] : [`At most ${longest.toLocaleString('en-US')} characters.`]),
    ...(column.decides
      ? ['Who counts hangs on it: codes nobody knows are kept as given and stop an export above unknown_code_limit.']
      : []),
    ...(column.custody ? ['A level of custody_levels.'] : []),
    ...(column.fresh
      ? ['Something is recorded here all the time: silence before the as-of date stops an export.']
      : []),
  ];
}

export type Columns = Readonly<Record<string, Column>>;

/** Two dates of one row that must not run backwards: `[earlier, later]`, with the sentence for the rejects file. */
export type DateOrder = readonly [earlier: string, later: string];

export interface Table {
  readonly name: string;
  /** What one row is. */
  readonly meaning: string;
  readonly group: 'Who and where' | 'People and stays' | 'Casework' | 'Programs, release and after';
  readonly columns: Columns;
  /** Columns whose values together may occur once. */
  readonly key?: readonly string[];
  readonly order?: readonly DateOrder[];
  /** Half-open intervals that may not overlap within one value of `of`. */
  readonly intervals?: { readonly of: string; readonly start: string; readonly end: string };
  /** The date that says which month a row belongs to in the completeness report. */
  readonly when?: string;
  /** A list of what lies ahead, not a record that grows: it may be shorter than in the export before. */
  readonly shrinks?: boolean;
}

/** A table whose own columns are all it can speak of. */
type Definition<Name extends string, C extends Columns, Of = keyof C & string> = Table & {
  readonly name: Name;
  readonly columns: C;
  readonly key?: readonly Of[];
  readonly order?: readonly (readonly [Of, Of])[];
  readonly intervals?: { readonly of: Of; readonly start: Of; readonly end: Of };
  readonly when?: Of;
};

export function table<const Name extends string, const C extends Columns>(
  definition: Definition<Name, C>,
): Table & { readonly name: Name; readonly columns: C } {
  return definition;
}

/** Whether rows are about people: a least, greatest or latest value of theirs is somebody's. */
export function isAboutPeople({ columns }: Pick<Table, 'columns'>): boolean {
  return ['person_id', 'stay_id', 'staff_id'].some((id) => id in columns);
}

/** The values a category may have: the contract's, or the custody levels of the source. Null where any will do. */
export function knownValues(
  { custody, values }: Pick<Column, 'custody' | 'values'>,
  custodyLevels: readonly string[],
): readonly string[] | null {
  if (custody) return custodyLevels.length > 0 ? custodyLevels : null;
  return values ?? null;
}
