import type { IsoDate } from '../calendar/date.ts';
import type { FileEntry } from './manifest.ts';

/** An answer as it is stored, shown and printed. */
export interface Answer<Row extends object = object> {
  question: string;
  params: Record<string, unknown>;
  as_of: IsoDate;
  /** Version of the dataset the rows were counted on. */
  dataset: string;
  rows: Row[];
  /** What has to be said beside the rows. */
  note?: string;
}

/**
 * Answer files hold the rows of every panel of a page for one scope at the default period, so that a page has its
 * numbers before the query engine wakes. Rows are stored column names first, then values, to keep them small.
 */
export interface AnswerFile {
  dataset: string;
  as_of: IsoDate;
  page: string;
  scope: string;
  panels: Record<string, PackedAnswer>;
  /** A unit's first view comes in its institution's file. */
  units?: Record<string, Record<string, PackedAnswer>>;
  /** So does a case manager's; what is the same for all of them is in `panels`. */
  people?: Record<string, Record<string, PackedAnswer>>;
  /**
   * What would be too much for this file lies in files of their own, fetched when somebody looks at it: by the name of a
   * list, of a case manager, of the first case in it, or of a filter.
   */
  parts?: Record<string, FileEntry>;
}

export interface AnsweredRows {
  columns: string[];
  rows: unknown[][];
  note?: string;
}

export type PackedAnswer =
  | AnsweredRows
  /** The export lacks tables for this panel; `title` is that of the question they are needed for. */
  | { missing: string[]; title: string };

export function packAnswer(answer: Answer): PackedAnswer {
  const columns = Object.keys(answer.rows[0] ?? {});
  return {
    columns,
    rows: answer.rows.map((row) => columns.map((column) => rounded((row as Record<string, unknown>)[column]))),
    ...(answer.note === undefined ? {} : { note: answer.note }),
  };
}

/** A value as JSON of an export, of whatever depth: as `packAnswer` writes its rows. */
export function fileText(content: unknown): string {
  return JSON.stringify(content, (_, value: unknown) => rounded(value));
}

/** Ten significant digits survive: nobody is shown more than six, and the noise behind them would only fill the file. */
function rounded(value: unknown): unknown {
  // eslint-disable-next-line no-restricted-syntax -- for the size of the file: nothing is shown with ten digits
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(10)) : (value ?? null);
}

export function unpackAnswer<Row>(packed: AnsweredRows): Row[] {
  return packed.rows.map(
    (values) => Object.fromEntries(packed.columns.map((column, index) => [column, values[index]])) as Row,
  );
}

/** Name of an answer in the file list. */
export function answerKey(page: string, scope: string): string {
  return `${page}/${scope}`;
}
