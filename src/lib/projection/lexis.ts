import { ages, type Exposure } from './life-table.ts';

/** People of one kind who came in one month and left in another. Months are whole numbers from any fixed start. */
export interface Spell {
  /** Kind of people, a number chosen by the caller. */
  cell: number;
  entry: number;
  /** Null while they are still there. */
  exit: number | null;
  people: number;
}

/**
 * Who was there at every month end, by months since the month of admission (a Lexis table). Row 0 is the month end
 * before the first month of the history, row m that of the m-th month.
 */
export interface Lexis {
  months: number;
  width: number;
  /** People at month end `m` and age `k` at `m * width + k`. */
  stock: Float64Array;
  /** Admissions of month `m` at `m`; nothing at 0. */
  entries: Float64Array;
}

/**
 * Lexis tables of the groups `groupOf` puts the cells in.
 * @param first the first month of the history
 * @param last its last month
 */
export function lexisTables(
  spells: readonly Spell[],
  { first, last, groups, groupOf }: { first: number; last: number; groups: number; groupOf: (cell: number) => number },
): Lexis[] {
  const months = last - first + 1;
  const widths = new Array<number>(groups).fill(1);
  for (const { cell, entry, exit } of spells) {
    const group = groupOf(cell);
    const oldest = Math.min(exit ?? last + 1, last + 1) - 1 - entry;
    widths[group] = Math.min(ages, Math.max(widths[group] ?? 1, oldest + 1));
  }
  const tables = widths.map((width) => ({
    months,
    width,
    stock: new Float64Array((months + 1) * width),
    entries: new Float64Array(months + 1),
  }));
  for (const { cell, entry, exit, people } of spells) {
    const table = tables[groupOf(cell)];
    if (!table || entry > last) continue;
    const { width, stock, entries } = table;
    if (entry >= first) entries[entry - first + 1]! += people;
    const end = Math.min(exit ?? last + 1, last + 1);
    for (let month = Math.max(entry, first - 1); month < end; month++) {
      stock[(month - first + 1) * width + Math.min(month - entry, width - 1)]! += people;
    }
  }
  return tables;
}

/** Moves the exposure of a window by one month: adds (sign 1) or takes away (sign −1) that of month `m`. */
export function addExposure(table: Lexis, m: number, sign: 1 | -1, risk: Float64Array, exits: Float64Array): void {
  const { width, stock, entries } = table;
  const [before, now] = [(m - 1) * width, m * width];
  for (let age = 0; age < width; age++) {
    let atRisk = age === 0 ? entries[m]! : stock[before + age - 1]!;
    // The last age stands for itself and everything beyond.
    if (age === width - 1 && width === ages) atRisk += stock[before + age]!;
    if (atRisk === 0) continue;
    risk[age]! += sign * atRisk;
    exits[age]! += sign * (atRisk - stock[now + age]!);
  }
  if (width === ages) return;
  // Whoever was at the last age of a shorter table and is not there any more has left at the age after it.
  const oldest = stock[before + width - 1]!;
  risk[width]! += sign * oldest;
  exits[width]! += sign * oldest;
}

/** Exposure of the months after `from` up to `to`. */
export function exposureOf(table: Lexis, from: number, to: number): Exposure {
  const risk = new Float64Array(table.width + 1);
  const exits = new Float64Array(table.width + 1);
  for (let m = from + 1; m <= to; m++) addExposure(table, m, 1, risk, exits);
  return { risk, exits };
}

/** People at month end `m`, by age. */
export function stockAt({ width, stock }: Lexis, m: number): Float64Array {
  return stock.slice(m * width, (m + 1) * width);
}

export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
