import type { IsoDate } from '../calendar/date.ts';
import { rangePeriod, type Period } from '../calendar/period.ts';
import { previousPeriod } from '../calendar/period-steps.ts';
import type { FileList, Manifest } from '../export/manifest.ts';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import { ask, lackingWords, missingTables, MissingTables, orLeftEmpty } from '../questions/ask.ts';
import type { FigureRow } from '../measures/measure-figure.ts';
import { questionOf, type QuestionId, type RowOf } from '../questions/index.ts';
import type { Request } from '../questions/question.ts';
import type { Scope } from '../questions/scope.ts';

/** What the figures come from: either engine, on an export. */
export interface MemoSource {
  engine: Engine;
  marts: FileList['marts'];
  dataset: Manifest;
}

export interface AskerOptions extends EngineOptions {
  /** Told before each question what it is and how many were asked before it. */
  onQuestion?: (title: string, before: number) => void;
}

type Asked = Pick<Request, 'period'> & Partial<Pick<Request, 'scope' | 'by' | 'filters' | 'params'>>;

/** Asks the pages' own questions of one institution, and remembers what its data cannot answer. */
export class Asker {
  readonly dataset: Manifest;
  readonly scope: Scope;
  readonly #source: MemoSource;
  readonly #options: AskerOptions;
  #asked = 0;
  readonly #gaps = new Map<string, string[]>();

  constructor(source: MemoSource, scope: Scope, options: AskerOptions) {
    this.dataset = source.dataset;
    this.scope = scope;
    this.#source = source;
    this.#options = options;
  }

  /** The rows of a question, or null where the agency has not supplied its tables. */
  async rows<Id extends QuestionId>(id: Id, asked: Asked): Promise<RowOf<Id>[] | null> {
    return (await this.#rows(id, asked)) as RowOf<Id>[] | null;
  }

  /** Rows of a question that are read through the figure of a measure, which names their columns. */
  async figureRows(id: QuestionId, asked: Asked): Promise<FigureRow[] | null> {
    return (await this.#rows(id, asked)) as FigureRow[] | null;
  }

  async #rows(id: QuestionId, asked: Asked): Promise<object[] | null> {
    this.#options.signal?.throwIfAborted();
    const question = questionOf(id);
    this.#options.onQuestion?.(question.title, this.#asked++);
    const request: Request = {
      scope: this.scope,
      by: null,
      filters: {},
      params: {},
      dataset: this.dataset,
      ...asked,
    };
    const { engine, marts } = this.#source;
    const missing = missingTables(question, request, marts);
    if (missing.length > 0) {
      this.#gaps.set(question.title, missing);
      return null;
    }
    try {
      return (await ask(engine, marts, question, request, this.#options)).rows;
    } catch (error) {
      if (!(error instanceof MissingTables)) throw error;
      this.#gaps.set(question.title, error.tables);
      return null;
    }
  }

  /** What could not be answered, as sentences. */
  get gaps(): string[] {
    return [...this.#gaps].map(
      ([title, tables]) =>
        `${title}: the agency has not supplied${orLeftEmpty(tables)}${orLeftEmpty(tables) ? ',' : ''} ${lackingWords(tables)}.`,
    );
  }
}

/** A quarter and up to three before it, oldest first: those that begin where the data do, or later. */
export function lastFourQuarters(quarter: Period, historyFrom: IsoDate | null): Period[] {
  const quarters = [quarter];
  while (quarters.length < 4) {
    const before = previousPeriod(quarters[0] ?? quarter);
    if (historyFrom !== null && before.from < historyFrom) break;
    quarters.unshift(before);
  }
  return quarters;
}

/** The days of all of them, as one period. */
export function spanOf(periods: readonly Period[]): Period {
  const from = periods[0]?.from ?? '';
  const to = periods.at(-1)?.to ?? '';
  return rangePeriod(from, to);
}

/** Whether a month (its first day) lies in a period. */
export function isIn(month: IsoDate | null, { from, to }: Period): boolean {
  return month !== null && month >= from && month < to;
}
