/** What `caseboard init` found to read from: a file, or a table or view of a database. */
export interface FoundTable {
  /** As its people call it: the file's name, or schema and table. */
  name: string;
  /** Its name without folder or ending, or without schema: what it may be of. */
  called: string;
  /** How it was read, as a comment says it. */
  read: string;
  /** SQL that reads it, every column as text where it is a file. */
  from: string;
  rows: number;
  columns: FoundColumn[];
  /** Rows of a question about it, given what it is read from here. */
  ask(question: (from: string) => string): Promise<Readonly<Record<string, unknown>>[]>;
}

export interface FoundColumn {
  name: string;
  /** Whether its values are dates for the engine already; other columns are looked at as text. */
  isDate: boolean;
  /** Rows with a value. */
  filled: number;
  /** Different values with their rows, the most frequent first; at most `limit`. */
  values(limit: number): Promise<FoundValue[]>;
}

export interface FoundValue {
  value: string;
  rows: number;
}

/** How SQL differs between the files' engine and the agency's database. */
export interface Dialect {
  engine: 'duckdb' | 'postgres';
  /** A date from text written in a form; what is not written so stays as it is, and its row is rejected with it. */
  date(column: string, form: DateForm): string;
  /** A birth from text whose years have two digits: one still to come was a century ago. */
  birth(column: string, form: DateForm): string;
  /** The day after one written year first, or of a date of the engine. */
  dayAfter(sql: string): string;
  /** A date of the engine; null where the text is none. */
  day(sql: string): string;
}

/** How dates are written, in the letters of strptime. */
export interface DateForm {
  /** Such as `%m/%d/%Y`. */
  format: string;
  /** A pattern all of them have. */
  pattern: string;
}
