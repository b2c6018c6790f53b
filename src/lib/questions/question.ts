import type { Period } from '../calendar/period.ts';
import type { Manifest } from '../export/manifest.ts';
import type { Binding, MartPart, RawRow } from '../engine/engine.ts';
import type { DimensionId } from './dimensions.ts';
import type { Scope } from './scope.ts';

/**
 * A question is a named query with typed parameters and typed rows. The export asks it to write answers, the site
 * asks it when a reader changes something, the command line asks it for `caseboard answer`: always this definition.
 */
export interface Question<Row extends object = object, Id extends string = string> {
  /** `section/name`, fixed once published. */
  readonly id: Id;
  readonly title: string;
  readonly description: string;
  readonly columns: readonly AnswerColumn[];
  /** Parameters besides scope, period, by and filters. */
  readonly parameters: readonly Parameter[];
  /** Columns the rows can be grouped by; empty when they cannot. */
  readonly by: readonly DimensionId[];
  /** Columns the rows can be filtered by; without it, those they can be grouped by. */
  readonly filters?: readonly DimensionId[];
  /** Kinds of scope it can speak of; without it, all it knows the columns of (see scopesOf). */
  readonly scopes?: readonly Scope['kind'][];
  /** Its statements can be run for every unit of an institution at once (see `askEach`). */
  readonly eachUnit?: boolean;
  /** The same for every case manager, whom a filter names when one is asked for alone. */
  readonly eachPerson?: boolean;
  /** Its rows take long to work out, tens of milliseconds and more: a page has a worker do it. */
  readonly long?: boolean;
  /** What is wrong with its own parameters, as a sentence; null where nothing is. */
  readonly problem?: (request: Request) => string | null;
  /** Files that must be loaded for this request. */
  needs(request: Request): MartPart[];
  statements(request: Request): Statement[];
  /** Turns the results of the statements, in order, into the rows of the answer. Pure. */
  rows(results: RawRow[][], request: Request): Row[];
  /**
   * What has to be said beside the rows, as a sentence: why there are none, what was left out, in what they differ from
   * a neighbour; null where nothing has. Printed with the answer, and shown where a figure has nothing to draw.
   */
  note?(results: RawRow[][], request: Request, rows: readonly Row[]): string | null;
}

export interface Statement {
  sql: string;
  bindings: Binding[];
}

export interface AnswerColumn {
  name: string;
  kind: 'text' | 'date' | 'month' | 'count' | 'number' | 'share';
  meaning: string;
}

export interface Parameter {
  name: string;
  /** `years` is one calendar year or `first..last`. */
  kind: 'date' | 'integer' | 'choice' | 'text' | 'years';
  meaning: string;
  choices?: readonly string[];
}

/** Values kept for each dimension; null stands for "not recorded". An absent dimension is not filtered. */
export type Filters = Partial<Record<DimensionId, readonly (string | null)[]>>;

/** What a question can be asked of together: all units of an institution, or all its case managers. */
export type Each = 'unit_id' | 'staff_id';

export interface Request {
  scope: Scope;
  period: Period;
  by: DimensionId | null;
  filters: Filters;
  /** Further parameters, already checked against `Question.parameters`. */
  params: Record<string, string | number>;
  /** What the dataset is: as-of date, settings, institutions. */
  dataset: Manifest;
  /**
   * Counted by this characteristic too, and added up again: panels of one page then share a statement. Changes no row
   * of the answer; only questions about returns read it.
   */
  alongside?: DimensionId;
  /** Every row carries its unit or case manager as "part": the scope is an institution, asked for all of them at once. */
  each?: Each;
}

/** Lets TypeScript infer the id and the row type of a definition: what a panel, a document or a command asks is typed by both. */
export function question<const Id extends string, Row extends object>(
  definition: Question<Row, Id>,
): Question<Row, Id> {
  return definition;
}
