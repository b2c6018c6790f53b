import { own } from '../analysis/own.ts';
import type { FileList } from '../export/manifest.ts';
import { EngineError, type EngineOptions, type RawRow } from '../engine/engine.ts';
import type { BrowserEngine } from '../engine/wasm/browser-engine.ts';
import { asRows, sqlName, type ConsoleStatement } from './console-sql.ts';
import { nearestName, readComplaint } from './engine-error.ts';
import { partsFor, tablesIn } from './tables.ts';

/** Rows shown and handed out of one query. */
export const maxRows = 10_000;

export interface ResultColumn {
  name: string;
  /** DuckDB's type, as the query made it. */
  type: string;
}

export interface QueryResult {
  columns: ResultColumn[];
  /** The first `maxRows` rows. */
  rows: RawRow[];
  /** There are more than are shown. */
  more: boolean;
  /** Time of the query itself, without loading, in milliseconds. */
  milliseconds: number;
}

/** A query that failed, in words, with the line of the reader's text. */
export class QueryProblem extends Error {
  readonly line: number | null;

  constructor(message: string, line: number | null, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'QueryProblem';
    this.line = line;
  }
}

export type ConsoleEngine = Pick<BrowserEngine, 'load' | 'query' | 'plan'>;

export interface RunOptions extends EngineOptions {
  /** Institutions whose rows are loaded of the tables that are split by institution; null for all. */
  facilities: readonly string[] | null;
  /** Called once what is needed is loaded. */
  onLoaded?: (tables: string[]) => void;
}

/**
 * Loads the tables a statement names and runs it.
 * @throws QueryProblem for what the reader can mend; EngineError for an engine or host that fails; the signal's reason
 */
export async function runStatement(
  engine: ConsoleEngine,
  marts: FileList['marts'],
  statement: ConsoleStatement,
  options: RunOptions,
): Promise<QueryResult> {
  const { facilities, onLoaded, ...waiter } = options;
  const names = new Set(Object.keys(marts));
  const loaded = new Set<string>();
  const load = async (tables: readonly string[]) => {
    for (const table of tables) loaded.add(table);
    await engine.load(
      tables.flatMap((mart) => partsOf(mart, marts, facilities)),
      waiter,
    );
  };
  await load(tablesIn(statement.select, names));
  const rows = asRows(statement.select);
  const relation = `SELECT * FROM ${rows}`;
  for (;;) {
    try {
      const described = await engine.query(`DESCRIBE ${relation}`, [], waiter);
      onLoaded?.([...loaded]);
      const columns = described.map(({ column_name, column_type }) => ({
        name: String(column_name),
        type: String(column_type),
      }));
      const began = performance.now();
      if (statement.explain !== 'no') return await explained(engine, relation, statement, waiter);
      const select = (carry: (column: ResultColumn) => string) =>
        engine.query(`SELECT ${columns.map(carry).join(', ')} FROM ${rows} LIMIT ${maxRows + 1}`, [], waiter);
      let found = await select(carried);
      const milliseconds = performance.now() - began;
      const long = new Set(columns.filter((column) => isTooLong(column, found)));
      if (long.size > 0) found = await select((column) => (long.has(column) ? asText(column) : carried(column)));
      return {
        columns: columns.map((column) => (long.has(column) ? { ...column, type: 'VARCHAR' } : column)),
        rows: found.slice(0, maxRows),
        more: found.length > maxRows,
        milliseconds,
      };
    } catch (error) {
      waiter.signal?.throwIfAborted();
      if (!(error instanceof EngineError) || error.kind !== 'query') throw error;
      const { table } = readComplaint(error.message);
      const mart = table?.toLowerCase();
      if (mart === undefined || !names.has(mart) || loaded.has(mart)) {
        throw await problemOf(error, engine, statement, names);
      }
      await load([mart]);
    }
  }
}

/** How many rows a query has in all. */
export async function countRows(engine: ConsoleEngine, select: string, options: EngineOptions): Promise<number> {
  const [row] = await engine.query(`SELECT count(*) AS rows FROM ${asRows(select)}`, [], options);
  return Number(row?.['rows'] ?? 0);
}

