import type { CountedRow, MemoInput } from './input.ts';

/** What a list of memoranda says of one, and what a new draft begins with: all that is known before its figures. */
export type MemoHead = Pick<
  MemoInput,
  | 'person'
  | 'institution'
  | 'units'
  | 'ratingOfficial'
  | 'coordinator'
  | 'period'
  | 'dataVersion'
  | 'marking'
  | 'assigned'
  | 'entries'
>;

/** The facts of a memorandum as the export writes them: rows as lists, and no version of the data, which follows from them. */
export interface PreparedMemo extends Omit<MemoInput, 'rows' | 'dataVersion'> {
  rows: readonly { measure: string; rows: readonly PreparedRow[] }[] | null;
}

type PreparedRow = readonly [
  key: string,
  state: string,
  n: number,
  d: number,
  of: string | null,
  date: string | null,
  done: string | null,
];

export function prepareMemo({ dataVersion: _, rows, ...input }: MemoInput): PreparedMemo {
  const asList = ({ key, state, n, d, case: of, date, done }: CountedRow) =>
    [key, state, n, d, of, date, done] satisfies PreparedRow;
  return {
    ...input,
    rows: rows && rows.map(({ measure, rows: counted }) => ({ measure, rows: counted.map(asList) })),
  };
}

/** @param dataVersion of the export the memorandum was prepared in */
export function preparedInput({ rows, ...facts }: PreparedMemo, dataVersion: string): MemoInput {
  const asRow = ([key, state, n, d, of, date, done]: PreparedRow): CountedRow => ({
    key,
    state,
    n,
    d,
    case: of,
    date,
    done,
  });
  return {
    ...facts,
    dataVersion,
    rows: rows && rows.map(({ measure, rows: counted }) => ({ measure, rows: counted.map(asRow) })),
  };
}

export function headOf(input: MemoHead): MemoHead {
  const { person, institution, units, ratingOfficial, coordinator, period, dataVersion, marking, assigned, entries } =
    input;
  return {
    person,
    institution,
    units,
    ratingOfficial,
    coordinator,
    period,
    dataVersion,
    marking,
    assigned,
    entries,
  };
}
