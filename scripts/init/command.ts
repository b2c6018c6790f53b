import { setOwn } from '../../src/lib/analysis/own.ts';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { Command } from 'commander';
import { contract, contractTable } from '../../data/contract/contract.ts';
import type { Table } from '../../data/contract/column.ts';
import { formatQuantity } from '../../src/lib/format/quantity.ts';
import { identifier, openDatabase } from '../engine/database.ts';
import { selectWords } from '../engine/select-words.ts';
import { sourcesFolder, shownPath } from '../source/source.ts';
import { toDoCode } from '../source/to-do.ts';
import { exitCodes, Failure, machineFailure } from '../terminal/failure.ts';
import { print } from '../terminal/print.ts';
import type { Dialect, FoundTable } from './found.ts';
import { lookAtDatabase } from './look-at-database.ts';
import { lookAtFiles } from './look-at-files.ts';
import { matchTable, type TableMatch } from './match.ts';
import { agencyText } from './agency-text.ts';
import { dialects } from './dialects.ts';
import { unreadFile, unreadText } from './unread.ts';
import { selectText } from './write-select.ts';

/** More different values than this are no codes. */
const mostCodes = 60;

/** `caseboard init NAME --from FOLDER|URL`: a source to begin with, written from what the files or the database show. */
export function initCommand(): Command {
  return new Command('init')
    .description('begin a source: look at files or a database, and write source.json and a SELECT per table')
    .argument('<name>', `name of the source: its folder under ${sourcesFolder}, or a path`)
    .requiredOption('--from <from>', 'folder of the extract’s files, or postgresql://… (the password in PGPASSWORD)')
    .action(async (name: string, { from }: { from: string }) => {
      const folder = name.includes('/') || isAbsolute(name) ? resolve(name) : resolve(sourcesFolder, name);
      await refuseExisting(folder);
      const database = /^postgres(ql)?:\/\//.test(from);
      const looked = database ? await fromDatabase(from) : await fromFiles(from, folder);
      try {
        if (looked.tables.length === 0) {
          throw new Failure(`Nothing to read was found in ${from}. ${looked.passedOver.join(' ')}`.trim(), {
            exitCode: exitCodes.source,
          });
        }
        const matches = new Map<Table, TableMatch | null>();
        for (const table of contract as readonly Table[]) matches.set(table, matchTable(table, looked.tables));
        await writeSource(folder, dialects[looked.engine], matches, looked.tables);
        tell(folder, looked, matches);
      } catch (cause) {
        throw machineFailure(cause, folder);
      } finally {
        await looked.close();
      }
    });
}

interface Looked {
  engine: Dialect['engine'];
  tables: FoundTable[];
  passedOver: string[];
  /** What `check` needs beside the name of the source. */
  option: string;
  close(): Promise<void>;
}

async function refuseExisting(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const made = names.filter((name) => name === 'source.json' || name.endsWith('.sql'));
  if (made.length === 0) return;
  throw new Failure(
    `${shownPath(folder)} is a source already (${made.slice(0, 3).join(', ')}${made.length > 3 ? ', …' : ''}). Nothing was changed: choose another name, or remove that folder.`,
    { exitCode: exitCodes.usage },
  );
}

async function fromFiles(from: string, folder: string): Promise<Looked> {
  const place = resolve(from);
  if (!(await stat(place).catch(() => null))?.isDirectory()) {
    throw new Failure(
      `There is no folder ${from}. Name the folder the extract’s files lie in, or a database as postgresql://user@host:port/database.`,
      { exitCode: exitCodes.usage },
    );
  }
  const inside = relative(folder, place);
  const within = !inside.startsWith('..') && !isAbsolute(inside);
  const database = await openDatabase();
  for (const word of selectWords) await database.run(word);
  const { tables, passedOver } = await lookAtFiles(database, place, (path) =>
    relative(within ? folder : place, path)
      .split('\\')
      .join('/'),
  );
  return {
    engine: 'duckdb',
    tables,
    passedOver,
    option: within ? '' : ` --files ${from}`,
    close: async () => database.close(),
  };
}

async function fromDatabase(url: string): Promise<Looked> {
  const { tables, close } = await lookAtDatabase(url);
  return { engine: 'postgres', tables, passedOver: [], option: '', close };
}

async function writeSource(
  folder: string,
  dialect: Dialect,
  matches: ReadonlyMap<Table, TableMatch | null>,
  tables: readonly FoundTable[],
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const unitsRepeat = await unitCodesRepeat(matches);
  const nothingReadFrom = unread(tables, matches);
  for (const [table, match] of matches) {
    const text =
      table.name === 'agency' && match === null
        ? await agencyText(dialect, matches, tables)
        : await selectText(table, match, dialect, unitsRepeat);
    await writeFile(join(folder, `${table.name}.sql`), text);
  }
  await writeFile(
    join(folder, 'source.json'),
    `${JSON.stringify(await sourceJson(dialect, matches, nothingReadFrom), null, 2)}\n`,
  );
  if (nothingReadFrom.length > 0) await writeFile(join(folder, unreadFile), await unreadText(nothingReadFrom, dialect));
}

