/** People counted by what is recorded of them, as the yes-or-no columns of a regression. */
import { independentColumns } from './matrix.ts';

/** People alike in every covariate. */
export interface Recorded {
  /** Value of each covariate, in the order of their names; null is a value of its own: not recorded. */
  readonly levels: readonly (string | null)[];
  readonly count: number;
}

/** One yes-or-no column of the design: a value of a covariate other than its most frequent one. */
export interface DesignColumn {
  readonly covariate: number;
  readonly level: string | null;
}

export interface DesignPattern {
  readonly levels: readonly (string | null)[];
  /** Columns of the design that are 1 for them. */
  readonly columns: readonly number[];
}

export interface Design {
  readonly columns: readonly DesignColumn[];
  /** In the order in which they first appear in the rows. */
  readonly patterns: readonly DesignPattern[];
  /** Pattern of each row given. */
  readonly patternOf: readonly number[];
}

/**
 * The patterns of `rows` and the columns that tell them apart. A covariate in which all are alike has no column, and a
 * column that follows from those before it is left out, as R's `glm` does: what it marks is already told.
 */
export function designOf(rows: readonly Recorded[], covariates: number): Design {
  const names = Array.from({ length: covariates }, (_, at) => at);
  const columns = names.flatMap((at) => columnsOf(rows, at));
  const columnAt = names.map(() => new Map<string | null, number>());
  columns.forEach(({ covariate, level }, at) => columnAt[covariate]?.set(level, at));
  const found = new Map<string, number>();
  const patterns: DesignPattern[] = [];
  const patternOf = rows.map(({ levels }) => {
    const key = keyOf(levels);
    let at = found.get(key);
    if (at === undefined) {
      at = patterns.length;
      found.set(key, at);
      patterns.push({ levels, columns: levels.flatMap((level, covariate) => columnAt[covariate]?.get(level) ?? []) });
    }
    return at;
  });
  const moved = distinctColumns(patterns, columns.length);
  if (moved.size === columns.length) return { columns, patterns, patternOf };
  return {
    columns: columns.filter((_column, at) => moved.has(at)),
    patterns: patterns.map(({ levels, columns: own }) => ({
      levels,
      columns: own.flatMap((column) => moved.get(column) ?? []),
    })),
    patternOf,
  };
}

/** No recorded text holds control characters. */
function keyOf(levels: readonly (string | null)[]): string {
  let key = '';
  for (const level of levels) key += level === null ? '\u0002\u0001' : `${level}\u0001`;
  return key;
}

function columnsOf(rows: readonly Recorded[], covariate: number): DesignColumn[] {
  const counts = new Map<string | null, number>();
  for (const { levels, count } of rows) {
    const level = levels[covariate] ?? null;
    counts.set(level, (counts.get(level) ?? 0) + count);
  }
  const byCount = [...counts].sort(([a, m], [b, n]) => n - m || (String(a) < String(b) ? -1 : 1));
  return byCount.slice(1).map(([level]) => ({ covariate, level }));
}

/** Columns that do not follow from the constant and those before them, with their places among the kept. */
export function distinctColumns(
  patterns: readonly Pick<DesignPattern, 'columns'>[],
  width: number,
): Map<number, number> {
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
