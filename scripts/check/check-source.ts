import { contract } from '../../data/contract/contract.ts';
import type { Table } from '../../data/contract/column.ts';
import type { TableReport } from '../../src/lib/export/manifest.ts';
import { literal, type Database } from '../engine/database.ts';
import { openReader } from '../source/open-reader.ts';
import { lookForMoments } from '../source/moments.ts';
import { readTable, type RawTable } from '../source/read-table.ts';
import type { Source } from '../source/source.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import type { Report } from '../terminal/progress.ts';
import { checkTable, createRejects } from './check-table.ts';
import { findUnknownCodes, unknownWarning } from './codes.ts';
import { judgeSource } from './judge-source.ts';
import { tidyTable } from './tidy.ts';

export interface CheckedSource {
  asOf: string;
  tables: TableReport[];
  /** Contract tables with an entry in `main`, whether they hold rows or not. */
  supplied: Set<string>;
}

/**
 * Reads and checks every table of a source into `database`: good rows in `main.<table>`, the others in `rejects`.
 * Stops at the first table that cannot be read, and when the agency table does not say the as-of date.
 */
export async function checkSource(database: Database, source: Source, report: Report): Promise<CheckedSource> {
  await database.run('CREATE SCHEMA IF NOT EXISTS raw');
  await createRejects(database);
  const tables: TableReport[] = [];
  const supplied = new Set<string>();
  let asOf: string | null = null;
  const reader = await openReader(database, source, report);
  try {
    if (source.timeZone !== null) await setTimeZone(database, source.timeZone);
    for (const table of contract) {
      if (!source.selects.has(table.name)) {
        tables.push(notSupplied(table));
        continue;
      }
      report.step(`Reading and checking ${table.name}`);
      const raw = await readTable(database, source, reader, table);
      const intake = await takeIn(database, table, raw, source);
      const checked = { ...(await checkTable(database, table, raw, asOf, supplied, source.historyFrom)), ...intake };
      checked.unknown = await findUnknownCodes(database, table, source);
      checked.warnings.push(...checked.unknown.map(unknownWarning));
      supplied.add(table.name);
      if (raw.rows === 0) checked.warnings.push('The SELECT gave no rows: the table counts as supplied, but empty.');
      tables.push(checked);
      if (table.name === 'agency') asOf = await readAsOf(database, checked);
    }
  } finally {
    await reader.close();
    await setTimeZone(database, 'UTC');
  }
  if (asOf === null) throw new Error('agency is the first table of the contract');
  const noted = await judgeSource(database, contract, {
    supplied,
    asOf,
    matchDays: source.settings.return_match_days,
  });
  for (const table of tables) table.noted = [...(table.noted ?? []), ...(noted.get(table.name) ?? [])];
  for (const key of source.codes.keys()) {
    const [of = ''] = key.split('.');
    if (!supplied.has(of))
      source.warnings.push(`source.json explains codes of ${key}, but the source has no ${of}.sql.`);
  }
  return { asOf, tables, supplied };
}

/** What a SELECT makes of moments by itself, and moments the reader has typed, are then of that zone. */
async function setTimeZone(database: Database, name: string): Promise<void> {
  try {
    await database.run(`SET TimeZone = ${literal(name)}`);
  } catch (cause) {
    throw new Failure(
      `source.json: the engine knows no time zone "${name}". Write it as the IANA database does, such as America/Chicago.`,
      { exitCode: exitCodes.source, cause },
    );
  }
}

/** Tidies the text of a table and finds the moments in it, before its rows are judged. */
async function takeIn(
  database: Database,
  table: Table,
  raw: RawTable,
  source: Source,
): Promise<Pick<TableReport, 'tidied'>> {
  const select = source.selects.get(table.name);
  if (!select) throw new Error(`the source has no SELECT for ${table.name}`);
  for (const key of source.codes.keys()) {
    const [of, column = ''] = key.split('.');
    if (of !== table.name || raw.columns.has(column)) continue;
    raw.warnings.push(`${column}: source.json explains its codes, but the SELECT does not give the column.`);
  }
  const { tidied, warnings } = await tidyTable(database, table, raw, source);
  raw.warnings.push(...warnings, ...(await lookForMoments(database, table, raw, select)));
  return { tidied };
}

async function readAsOf(database: Database, agency: TableReport): Promise<string> {
  if (agency.loaded !== 1) {
    const why = agency.rules.map((rule) => ` ${rule.column}: ${rule.meaning}`).join('');
    throw new Failure(
      `agency.sql gave ${agency.read} rows, of which ${agency.loaded} are right; it must give exactly one, with ` +
        `agency_name and as_of (the last day the data cover).${why}`,
      { exitCode: exitCodes.source },
    );
  }
  return String(await database.value('SELECT CAST(as_of AS VARCHAR) FROM main.agency'));
}

function notSupplied(table: Table): TableReport {
  return {
    name: table.name,
    supplied: false,
    read: 0,
    loaded: 0,
    rejected: 0,
    rules: [],
    cleared: [],
    noted: [],
    tidied: [],
    unknown: [],
    latest: null,
    warnings: [],
  };
}