/** Whether a code of a unit says which it is only together with its institution's. */
async function unitCodesRepeat(matches: ReadonlyMap<Table, TableMatch | null>): Promise<boolean> {
  const match = [...matches].find(([table]) => table.name === 'unit')?.[1];
  const [unit, facility] = ['unit_id', 'facility_id'].map((name) => match?.columns.get(name)?.column.name);
  if (!match || !unit || !facility) return false;
  const [found] = await match.found.ask(
    (from) =>
      `SELECT CAST(count(DISTINCT unit) AS INTEGER) AS units, CAST(count(DISTINCT facility || '-' || unit) AS INTEGER) AS pairs
       FROM (SELECT CAST(${identifier(unit)} AS VARCHAR) AS unit, CAST(${identifier(facility)} AS VARCHAR) AS facility FROM ${from}) AS units`,
  );
  return Number(found?.['pairs'] ?? 0) > Number(found?.['units'] ?? 0);
}

async function sourceJson(
  dialect: Dialect,
  matches: ReadonlyMap<Table, TableMatch | null>,
  nothingReadFrom: readonly FoundTable[],
): Promise<Record<string, unknown>> {
  const codes: Record<string, Record<string, string>> = {};
  const levels = new Set<string>();
  const bare: string[] = [];
  for (const [table, match] of matches) {
    for (const [name, { column }] of match?.columns ?? []) {
      const definition = contractTable(table.name)?.columns[name];
      if (definition?.kind !== 'category') continue;
      const values = await column.values(mostCodes + 1);
      if (values.length > mostCodes || values.length === 0) continue;
      if (!definition.values && !definition.custody) {
        // Any value will do, and readers see it: a digit tells them nothing.
        if (values.every(({ value }) => /^\d{1,3}$/.test(value)))
          bare.push(
            `codes: readers will see ${values.map(({ value }) => value).join(', ')} for ${table.name}.${name}; say under "codes" what each should read.`,
          );
        continue;
      }
      if (definition.custody) for (const { value } of values) levels.add(value);
      const unknown = values.filter(
        ({ value }) => definition.values && !definition.values.some((known) => folded(known) === folded(value)),
      );
      if (unknown.length > 0)
        setOwn(codes, `${table.name}.${name}`, Object.fromEntries(unknown.map(({ value }) => [value, toDoCode])));
    }
  }
  const agency = [...matches].find(([table]) => table.name === 'agency')?.[1];
  const toDo = [
    // Where no file says it, agency.sql asks for it too: written there, it is written here by itself.
    ...(agency ? [`agency_name: write the agency’s name here too; pages take that of ${agency.found.name}.`] : []),
    ...(levels.size > 0
      ? [
          `custody_levels: put them in order, from the least to the most secure, and take out what is none.${[...levels].some((level) => level.length <= 3) ? ' Readers will see them as they are: to show words, say under "codes" what each is, and list the words here.' : ''}`,
        ]
      : []),
    ...Object.entries(codes).map(
      ([key, values]) =>
        `codes: say what ${Object.keys(values).join(', ')} of ${key} mean: one of ${contractTable(key.split('.')[0] ?? '')?.columns[key.split('.')[1] ?? '']?.values?.join(', ')}; or null where nothing was recorded.`,
    ),
    ...bare,
    ...nothingReadFrom.map(
      ({ name }) =>
        `${name}: nothing is read from it. If it holds a table of the contract, write that table’s SELECT; ${unreadFile} has its columns as a SELECT reads them.`,
    ),
    'history_from: the first day from which everybody in custody is in the extract. Leave it out if you do not know it.',
    'time_zone: if moments with an offset from UTC come, the agency’s, such as America/Chicago.',
  ];
  return {
    agency_name: 'Name of the agency',
    engine: dialect.engine,
    ...(levels.size > 0 ? { custody_levels: [...levels].sort() } : {}),
    ...(Object.keys(codes).length > 0 ? { codes } : {}),
    to_do: toDo,
  };
}

/** Files or tables no SELECT reads. */
function unread(tables: readonly FoundTable[], matches: ReadonlyMap<Table, TableMatch | null>): FoundTable[] {
  const read = new Set([...matches.values()].map((match) => match?.found));
  return tables.filter((table) => !read.has(table));
}

const folded = (code: string) => code.toLowerCase().replace(/[\s_–-]+/g, '_');

function tell(
  folder: string,
  { tables, passedOver, option }: Looked,
  matches: ReadonlyMap<Table, TableMatch | null>,
): void {
  const lines = tables.map(({ name, read, rows, columns }) => {
    const uses = [...matches].filter(([, match]) => match?.found.name === name).map(([table]) => table.name);
    return `${name}: ${formatQuantity(rows, 'row')}, ${columns.length} columns; ${read}. ${uses.length > 0 ? `Read for ${uses.join(', ')}.` : 'Nothing is read from it.'}`;
  });
  const target = relative(resolve(sourcesFolder), folder);
  const name = target.startsWith('..') || target.includes('/') ? shownPath(folder) : target;
  print(
    `${[...lines, ...passedOver.map((each) => `Passed over ${each}`)].join('\n')}\n` +
      `Wrote source.json and ${matches.size} SELECTs in ${shownPath(folder)}. What is left to do, in order:\n  npx caseboard check ${name}${option}\n`,
  );
}
