import { formatShort } from '../../src/lib/format/number.ts';
import { formatHundredths } from '../../src/lib/format/share.ts';
import { contract } from '../../data/contract/contract.ts';
import type { Table } from '../../data/contract/column.ts';
import type { TableReport } from '../../src/lib/export/manifest.ts';
import type { Database } from '../engine/database.ts';
import { openReader } from '../source/open-reader.ts';
import { readTable } from '../source/read-table.ts';
import type { Source } from '../source/source.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import type { Report } from '../terminal/progress.ts';
import { checkTable, createRejects } from './check-table.ts';
import { judgeSource } from './judge-source.ts';

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
    for (const table of contract) {
      if (!source.selects.has(table.name)) {
        tables.push(notSupplied(table));
        continue;
      }
      report.step(`Reading and checking ${table.name}`);
      const raw = await readTable(database, source, reader, table);
      const checked = await checkTable(database, table, raw, asOf, supplied, source.historyFrom);
      supplied.add(table.name);
      if (raw.rows === 0) checked.warnings.push('The SELECT gave no rows: the table counts as supplied, but empty.');
      tables.push(checked);
      if (table.name === 'agency') asOf = await readAsOf(database, checked);
    }
  } finally {
    await reader.close();
  }
  if (asOf === null) throw new Error('agency is the first table of the contract');
  const noted = await judgeSource(database, contract, {
    supplied,
    asOf,
    matchDays: source.settings.return_match_days,
  });
  for (const table of tables) table.noted = [...(table.noted ?? []), ...(noted.get(table.name) ?? [])];
  return { asOf, tables, supplied };
}

async function readAsOf(database: Database, agency: TableReport): Promise<string> {
  if (agency.loaded !== 1) {
    const why = agency.rules.map((rule) => `${rule.column}: ${rule.meaning}`).join(' ');
    throw new Failure(
      `agency.sql gave ${agency.read} rows, of which ${agency.loaded} are right; it must give exactly one, with ` +
        `agency_name and as_of (the last day the data cover). ${why}`,
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
    latest: null,
    warnings: [],
  };
}

/** Rows refused for a fault: copies and totals say again what is loaded, and lose nothing. */
function faulty(table: TableReport): number {
  return table.rules.reduce((sum, { rows, again }) => (again ? sum : sum + rows), 0);
}

/** Fails when any table lost more of its rows than the source allows. */
export function refuseTooManyRejects(checked: CheckedSource, limit: number, rejectsFile: string): void {
  const over = checked.tables.filter((table) => table.read > 0 && faulty(table) / table.read > limit);
  if (over.length === 0) return;
  const lines = over.map((table) => {
    const worst = table.rules.find(({ again }) => !again);
    const share = formatHundredths(faulty(table) / table.read, 1);
    const main = worst ? ` Most often: ${worst.column ?? 'the key'}: ${worst.meaning} (${worst.rows} rows)` : '';
    return `${table.name}: ${faulty(table)} of ${table.read} rows (${share} %) were rejected.${main}`;
  });
  throw new Failure(
    `The export stopped and the previous one stays in place: more than ${formatShort(100 * limit, 6)} % of a table was rejected ` +
      `(setting reject_limit).\n${lines.join('\n')}\nThe rows, with rule and value, are in ${rejectsFile}. ` +
      `Correct the extract, or raise reject_limit in source.json.`,
    { exitCode: exitCodes.source },
  );
}
