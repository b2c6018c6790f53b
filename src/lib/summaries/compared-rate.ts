import { own } from '../analysis/own.ts';

/** A rate as one row of a comparison, the columns of `casework/timeliness`. */
export interface ComparedRate {
  group: string | null;
  due: number;
  on_time: number;
  rate: number | null;
  lower: number | null;
  upper: number | null;
  /** Where the rate lies against its funnel limits; null where too few were due to compare. */
  signal: string | null;
  /** The rate of the same kind of work in the whole agency, which the limits are round; null where not compared. */
  agency_rate: number | null;
}

export interface SignalMark {
  symbol: '▲' | '▼' | '–';
  words: string;
  beyond: boolean;
}

const marks: Readonly<Record<string, SignalMark>> = {
  within: { symbol: '–', words: 'within the limits', beyond: false },
  above: { symbol: '▲', words: 'above the 95\u202f% limits', beyond: true },
  below: { symbol: '▼', words: 'below the 95\u202f% limits', beyond: true },
  'far-above': { symbol: '▲', words: 'above the 99.8\u202f% limits', beyond: true },
  'far-below': { symbol: '▼', words: 'below the 99.8\u202f% limits', beyond: true },
};

/** The symbol a rate carries in a table, with the words it stands for; null where it was not compared. */
export function signalMark(signal: string | null): SignalMark | null {
  return signal === null ? null : (own(marks, signal) ?? null);
}

/** One domain for the dots of a column: wide enough for every interval, in steps of ten points. */
export function rateDomain(rows: readonly Pick<ComparedRate, 'lower' | 'upper'>[]): [number, number] {
  const lows = rows.flatMap(({ lower }) => (lower === null ? [] : [lower]));
  const highs = rows.flatMap(({ upper }) => (upper === null ? [] : [upper]));
  if (lows.length === 0) return [0, 1];
  return [Math.floor(Math.min(...lows) * 10) / 10, Math.ceil(Math.max(...highs) * 10) / 10];
}
