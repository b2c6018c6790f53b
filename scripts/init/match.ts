import type { Table } from '../../data/contract/column.ts';
import { alikeness } from '../source/nearest.ts';
import type { FoundColumn, FoundTable } from './found.ts';
import { namesOf, spelledOut, tableNames } from './names.ts';

/** A column found for one of the contract, and what speaks for it. */
export interface ColumnMatch {
  column: FoundColumn;
  /** A second column whose text stands behind the first: a first name behind a last one. */
  then?: FoundColumn;
  /** Null where the names are the same. */
  because: string | null;
}

export interface TableMatch {
  found: FoundTable;
  columns: ReadonlyMap<string, ColumnMatch>;
  /** Columns of the file or table no column of the contract is read from. */
  unused: string[];
}

/** From here on a name counts as another one misspelled. */
const alike = 0.8;

/** What a contract table can be read from: the best match, or null where nothing has its required columns or its name. */
export function matchTable(table: Table, all: readonly FoundTable[]): TableMatch | null {
  let best: { score: number; match: TableMatch } | null = null;
  for (const found of all) {
    const columns = matchColumns(table, found);
    const required = Object.entries(table.columns).filter(([, column]) => column.required);
    const have = required.filter(([name]) => columns.has(name)).length;
    const named = nameFits(table, found);
    // A file of another name is taken where it has all that is required, and more than an id that others refer to; a file of one row is the agency's.
    const enough =
      named >= alike
        ? have > 0 && 2 * have >= required.length
        : have === required.length && (have >= 4 || found.rows === 1);
    if (!enough) continue;
    const score = 3 * named + have / required.length + columns.size / Object.keys(table.columns).length;
    if (best !== null && best.score >= score) continue;
    const used = new Set([...columns.values()].flatMap(({ column, then }) => (then ? [column, then] : [column])));
    const unused = found.columns.filter((column) => !used.has(column)).map(({ name }) => name);
    best = { score, match: { found, columns, unused } };
  }
  return best?.match ?? null;
}

function nameFits(table: Table, { called }: FoundTable): number {
  // Without the parts of a name that say when it was made.
  const bare = spelledOut(called.replace(/[_-]?\d{4,}/g, ''));
  const names = [table.name, ...(Object.hasOwn(tableNames, table.name) ? (tableNames[table.name] ?? []) : [])].map(
    spelledOut,
  );
  return Math.max(...names.map((each) => (each === bare ? 1 : alikeness(each, bare))));
}

function matchColumns(table: Table, found: FoundTable): Map<string, ColumnMatch> {
  const taken = new Set<FoundColumn>();
  const matches = new Map<string, ColumnMatch>();
  const wanted = Object.keys(table.columns);
  const take = (name: string, column: FoundColumn, because: string | null) => {
    taken.add(column);
    matches.set(name, { column, because });
  };
  const free = () => found.columns.filter((column) => !taken.has(column));
  const open = () => wanted.filter((name) => !matches.has(name));
  // The surest first, so that no column is taken by a name it resembles before its own.
  for (const name of wanted) {
    const same = free().find((column) => column.name.toLowerCase() === name);
    if (same) take(name, same, null);
  }
  for (const place of [0, 1]) {
    for (const name of open()) {
      const names = place === 0 ? namesOf(table.name, name).slice(0, 1) : namesOf(table.name, name);
      const usual =
        free().find((column) => names.includes(spelledOut(column.name))) ??
        free().find((column) => names.some((each) => sameWords(each, spelledOut(column.name))));
      if (usual) take(name, usual, 'a usual name of it');
    }
  }
  if (wanted.includes('staff_name') && !matches.has('staff_name')) {
    const [last, first] = ['last name', 'first name'].map((part) =>
      free().find((column) => namesOf('', part).includes(spelledOut(column.name))),
    );
    if (last && first) {
      taken.add(first);
      take('staff_name', last, 'a usual name of it');
      matches.set('staff_name', { column: last, then: first, because: 'usual names of its parts' });
    }
  }
  for (const name of open()) {
    const near = free().find((column) => alikeness(spelledOut(name), spelledOut(column.name)) >= alike);
    if (near) take(name, near, 'a similar name');
  }
  return matches;
}

/** `BEDS_RATED` says what `RATED_BEDS` says. */
function sameWords(one: string, other: string): boolean {
  const sorted = (text: string) => text.split(' ').sort().join(' ');
  return one.includes(' ') && sorted(one) === sorted(other);
}
