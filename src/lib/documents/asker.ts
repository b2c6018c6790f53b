import type { IsoDate } from '../calendar/date.ts';
import { rangePeriod, type Period } from '../calendar/period.ts';
import { previousPeriod } from '../calendar/period-steps.ts';
import type { FileList, Manifest } from '../export/manifest.ts';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import { ask, askEach, lackingWords, missingTables, MissingTables, orLeftEmpty } from '../questions/ask.ts';
import type { FigureRow } from '../measures/measure-figure.ts';
import { questionOf, type QuestionId, type RowOf } from '../questions/index.ts';
import type { Question, Request } from '../questions/question.ts';
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

  /**
   * The rows of a question for each of these case managers of an institution, as if each were asked for alone; null where
   * the agency has not supplied its tables.
   */
  async rowsOfEach<Id extends QuestionId>(
    id: Id,
    staff: readonly string[],
    asked: Asked,
  ): Promise<Map<string, RowOf<Id>[]> | null> {
    const { scope } = this;
    if (scope.kind !== 'facility') throw new Error('case managers are asked about by institution');
    const ofEach = (person: string) => this.#request({ ...asked, filters: { ...asked.filters, staff_id: [person] } });
    const requests = staff.map(ofEach);
    const answers = await this.#told(id, this.#request(asked), (question) =>
      askEach(this.#source.engine, question, requests, scope.id, this.#options),
    );
    return answers && new Map(staff.map((person, at) => [person, (answers[at]?.rows ?? []) as RowOf<Id>[]]));
  }

  async #rows(id: QuestionId, asked: Asked): Promise<object[] | null> {
    const { engine, marts } = this.#source;
    const request = this.#request(asked);
    const answer = await this.#told(id, request, (question) => ask(engine, marts, question, request, this.#options));
    return answer && answer.rows;
  }

  #request(asked: Asked): Request {
    return { scope: this.scope, by: null, filters: {}, params: {}, dataset: this.dataset, ...asked };
  }

  /** Asks, and says so; null where tables are lacking, which is remembered. */
  async #told<Result>(
    id: QuestionId,
    request: Request,
    askFor: (question: Question) => Promise<Result>,
  ): Promise<Result | null> {
    this.#options.signal?.throwIfAborted();
    const question = questionOf(id);
    this.#options.onQuestion?.(question.title, this.#asked++);
    const missing = missingTables(question, request, this.#source.marts);
    if (missing.length > 0) {
      this.#gaps.set(question.title, missing);
      return null;
    }
    try {
      return await askFor(question);
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
