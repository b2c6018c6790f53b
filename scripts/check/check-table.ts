import { isAboutPeople, kindName, type Table } from '../../data/contract/column.ts';
import { contractTable } from '../../data/contract/contract.ts';
import { fewestToJudge, type RuleReport, type TableReport } from '../../src/lib/export/manifest.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import type { RawTable } from '../source/read-table.ts';
import { convertedSql, presentSql, rawTextSql, rowKeySql, withFallback } from './conversion.ts';
import { rejectOverlaps } from './intervals.ts';
import { judgeCopies, judgeTable, noteDoubts, rowJudgement, untriedRules } from './plausibility.ts';
import { formRules } from '../../data/contract/rules-of-form.ts';
import { copyText, type Fault, type Judging, type RuleName } from './rule.ts';

/** Where rejected rows and emptied values are kept until they are written to the rejects file. */
export async function createRejects(database: Database): Promise<void> {
  await database.run(`CREATE TABLE IF NOT EXISTS rejects (
    table_name VARCHAR, row_number BIGINT, row_key VARCHAR, rule VARCHAR, column_name VARCHAR, value VARCHAR,
    meaning VARCHAR, action VARCHAR, again BOOLEAN)`);
}

/**
 * Checks the rows of `raw.<table>` and leaves the good ones, typed, in `main.<table>`. Every other row goes to
 * `rejects` with its rule and value; an optional reference that does not resolve is emptied and noted there too.
 * Tables must be checked parents first. Drops `raw.<table>`.
 */
export async function checkTable(
  database: Database,
  table: Table,
  raw: RawTable,
  asOf: string | null,
  supplied: ReadonlySet<string>,
  historyFrom: string | null = null,
): Promise<TableReport> {
  const name = identifier(table.name);
  const judgement = rowJudgement(table, raw, asOf);
  const faults = rowFaults(table, asOf, judgement.faults);
  const columns = Object.entries(table.columns);
  const converted = columns.map(
    ([column, definition]) => `${convertedSql(column, definition, raw)} AS ${identifier(column)}`,
  );
  const present = columns.map(([column]) => `${presentSql(column, raw)} AS ${identifier(`has ${column}`)}`);
  const verdict = faults.map(({ condition }, index) => `WHEN ${condition} THEN ${index}`).join(' ');
  const kept = columns.map(
    ([column, definition]) => `${withFallback(identifier(column), definition)} AS ${identifier(column)}`,
  );
  await database.run(`CREATE OR REPLACE TABLE main.${name} AS
    SELECT ${kept.join(', ')}, _row, _doubt, CAST(${verdict ? `CASE ${verdict} END` : 'NULL'} AS SMALLINT) AS _fault
    FROM (${judgement.around(`SELECT rowid AS _row, ${[...converted, ...present, ...judgement.flags].join(', ')} FROM raw.${name}`)})`);

  const reject = (fault: Fault, rowsSql: string) => moveToRejects(database, table, raw, fault, rowsSql);
  const judging: Judging = {
    reject,
    async note(fault, rowsSql, what) {
      if ((await setApart(database, rowsSql)) > 0) await noteRows(database, table, raw, fault, what);
    },
  };
  const broken = await database.rows(
    `SELECT DISTINCT _fault AS fault FROM main.${name} WHERE _fault IS NOT NULL ORDER BY 1`,
  );
  for (const { fault } of broken) {
    const rule = faults[Number(fault)];
    if (rule) await reject(rule, `SELECT _row FROM main.${name} WHERE _fault = ${Number(fault)}`);
  }
  await rejectDuplicates(database, table, reject);
  await resolveReferences(database, table, raw, supplied, reject);
  await judgeCopies(database, table, judging);
  if (table.intervals) await rejectOverlaps(database, table, reject);
  const noted = await judgeTable(database, table, { supplied, historyFrom }, judging);
  await noteDoubts(database, table, judgement, judging);

  const latest = await latestMonth(database, table, asOf);
  const used = ['_fault', '_doubt', '_row'].map((column) => `ALTER TABLE main.${name} DROP COLUMN ${column}`);
  await database.run([...used, `DROP TABLE raw.${name}`].join('; '));
  const found = await counts(database, table, raw.rows);
  return {
    name: table.name,
    supplied: true,
    ...found,
    noted: [...found.noted, ...noted],
    untried: untriedRules(table, raw.columns, supplied),
    empty: await emptyColumns(database, table, raw, found.loaded),
    latest,
    warnings: raw.warnings,
  };
}

