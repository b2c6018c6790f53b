import { formatList } from '../format/list.ts';
import type { Engine, EngineOptions, RawRow } from '../engine/engine.ts';
import { traced } from '../engine/trace.ts';
import { formatPeriod } from '../calendar/period.ts';
import type { Answer } from '../export/answers.ts';
import type { Each, Question, Request } from './question.ts';
import { formatScope } from './scope.ts';
import { columnsLacking, withoutUnsupplied } from './supplied.ts';

/** The marts of an export, and the contract tables each lacks. */
export type MartList = Readonly<Record<string, { missing: readonly string[]; needs?: readonly string[] }>>;

/** 'the tables need and enrollment', 'the column plan_goal.closed_as', or both. */
export function lackingWords(names: readonly string[]): string {
  const named = (what: string, list: readonly string[]) =>
    list.length === 0 ? [] : [`the ${what}${list.length === 1 ? '' : 's'} ${formatList(list)}`];
  const tables = named(
    'table',
    names.filter((name) => !name.includes('.')),
  );
  const columns = named(
    'column',
    names.filter((name) => name.includes('.')),
  );
  return [...tables, ...columns].join(' and ');
}

/** A column may be there without a value. */
export function orLeftEmpty(names: readonly string[]): string {
  return names.some((name) => name.includes('.')) ? ', or has left empty' : '';
}

/** The question needs tables, or columns of tables, that the export was made without. */
export class MissingTables extends Error {
  /** Names of tables, and columns as `table.column`. */
  readonly tables: string[];

  constructor(question: Pick<Question, 'title'>, tables: string[]) {
    super(`${question.title} needs ${lackingWords(tables)}, which this agency has not supplied${orLeftEmpty(tables)}.`);
    this.name = 'MissingTables';
    this.tables = tables;
  }
}

/**
 * Contract tables a request lacks in an export, and columns as `table.column`; empty when it can be answered. A table
 * without a row tells as little as one that was not supplied.
 */
export function missingTables(question: Question, request: Request, marts: MartList): string[] {
  const bare = new Set(request.dataset.tables.filter(({ supplied, loaded }) => supplied && loaded === 0).map(nameOf));
  const missing = question.needs(request).flatMap(({ mart }) => {
    const entry = marts[mart];
    if (!entry) throw new Error(`${question.id} needs a mart "${mart}" that does not exist`);
    return entry.missing.length > 0 ? entry.missing : (entry.needs ?? []).filter((name) => bare.has(name));
  });
  const tables = new Set(missing);
  const columns = columnsLacking(question.id, request).filter((column) => !tables.has(column.split('.')[0] ?? ''));
  return [...tables, ...columns];
}

export interface AskOptions extends EngineOptions {
  /** Turns results into the answer elsewhere: a page has a worker do it where that takes long. Without it, `answerTo`. */
  answerTo?: ((asked: Asked, signal: AbortSignal | undefined) => Promise<Answer>) | undefined;
}

/** The results of a question's statements, to be turned into its answer. Nothing in it but data: it can be sent. */
export interface Asked {
  question: string;
  request: Request;
  results: RawRow[][];
}

/**
 * Asks a question of either engine. Loads what it needs, runs its statements in order, turns the results into rows.
 * @throws MissingTables when the export lacks tables; EngineError when the engine fails; AbortError when cancelled
 */
export async function ask<Row extends object>(
  engine: Engine,
  marts: MartList,
  question: Question<Row>,
  request: Request,
  { answerTo: elsewhere, ...options }: AskOptions = {},
): Promise<Answer<Row>> {
  const missing = missingTables(question, request, marts);
  if (missing.length > 0) throw new MissingTables(question, missing);
  await engine.load(question.needs(request), options);
  const results = [];
  for (const { sql, bindings } of question.statements(request)) {
    results.push(await engine.query(sql, bindings, options));
  }
  if (!elsewhere || !question.long) return answerTo(question, request, results);
  return (await elsewhere({ question: question.id, request, results }, options.signal)) as Answer<Row>;
}

