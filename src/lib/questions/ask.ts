import { formatList } from '../format/list.ts';
import type { Engine, EngineOptions, RawRow } from '../engine/engine.ts';
import { traced } from '../engine/trace.ts';
import { formatPeriod } from '../calendar/period.ts';
import type { Answer } from '../export/answers.ts';
import type { Question, Request } from './question.ts';
import { formatScope } from './scope.ts';

/** The marts of an export, and the contract tables each lacks. */
export type MartList = Readonly<Record<string, { missing: readonly string[] }>>;

/** The question needs tables the export was made without. */
export class MissingTables extends Error {
  readonly tables: string[];

  constructor(question: Pick<Question, 'title'>, tables: string[]) {
    super(
      `${question.title} needs the ${tables.length === 1 ? 'table' : 'tables'} ${formatList(tables)}, ` +
        'which this agency has not supplied.',
    );
    this.name = 'MissingTables';
    this.tables = tables;
  }
}

/** Contract tables a request lacks in an export; empty when it can be answered. */
export function missingTables(question: Question, request: Request, marts: MartList): string[] {
  const missing = question.needs(request).flatMap(({ mart }) => {
    const entry = marts[mart];
    if (!entry) throw new Error(`${question.id} needs a mart "${mart}" that does not exist`);
    return entry.missing;
  });
  return [...new Set(missing)];
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
  options: EngineOptions = {},
): Promise<Answer<Row>> {
  const missing = missingTables(question, request, marts);
  if (missing.length > 0) throw new MissingTables(question, missing);
  await engine.load(question.needs(request), options);
  const results = [];
  for (const { sql, bindings } of question.statements(request)) {
    results.push(await engine.query(sql, bindings, options));
  }
  return answerTo(question, request, results);
}

/**
 * Asks the same of every unit of an institution with one round of statements instead of one a unit: each row comes with
 * its unit, and each unit's rows are worked out as if they had been asked for alone.
 * @param requests one for each unit, alike but for the scope
 */
export async function askEachUnit<Row extends object>(
  engine: Engine,
  question: Question<Row>,
  requests: readonly Request[],
  facility: string,
): Promise<Answer<Row>[]> {
  const [first] = requests;
  if (!first) return [];
  if (!question.eachUnit) throw new Error(`${question.id} cannot be asked for all units at once`);
  if (requests.some(({ scope }) => scope.kind !== 'unit')) throw new Error(`${question.id} was not asked of units`);
  const together: Request = { ...first, scope: { kind: 'facility', id: facility }, eachUnit: true };
  await engine.load(question.needs(together));
  const results: Map<RawRow[string] | undefined, RawRow[]>[] = [];
  for (const { sql, bindings } of question.statements(together))
    results.push(byUnit(await engine.query(sql, bindings)));
  return requests.map((request) => {
    const unit = request.scope.kind === 'unit' ? request.scope.id : null;
    const own = results.map((units) => units.get(unit) ?? []);
    return answerTo(question, request, own);
  });
}

/** The rows of each unit in their order, without the column that says whose they are. */
function byUnit(rows: readonly RawRow[]): Map<RawRow[string] | undefined, RawRow[]> {
  const units = new Map<RawRow[string] | undefined, RawRow[]>();
  for (const { part, ...row } of rows) {
    const own = units.get(part);
    if (own) own.push(row);
    else units.set(part, [row]);
  }
  return units;
}

/** What is said beside the rows of an answer; of one without rows always something. */
export function noteOf({ note, rows }: Pick<Answer, 'note' | 'rows'>): string | undefined {
  return note ?? (rows.length === 0 ? 'No rows: nothing was recorded for this scope and period.' : undefined);
}

function answerTo<Row extends object>(question: Question<Row>, request: Request, results: RawRow[][]): Answer<Row> {
  const from = performance.now();
  const rows = question.rows(results, request);
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
