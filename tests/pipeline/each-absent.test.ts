import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Table } from '../../data/contract/column.ts';
import { contract } from '../../data/contract/contract.ts';
import { exampleRow } from '../../data/contract/described.ts';
import { addDays } from '../../src/lib/calendar/date.ts';
import type { AnswerFile } from '../../src/lib/export/answers.ts';
import { exported } from './exported.ts';
import { readWholeExport } from './export-folder.ts';
import { lenient } from './small-agency.ts';
import { temporaryFolder, writeSource, type Row } from './source-folder.ts';

/**
 * Every optional table and column of the contract is left out once. Of what was not supplied nothing is known: a figure
 * that is there when it is supplied may be missing without it, or be another, but may not turn into none.
 */

/** Of these there are few, whatever happens. */
const few = ['agency', 'region', 'facility', 'unit', 'staff', 'program', 'task_time', 'release_budget'];
const people = 30;
/** Ready-made counts and research files stand for stays, not beside them. */
const readyMade = ['population_count', 'release_cohort'];

/** Rows of a table: the example of the contract, once for each of thirty people, five days apart. */
function rowsOf(table: Table): Row[] {
  const count = few.includes(table.name) ? 1 : people;
  return Array.from({ length: count }, (_, at) => {
    const open = at % 2 === 0;
    const row: Row = exampleRow(table);
    for (const [name, column] of Object.entries(table.columns)) {
      const value = row[name];
      if (typeof value !== 'string') continue;
      const own = column.references ?? name.replace(/_id$/, '');
      if (column.kind === 'id' && count > 1 && !few.includes(own)) row[name] = `${value}-${at}`;
      if (column.kind === 'date' && count > 1) row[name] = addDays(value, -5 * at);
      if (column.kind === 'month')
        row[name] = `${2024 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`;
      if (column.kind === 'boolean' && name !== 'life_sentence') row[name] = at % 3 > 0;
      if (column.values && count > 1) row[name] = column.values[at % Math.min(column.values.length, 4)] ?? null;
      // Every other stay goes on, and with it what is open in it.
      if (open && ['release_date', 'release_type'].includes(name)) row[name] = null;
      if (open && name === 'end_date' && ['placement', 'assignment'].includes(table.name)) row[name] = null;
    }
    // Some cases were taken over lately.
    if (table.name === 'assignment' && at < 10) row['start_date'] = '2026-04-10';
    // Some of those released were in their place to the last day.
    if (table.name === 'placement' && at % 4 === 1 && at < 16) row['end_date'] = addDays('2026-06-15', -5 * at);
    return row;
  });
}

type Given = Record<string, Row[]>;
const made = (names: readonly string[]): Given =>
  Object.fromEntries(contract.filter(({ name }) => names.includes(name)).map((table) => [table.name, rowsOf(table)]));

const withStays = made(contract.map(({ name }) => name).filter((name) => !readyMade.includes(name)));
// Of those released some came back.
withStays['stay']?.push(
  ...[17, 21, 25].map((at) => ({
    stay_id: `BACK-${at}`,
    person_id: `P1001-${at}`,
    admission_date: '2026-06-20',
    admission_type: 'technical_violation',
  })),
);

/** Counts of one institution on the first days of thirty months. */
const withCounts = made(['agency', 'region', 'facility', 'population_count']);
withCounts['population_count'] = (withCounts['population_count'] ?? []).map((row, at) => ({
  ...row,
  count_date: `${2024 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`,
  population: 100 + at,
}));

/** Releases of three years, a third of whom came back within a year, and half of whom took part in a program. */
const withReleases = made(['agency', 'region', 'facility', 'program', 'release_cohort']);
withReleases['release_cohort'] = Array.from({ length: 240 }, (_, at) => ({
  ...withReleases['release_cohort']?.[0],
  release_id: `R${at}`,
  person_id: `P${at}`,
  cohort_year: 2020 + ((at % 5) % 3),
  release_date: `${2020 + ((at % 5) % 3)}-03-01`,
  days_followed: 1200,
  event_type: at % 3 === 0 ? 'return_technical' : null,
  days_to_event: at % 3 === 0 ? 30 + at : null,
  program_id: at % 2 === 0 ? 'G1' : null,
  program_status: at % 2 === 0 ? 'completed' : null,
}));