/**
 * Asks the same of every unit or case manager of an institution with one round of statements instead of one each: a row
 * comes with whose it is, and each one's rows are worked out as if they had been asked for alone.
 * @param requests one for each, alike but for the scope, or but for the one person their filter names
 */
export async function askEach<Row extends object>(
  engine: Engine,
  question: Question<Row>,
  requests: readonly Request[],
  facility: string,
  options: EngineOptions = {},
): Promise<Answer<Row>[]> {
  const [first] = requests;
  if (!first) return [];
  const each = eachOf(question, requests);
  if (each === null) throw new Error(`${question.id} cannot be asked for all of these at once`);
  const filters = { ...first.filters };
  if (each === 'staff_id') delete filters.staff_id;
  const together: Request = { ...first, scope: { kind: 'facility', id: facility }, filters, each };
  await engine.load(question.needs(together), options);
  const results: Map<RawRow[string] | undefined, RawRow[]>[] = [];
  for (const { sql, bindings } of question.statements(together))
    results.push(byPart(await engine.query(sql, bindings, options)));
  return requests.map((request) => {
    const part = partAsked(request, each);
    return answerTo(
      question,
      request,
      results.map((parts) => parts.get(part) ?? []),
    );
  });
}

/** What these requests are each about, where the question can be asked for all of them at once; else null. */
export function eachOf(question: Question, requests: readonly Request[]): Each | null {
  const offered: Each[] = [
    ...(question.eachUnit ? ['unit_id' as const] : []),
    ...(question.eachPerson ? ['staff_id' as const] : []),
  ];
  return offered.find((each) => requests.every((request) => partAsked(request, each) !== null)) ?? null;
}

/** The unit a request is of, or the one person it is filtered by. */
function partAsked({ scope, filters }: Request, each: Each): string | null {
  if (each === 'unit_id') return scope.kind === 'unit' ? scope.id : null;
  const [one = null, ...others] = filters.staff_id ?? [];
  return scope.kind === 'facility' && others.length === 0 ? one : null;
}

/** The rows of each in their order, without the column that says whose they are. */
function byPart(rows: readonly RawRow[]): Map<RawRow[string] | undefined, RawRow[]> {
  const parts = new Map<RawRow[string] | undefined, RawRow[]>();
  for (const { part, ...row } of rows) {
    const own = parts.get(part);
    if (own) own.push(row);
    else parts.set(part, [row]);
  }
  return parts;
}

/** What is said beside the rows of an answer; of one without rows always something. */
export function noteOf({ note, rows }: Pick<Answer, 'note' | 'rows'>): string | undefined {
  return note ?? (rows.length === 0 ? 'No rows: nothing was recorded for this scope and period.' : undefined);
}

/** The answer the results of a question's statements, in order, come to. */
export function answerTo<Row extends object>(
  question: Question<Row>,
  request: Request,
  results: RawRow[][],
): Answer<Row> {
  const from = performance.now();
  const rows = withoutUnsupplied(question.id, question.rows(results, request), request);
  const note = question.note?.(results, request, rows) ?? null;
  traced('analysed', question.id, from);
  return {
    question: question.id,
    params: describeRequest(request),
    as_of: request.dataset.as_of,
    dataset: request.dataset.version,
    rows,
    ...(note === null ? {} : { note }),
  };
}

const nameOf = ({ name }: { name: string }) => name;

/** What decides an answer, as a text: two requests of which it is equal have the same rows. */
export function requestKey(question: string, request: Request): string {
  const { dataset, scope, period, by, filters, params } = request;
  const inOrder = (named: object) => Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    ...[dataset.version, question, formatScope(scope), formatPeriod(period), by],
    ...[inOrder(filters), inOrder(params)],
  ]);
}

/** What was asked, as it is printed beside the rows. */
export function describeRequest(request: Request): Record<string, unknown> {
  return {
    scope: formatScope(request.scope),
    period: formatPeriod(request.period),
    ...(request.by ? { by: request.by } : {}),
    ...request.filters,
    ...request.params,
  };
}
