import type { AnsweredRows, PackedAnswer } from './answers.ts';

/** The answers of an institution and its units to one question: most rows are in two of them, and written once. */
export interface SharedRows {
  columns: string[];
  rows: unknown[][];
  /** By place: which rows are its own, in its order. */
  of: Record<string, number[]>;
}

/** Null where the export lacks tables for the question. */
export function shareRows(answers: Readonly<Record<string, PackedAnswer>>): SharedRows | null {
  const shared: SharedRows = { columns: [], rows: [], of: {} };
  const known = new Map<string, number>();
  for (const [place, answer] of Object.entries(answers)) {
    if ('missing' in answer) return null;
    if (answer.columns.length > 0) shared.columns = answer.columns;
    shared.of[place] = answer.rows.map((row) => {
      const text = JSON.stringify(row);
      const at = known.get(text) ?? shared.rows.push(row) - 1;
      known.set(text, at);
      return at;
    });
  }
  return shared;
}

/** The answer of one place; null where it is not among them. */
export function rowsOfPlace({ columns, rows, of }: SharedRows, place: string): AnsweredRows | null {
  const own = Object.hasOwn(of, place) ? of[place] : undefined;
  return own ? { columns, rows: own.flatMap((at) => (rows[at] ? [rows[at]] : [])) } : null;
}