async function explained(
  engine: ConsoleEngine,
  relation: string,
  { explain }: ConsoleStatement,
  waiter: EngineOptions,
): Promise<QueryResult> {
  const began = performance.now();
  const plan = await engine.query(`EXPLAIN ${explain === 'analyze' ? 'ANALYZE ' : ''}${relation}`, [], waiter);
  return {
    columns: [{ name: 'plan', type: 'VARCHAR' }],
    rows: plan.flatMap((row) =>
      String(row['explain_value'] ?? '')
        .split('\n')
        .map((line) => ({ plan: line })),
    ),
    more: false,
    milliseconds: performance.now() - began,
  };
}

/** Types that travel as they are; everything else (a list, a time of day, numbers too long) as the text DuckDB makes. */
const plainTypes =
  /^(?:BOOLEAN|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|UTINYINT|USMALLINT|UINTEGER|FLOAT|DOUBLE|DECIMAL\(\d+,\d+\)|VARCHAR|DATE|ENUM\(.*\)|"NULL")$/;

function carried(column: ResultColumn): string {
  return plainTypes.test(column.type) ? quotedName(column) : asText(column);
}

function asText(column: ResultColumn): string {
  return `CAST(${quotedName(column)} AS VARCHAR) AS ${quotedName(column)}`;
}

function quotedName({ name }: ResultColumn): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Whole numbers of more digits than JavaScript keeps would come as others. */
function isTooLong({ name, type }: ResultColumn, rows: readonly RawRow[]): boolean {
  if (type !== 'BIGINT' && type !== 'HUGEINT') return false;
  return rows.some((row) => typeof row[name] === 'number' && !Number.isSafeInteger(row[name]));
}

function partsOf(mart: string, marts: FileList['marts'], facilities: readonly string[] | null) {
  const entry = own(marts, mart);
  if (!entry) return [];
  if (entry.missing.length > 0) {
    const [what, verb] = entry.missing.length === 1 ? ['table', 'has'] : ['tables', 'have'];
    throw new QueryProblem(
      `${sqlName(mart)} is not in this export: it is made from the ${what} ${entry.missing.join(', ')}, which ${verb} not been supplied.`,
      null,
    );
  }
  return partsFor(mart, entry, facilities).map(({ part }) => ({ mart, part }));
}

async function problemOf(
  error: EngineError,
  engine: ConsoleEngine,
  statement: ConsoleStatement,
  tables: ReadonlySet<string>,
): Promise<QueryProblem> {
  const first = readComplaint(error.message);
  if (/Expected a single SELECT/.test(first.text)) {
    return new QueryProblem(
      'The console only reads: a query is one SELECT (or WITH … SELECT, DESCRIBE, SUMMARIZE, EXPLAIN).',
      null,
      { cause: error },
    );
  }
  if (first.table !== null) {
    const near = nearestName(first.table, tables);
    const advice = near ? `Did you mean ${near}?` : 'The tables of this export are listed beside the query.';
    const line = lineOf(statement, await planned(engine, statement));
    return new QueryProblem(`There is no table “${first.table}”. ${advice}`, line, { cause: error });
  }
  if (/file system operations are disabled|Permission Error|disabled by configuration/i.test(error.message)) {
    const text = 'Files, addresses and settings cannot be reached from here: only the tables of this export.';
    return new QueryProblem(text, null, { cause: error });
  }
  const complaint = await planned(engine, statement);
  return new QueryProblem((complaint ?? first).text, lineOf(statement, complaint), { cause: error });
}

/** The complaint about the reader's own text: `query()` only knows its place in the text around it. */
async function planned(engine: ConsoleEngine, { select }: ConsoleStatement) {
  try {
    await engine.plan(select);
    return null;
  } catch (error) {
    return error instanceof EngineError && error.kind === 'query' ? readComplaint(error.message) : null;
  }
}

function lineOf({ linesBefore }: ConsoleStatement, complaint: { line: number | null } | null): number | null {
  return complaint?.line == null ? null : complaint.line + linesBefore;
}
