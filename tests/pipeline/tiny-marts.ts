import { sqlTypeOf } from '../../data/contract/column.ts';
import { contract, type TableName } from '../../data/contract/contract.ts';
import { defaultSettings, type Settings } from '../../data/contract/settings.ts';
import { identifier, literal, openDatabase, type Database } from '../../scripts/engine/database.ts';
import { makeMarts, readMarts, type Mart } from '../../scripts/export/mart.ts';
import { definePseudonym } from '../../scripts/export/pseudonym.ts';
import type { Holidays } from '../../scripts/source/holidays.ts';
import { setVariables } from '../../scripts/export/variables.ts';
import type { Row } from './source-folder.ts';

let known: Promise<Mart[]> | undefined;

/**
 * Makes some marts, and what they are made from, of tables written by hand, on a database of their own: the steps of
 * an export between its checks and its files. Close it afterwards.
 */
export async function tinyMarts(
  tables: Partial<Record<TableName, readonly Row[]>>,
  wanted: readonly string[],
  asOf: string,
  { holidays = null, settings = {} }: { holidays?: Holidays; settings?: Partial<Settings> } = {},
): Promise<Database> {
  known ??= readMarts();
  const database = await openDatabase({ threads: 1 });
  for (const table of contract) {
    const columns = Object.entries(table.columns).map(([name, { kind }]) => `${identifier(name)} ${sqlTypeOf[kind]}`);
    await database.run(`CREATE TABLE main.${identifier(table.name)} (${columns.join(', ')})`);
    const rows = tables[table.name] ?? [];
    if (rows.length === 0) continue;
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    const values = rows.map((row) => `(${names.map((name) => sqlOf(row[name])).join(', ')})`);
    await database.run(
      `INSERT INTO main.${identifier(table.name)} (${names.map(identifier).join(', ')}) VALUES ${values.join(', ')}`,
    );
  }
  await setVariables(database, {
    asOf,
    historyFrom: '2000-01-01',
    settings: { ...defaultSettings(), ...settings },
    holidays,
  });
  await definePseudonym(database, 'a secret of the tests');
  await makeMarts([database], madeFrom(await known, wanted), new Set(contract.map(({ name }) => name)));
  return database;
}

function sqlOf(value: Row[string] | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  return typeof value === 'string' ? literal(value) : String(value);
}

/** The marts named and those they are made from, in the order given. */
export function madeFrom(marts: readonly Mart[], wanted: readonly string[]): Mart[] {
  const names = new Set<string>();
  const visit = (name: string) => {
    if (names.has(name)) return;
    names.add(name);
    for (const mart of marts) if (mart.name === name) mart.after.forEach(visit);
  };
  wanted.forEach(visit);
  return marts.filter(({ name }) => names.has(name));
}
