/** The people of a program comparison, counted by what is recorded of them. */
import { independentColumns } from '../matrix.ts';

/** People alike in every covariate, in part taken and in what became of them. */
export interface ComparisonRow {
  /** Value of each covariate, in the order of their names; null is a value of its own: not recorded. */
  readonly levels: readonly (string | null)[];
  readonly treated: boolean;
  readonly count: number;
  /** Days from release to the event; null where none came in the days followed. */
  readonly day: number | null;
  /** Days followed, with the record lag taken off. */
  readonly followed: number;
  /** Who it is, where one person stands in several rows; null where nobody of the row does. */
  readonly person?: number | null;
  /** The event came, but the file does not say when, and the follow-up goes past the horizon. */
  readonly undated?: boolean;
}

/** People alike in every covariate. */
export interface Pattern {
  readonly levels: readonly (string | null)[];
  /** Columns of the design that are 1 for them. */
  readonly columns: readonly number[];
  treated: number;
  treatedEvents: number;
  comparison: number;
  comparisonEvents: number;
}

/** One yes-or-no column of the design: a value of a covariate other than its most frequent one. */
export interface DesignColumn {
  readonly covariate: number;
  readonly level: string | null;
}

export interface ComparedPeople {
  readonly covariates: readonly string[];
  readonly patterns: readonly Pattern[];
  readonly columns: readonly DesignColumn[];
  /** Pattern of each row given. */
  readonly patternOf: readonly number[];
  readonly treated: number;
  readonly comparison: number;
  /** Of those counted, people with several releases, by person. */
  readonly clusters: readonly (readonly ClusterPart[])[];
}

/** Releases of one person alike in everything. */
export interface ClusterPart {
  readonly pattern: number;
  readonly treated: boolean;
  readonly event: boolean;
  readonly count: number;
}

/**
 * Counts people by pattern, with events before `horizon` days. A covariate in which all are alike has no column, and a
 * column that follows from those before it is left out, as R's `glm` does: what it marks is already told.
 */
export function countPatterns(
  rows: readonly ComparisonRow[],
  covariates: readonly string[],
  horizon: number,
): ComparedPeople {
  const columns = covariates.flatMap((_name, at) => columnsOf(rows, at));
  const columnAt = covariates.map(() => new Map<string | null, number>());
  columns.forEach(({ covariate, level }, at) => columnAt[covariate]?.set(level, at));
  const found = new Map<string, number>();
  const patterns: Pattern[] = [];
  const clusters = new Map<number, ClusterPart[]>();
  const patternOf = rows.map((row) => {
    const key = keyOf(row.levels);
    let at = found.get(key);
    if (at === undefined) {
      at = patterns.length;
      found.set(key, at);
      const own = row.levels.flatMap((level, covariate) => columnAt[covariate]?.get(level) ?? []);
      patterns.push({
        levels: row.levels,
        columns: own,
        treated: 0,
        treatedEvents: 0,
        comparison: 0,
        comparisonEvents: 0,
      });
    }
    const pattern = patterns[at]!;
    const event = row.day !== null && row.day < horizon;
    const events = event ? row.count : 0;
    if (row.person !== null && row.person !== undefined) {
      const parts = clusters.get(row.person) ?? [];
      clusters.set(row.person, parts);
      parts.push({ pattern: at, treated: row.treated, event, count: row.count });
    }
    if (row.treated) {
      pattern.treated += row.count;
      pattern.treatedEvents += events;
    } else {
      pattern.comparison += row.count;
      pattern.comparisonEvents += events;
    }
    return at;
  });
  const distinct = withoutAliases(columns, patterns);
  return {
    covariates,
    patterns: distinct.patterns,
    columns: distinct.columns,
    patternOf,
    treated: patterns.reduce((sum, { treated }) => sum + treated, 0),
    comparison: patterns.reduce((sum, { comparison }) => sum + comparison, 0),
    clusters: [...clusters.values()],
  };
}

/** No recorded text holds control characters. */
function keyOf(levels: readonly (string | null)[]): string {
  let key = '';
  for (const level of levels) key += level === null ? '\u0002\u0001' : `${level}\u0001`;
  return key;
}

function columnsOf(rows: readonly ComparisonRow[], covariate: number): DesignColumn[] {
  const counts = new Map<string | null, number>();
  for (const { levels, count } of rows) {
    const level = levels[covariate] ?? null;
    counts.set(level, (counts.get(level) ?? 0) + count);
  }
  const byCount = [...counts].sort(([a, m], [b, n]) => n - m || (String(a) < String(b) ? -1 : 1));
  return byCount.slice(1).map(([level]) => ({ covariate, level }));
}

/** Columns that do not follow from the constant and those before them, with their places among the kept. */
export function distinctColumns(patterns: readonly Pattern[], width: number): Map<number, number> {
  const squares = Array.from({ length: width + 1 }, () => new Array<number>(width + 1).fill(0));
  for (const { columns } of patterns) {
    const marked = [0, ...columns.map((column) => column + 1)];
    for (const i of marked) for (const j of marked) squares[i]![j]! += 1;
  }
  return new Map(
    independentColumns(squares)
      .slice(1)
      .map((column, at) => [column - 1, at]),
  );
}

/** Leaves out columns that follow from the constant and the columns before them. */
function withoutAliases(
  columns: readonly DesignColumn[],
  patterns: readonly Pattern[],
): { columns: DesignColumn[]; patterns: Pattern[] } {
  const moved = distinctColumns(patterns, columns.length);
  if (moved.size === columns.length) return { columns: [...columns], patterns: [...patterns] };
  return {
    columns: columns.filter((_column, at) => moved.has(at)),
    patterns: patterns.map((pattern) => ({
      ...pattern,
      columns: pattern.columns.flatMap((column) => moved.get(column) ?? []),
    })),
  };
}
