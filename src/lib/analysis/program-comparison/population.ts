/** The people of a program comparison, counted by what is recorded of them. */
import { designOf, type DesignColumn, type DesignPattern, type Recorded } from '../covariate-patterns.ts';

/** People alike in every covariate, in part taken and in what became of them. */
export interface ComparisonRow extends Recorded {
  readonly treated: boolean;
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
export interface Pattern extends DesignPattern {
  treated: number;
  treatedEvents: number;
  comparison: number;
  comparisonEvents: number;
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

/** Counts people by pattern, with events before `horizon` days. */
export function countPatterns(
  rows: readonly ComparisonRow[],
  covariates: readonly string[],
  horizon: number,
): ComparedPeople {
  const design = designOf(rows, covariates.length);
  const patterns = design.patterns.map((pattern): Pattern => ({
    ...pattern,
    treated: 0,
    treatedEvents: 0,
    comparison: 0,
    comparisonEvents: 0,
  }));
  const clusters = new Map<number, ClusterPart[]>();
  rows.forEach((row, index) => {
    const at = design.patternOf[index]!;
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
  });
  return {
    covariates,
    patterns,
    columns: design.columns,
    patternOf: design.patternOf,
    treated: patterns.reduce((sum, { treated }) => sum + treated, 0),
    comparison: patterns.reduce((sum, { comparison }) => sum + comparison, 0),
    clusters: [...clusters.values()],
  };
}