const home = temporaryFolder();
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** What the pages are answered: the sum of every number of every panel, and its rows. */
type Sums = Map<string, { rows: number; sums: Map<string, number> }>;

async function answersOf(name: string, given: Given): Promise<Sums> {
  const settings = { ...lenient, custody_levels: ['low', 'medium'], program_exposure: 'before_release' };
  const { path } = writeSource(join(home, name), given, settings);
  const { out } = await exported(path, { accept: true });
  const { files, folder } = readWholeExport(out);
  const found: Sums = new Map();
  for (const [key, { file }] of Object.entries(files.answers)) {
    const { panels } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as AnswerFile;
    for (const [panel, answer] of Object.entries(panels)) {
      // Where there are no rows and the answer says why, nothing is told as none.
      if (!('rows' in answer) || (answer.rows.length === 0 && answer.note)) continue;
      const sums = new Map<string, number>();
      for (const row of answer.rows)
        for (const [at, value] of row.entries()) {
          const column = answer.columns[at] ?? '';
          if (typeof value === 'number') sums.set(column, (sums.get(column) ?? 0) + Math.abs(value));
        }
      found.set(`${key} ${panel}`, { rows: answer.rows.length, sums });
    }
  }
  return found;
}

/** Numbers that were something when all was supplied and are nothing now. */
function turnedIntoNone(before: Sums, after: Sums): string[] {
  return [...after].flatMap(([panel, { rows, sums }]) => {
    const was = before.get(panel);
    if (!was) return [];
    if (was.rows > 0 && rows === 0) return [`${panel}: no row`];
    return [...sums]
      .filter(([column, sum]) => sum === 0 && (was.sums.get(column) ?? 0) > 0)
      .map(([column]) => `${panel}: ${column}`);
  });
}

/** Splits a list so that everything is left out once, and what lies side by side in the contract at different times. */
const inTurns = <Item>(items: readonly Item[], turns: number): Item[][] =>
  Array.from({ length: turns }, (_, turn) => items.filter((_item, index) => index % turns === turn));

/** The optional tables of a source, and the optional columns of its tables as `table.column`. */
function optionalOf(given: Given): { tables: string[]; columns: string[] } {
  const tables = contract.filter(({ name }) => name in given);
  return {
    tables: tables.map(({ name }) => name).filter((name) => !['agency', 'stay', ...readyMade].includes(name)),
    columns: tables.flatMap((table) =>
      Object.entries(table.columns)
        .filter(([, column]) => !column.required && column.fallback === undefined)
        .map(([name]) => `${table.name}.${name}`),
    ),
  };
}

function without(given: Given, names: readonly string[]): Given {
  const kept = Object.entries(given).filter(([table]) => !names.includes(table));
  return Object.fromEntries(
    kept.map(([table, rows]) => [
      table,
      rows.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(`${table}.${name}`))),
      ),
    ]),
  );
}

describe.each([
  { kind: 'stays', given: withStays, tableTurns: 3, columnTurns: 3, panels: 300 },
  { kind: 'counts', given: withCounts, tableTurns: 2, columnTurns: 3, panels: 20 },
  { kind: 'releases', given: withReleases, tableTurns: 2, columnTurns: 3, panels: 20 },
])('an agency that supplies $kind', ({ kind, given, tableTurns, columnTurns, panels }) => {
  let full: Sums;
  beforeAll(async () => {
    full = await answersOf(kind, given);
    expect(full.size).toBeGreaterThan(panels);
  });
  const { tables, columns } = optionalOf(given);
  it.each([...inTurns(tables, tableTurns), ...inTurns(columns, columnTurns)].map((names) => [names.join(', '), names]))(
    'without %s',
    async (_title, names) => {
      const name = `${kind}-${names[0]}`;
      const none = turnedIntoNone(full, await answersOf(name, without(given, names as string[])));
      expect(none).toEqual([]);
    },
  );
});