/** The rules a row can be held to on its own. */
function rowFaults(
  table: Table,
  asOf: string | null,
  implausible: readonly (Fault & { condition: string })[],
): (Fault & { condition: string })[] {
  const columns = Object.entries(table.columns);
  const isDate = (kind: string) => kind === 'date' || kind === 'month';
  const isSentinel = ({ rule }: Fault) => rule === 'sentinel';
  return [
    // "12/31/9999" is no date that fails to convert: it is one that stands for none.
    ...implausible.filter(isSentinel),
    ...columns.map(([column]) => ({
      rule: 'convert' as const,
      column,
      condition: `${identifier(`has ${column}`)} AND ${identifier(column)} IS NULL`,
    })),
    ...columns
      .filter(([, definition]) => definition.required)
      .map(([column]) => ({ rule: 'required' as const, column, condition: `${identifier(column)} IS NULL` })),
    ...(table.order ?? []).map(([earlier, later]) => ({
      rule: 'order' as const,
      column: later,
      condition: `${identifier(later)} < ${identifier(earlier)}`,
    })),
    ...columns
      .filter(([, definition]) => asOf !== null && isDate(definition.kind) && !definition.planned)
      .map(([column]) => ({
        rule: 'after_as_of' as const,
        column,
        condition: `${identifier(column)} > DATE ${literal(asOf ?? '')}`,
      })),
    ...implausible.filter((fault) => !isSentinel(fault)),
  ];
}

/** Optional columns no loaded row fills (see `TableReport.empty`). */
async function emptyColumns(database: Database, table: Table, raw: RawTable, loaded: number): Promise<string[]> {
  const optional = Object.entries(table.columns).filter(
    ([, column]) => !column.required && column.fallback === undefined,
  );
  if (loaded === 0 || optional.length === 0) return [];
  const counted = optional.map(([name]) => `count(${identifier(name)}) AS ${identifier(name)}`);
  const [row] = await database.rows(`SELECT ${counted.join(', ')} FROM main.${identifier(table.name)}`);
  return optional
    .filter(([name, { later }]) => {
      if (Number(row?.[name] ?? 0) > 0) return false;
      return !later || !raw.columns.has(name) || loaded >= fewestToJudge;
    })
    .map(([name]) => name);
}

type Reject = (fault: Fault, rowsSql: string) => Promise<void>;

async function moveToRejects(database: Database, table: Table, raw: RawTable, fault: Fault, rowsSql: string) {
  if ((await setApart(database, rowsSql)) === 0) return;
  await noteRows(database, table, raw, fault, 'row not loaded');
  await database.run(`DELETE FROM main.${identifier(table.name)} WHERE _row IN (SELECT _row FROM refused)`);
}

/** Puts the numbers of some rows into the temporary table `refused`, and says how many there are: mostly none. */
async function setApart(database: Database, rowsSql: string): Promise<number> {
  return Number(await database.value(`CREATE OR REPLACE TEMP TABLE refused AS ${rowsSql}`));
}

/** Writes the rows of the temporary table `refused` into `rejects`, with the value as the source wrote it. */
async function noteRows(database: Database, table: Table, raw: RawTable, fault: Fault, action: string) {
  const value = fault.column === null ? 'NULL' : rawTextSql(fault.column, raw);
  await database.run(
    `INSERT INTO rejects
     SELECT ?, rowid + 1, ${rowKeySql(table, raw)}, ?, ?, ${value}, ?, ?, ?
     FROM raw.${identifier(table.name)} WHERE rowid IN (SELECT _row FROM refused) ORDER BY rowid`,
    [table.name, fault.rule, fault.column, meaningOf(table, raw, fault), action, fault.again ?? false],
  );
}

function meaningOf(table: Table, raw: RawTable, fault: Fault): string {
  if (fault.meaning !== undefined) return fault.meaning;
  const column = fault.column === null ? undefined : table.columns[fault.column];
  if (fault.rule === 'convert' && column?.kind === 'id') {
    return `The id is longer than ${raw.longest.get(fault.column ?? '')} characters.`;
  }
  if (fault.rule === 'convert' && column) return `The value is not a ${kindName[column.kind]}.`;
  if (fault.rule === 'reference' && column?.references) {
    return `There is no row with this value in the table ${column.references}.`;
  }
  return Object.hasOwn(formRules, fault.rule) ? formRules[fault.rule as keyof typeof formRules] : fault.rule;
}

async function rejectDuplicates(database: Database, table: Table, reject: Reject): Promise<void> {
  if (!table.key) return;
  const name = identifier(table.name);
  const key = table.key.map(identifier).join(', ');
  const column = table.key.length === 1 ? (table.key[0] ?? null) : null;
  // Copies share their key: where no two rows do, as in most tables, there is nothing to look for.
  const shared = `SELECT count(*) FROM (SELECT 1 FROM main.${name} GROUP BY ${key} HAVING count(*) > 1)`;
  if (Number(await database.value(shared)) === 0) return;
  // Grouping first keeps the window to the few rows that share a key.
  const later = (same: string) => `SELECT _row FROM (
       SELECT _row, row_number() OVER (PARTITION BY ${same} ORDER BY _row) AS occurrence
       FROM main.${name} JOIN (SELECT ${key} FROM main.${name} GROUP BY ALL HAVING count(*) > 1) USING (${key})
     ) WHERE occurrence > 1`;
  const every = Object.keys(table.columns).map(identifier).join(', ');
  await reject({ rule: 'unique', column, meaning: copyText, again: true }, later(every));
  await reject({ rule: 'unique', column }, later(key));
}

async function resolveReferences(
  database: Database,
  table: Table,
  raw: RawTable,
  supplied: ReadonlySet<string>,
  reject: Reject,
): Promise<void> {
  const name = identifier(table.name);
  for (const [column, definition] of Object.entries(table.columns)) {
    const parent = definition.references;
    const parentKey = parent ? contractTable(parent)?.key?.[0] : undefined;
    if (!parent || !parentKey || !supplied.has(parent)) continue;
    const orphans = `SELECT _row FROM main.${name} child
      WHERE child.${identifier(column)} IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM main.${identifier(parent)} parent WHERE parent.${identifier(parentKey)} = child.${identifier(column)})`;
    const fault: Fault = { rule: 'reference', column };
    if (definition.required) {
      await reject(fault, orphans);
      continue;
    }
    if ((await setApart(database, orphans)) === 0) continue;
    await noteRows(database, table, raw, fault, 'value left empty');
    await database.run(`UPDATE main.${name} SET ${identifier(column)} = NULL WHERE _row IN (SELECT _row FROM refused)`);
  }
}

/**
 * First day of the latest month with recorded (not planned) dates. The last day of all is somebody's where rows are about
 * people (the youngest person's day of birth, say): there it is the latest month with enough rows that it is nobody's.
 */
async function latestMonth(database: Database, table: Table, asOf: string | null): Promise<string | null> {
  const month = (day: string) => `CAST(CAST(date_trunc('month', ${day}) AS DATE) AS VARCHAR)`;
  const name = `main.${identifier(table.name)}`;
  if (isAboutPeople(table)) {
    if (!table.when) return null;
    const day = identifier(table.when);
    const known = asOf === null ? 'true' : `${day} <= DATE ${literal(asOf)}`;
    const months = `SELECT ${month(day)} AS month FROM ${name} WHERE ${known} GROUP BY 1 HAVING count(*) >= ${minOfMonth}`;
    return (await database.value(`SELECT max(month) FROM (${months})`)) as string | null;
  }
  const dates = Object.entries(table.columns)
    .filter(([, definition]) => (definition.kind === 'date' || definition.kind === 'month') && !definition.planned)
    .map(([column]) => `max(${identifier(column)})`);
  if (dates.length === 0) return null;
  const greatest = dates.length === 1 ? (dates[0] ?? 'NULL') : `greatest(${dates.join(', ')})`;
  return (await database.value(`SELECT ${month(greatest)} FROM ${name}`)) as string | null;
}

/** Fewest rows of a month that tell nothing of one person: no cell of 1 to 10 (the rule of the US Medicare agency). */
const minOfMonth = 11;

async function counts(database: Database, table: Table, read: number) {
  const loaded = Number(await database.value(`SELECT count(*) FROM main.${identifier(table.name)}`));
  const noted = await database.rows(
    `SELECT rule, column_name AS "column", action, meaning, again, count(*)::INTEGER AS rows FROM rejects
     WHERE table_name = ? GROUP BY ALL ORDER BY rows DESC, rule, "column"`,
    [table.name],
  );
  const of = (action: string): RuleReport[] =>
    noted
      .filter((row) => row.action === action)
      .map((row) => ({
        rule: String(row.rule) as RuleName,
        column: row.column as string | null,
        rows: Number(row.rows),
        meaning: String(row.meaning),
        ...(row.again === true ? { again: true as const } : {}),
      }));
  const rejected = of('row not loaded');
  const rejectedRows = rejected.reduce((sum, rule) => sum + rule.rows, 0);
  if (read !== loaded + rejectedRows) {
    throw new Error(`${table.name}: ${read} rows read, but ${loaded} loaded and ${rejectedRows} rejected`);
  }
  return {
    read,
    loaded,
    rejected: rejectedRows,
    rules: rejected,
    cleared: of('value left empty'),
    noted: of('row kept'),
  };
}
