import { join } from 'node:path';
import { knownValues, type Table } from '../../data/contract/column.ts';
import { contract, contractTable } from '../../data/contract/contract.ts';
import { formatNumber, formatShort } from '../../src/lib/format/number.ts';
import { formatQuantity } from '../../src/lib/format/quantity.ts';
import { formatHundredths } from '../../src/lib/format/share.ts';
import type { TableReport } from '../../src/lib/export/manifest.ts';
import { identifier, type Database } from '../engine/database.ts';
import { writeRejects } from '../export/rejects.ts';
import { dateMend } from '../source/date-formats.ts';
import type { Source } from '../source/source.ts';
import { visibleText } from '../source/text.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import type { Report } from '../terminal/progress.ts';
import { checkSource, type CheckedSource } from './check-source.ts';
import { listed } from './codes.ts';
import { exportBefore, findLosses } from './export-before.ts';
import { findSilence, silenceSentence } from './freshness.ts';
import { tooMany, type Limit } from './limit.ts';

export interface InspectOptions {
  /** Folder of the export that would be replaced. */
  out: string;
  /** Where rejected rows go. */
  rejects: string;
  /** Whether what stands out about the extract as a whole (silence, losses) is so. */
  accept: boolean;
  /** Which command says what it stops at. */
  verb: 'check' | 'export';
  report: Report;
}

export interface InspectedSource extends CheckedSource {
  /** What would have stopped the export without `accept`. */
  accepted: string[];
  /** Why nothing may be exported; null where all is well. */
  stop: Failure | null;
}

/**
 * Reads and checks a source and judges it as a whole: everything `caseboard export` stops at is found here, and
 * `caseboard check` says the same because it calls the same. Writes the rejects file either way.
 */
export async function inspectSource(
  database: Database,
  source: Source,
  { out, rejects, accept, verb, report }: InspectOptions,
): Promise<InspectedSource> {
  const checked = await checkSource(database, source, report);
  report.step('Judging the extract as a whole');
  const mends = await dateMends(database, checked);
  await writeRejects(database, rejects);
  const faults = [
    ...tooManyRejects(checked, source, rejects, mends),
    ...tooManyUnknownCodes(checked, source),
    ...(await custodyLevels(database, checked, source)),
    ...(await wrongSourceFile(database, checked, source)),
  ];
  const doubts = [...(await silence(database, checked, source)), ...(await losses(database, checked, source, out))];
  const accepted = accept ? doubts : [];
  return { ...checked, accepted, stop: stopFor(verb, faults, accept ? [] : doubts) };
}

function stopFor(verb: InspectOptions['verb'], faults: readonly string[], doubts: readonly string[]): Failure | null {
  if (faults.length + doubts.length === 0) return null;
  const lines = [stopped[verb], ...faults, ...doubts];
  if (doubts.length > 0) {
    lines.push(
      `Extract the data again. ${doubts.length === 1 ? 'If it is so' : 'If all of that is so'}, say it with --accept: the export then states it.`,
    );
  }
  return new Failure(lines.join('\n'), { exitCode: exitCodes.source });
}

/** Every message that stops begins with one of these. */
const stopped: Record<InspectOptions['verb'], string> = {
  check: 'The check found what an export would stop at. Nothing was changed.',
  export: 'The export stopped and the previous one stays in place.',
};

/** A sentence for every date column with values in another form, said with the table too. */
async function dateMends(database: Database, checked: CheckedSource): Promise<Map<string, string>> {
  const mends = new Map<string, string>();
  for (const table of checked.tables) {
    for (const { rule, column } of table.rules) {
      const kind = contractTable(table.name)?.columns[column ?? '']?.kind;
      if (rule !== 'convert' || column === null || (kind !== 'date' && kind !== 'month')) continue;
      const example = await database.value(
        `SELECT value FROM rejects WHERE table_name = ? AND rule = ? AND column_name = ? ORDER BY row_number LIMIT 1`,
        [table.name, rule, column],
      );
      const mend = dateMend(column, String(example));
      if (mend === null) continue;
      mends.set(table.name, mend);
      table.warnings.push(mend);
    }
  }
  return mends;
}

/** Rows refused for a fault: copies and totals say again what is loaded, and lose nothing. */
function faulty(table: TableReport): number {
  return table.rules.reduce((sum, { rows, again }) => (again ? sum : sum + rows), 0);
}

function tooManyRejects(
  checked: CheckedSource,
  source: Source,
  rejects: string,
  mends: ReadonlyMap<string, string>,
): string[] {
  const limit: Limit = { share: source.settings.reject_limit, floor: source.settings.reject_floor };
  const over = checked.tables.filter((table) => tooMany(faulty(table), table.read, limit));
  if (over.length === 0) return [];
  const lines = over.map((table) => {
    const worst = table.rules.find(({ again }) => !again);
    const share = formatHundredths(faulty(table) / table.read, 1);
    const main = worst ? ` Most often: ${worst.column ?? 'the key'}: ${worst.meaning} (${worst.rows} rows)` : '';
    const mend = mends.get(table.name);
    return `${table.name}: ${faulty(table)} of ${table.read} rows (${share} %) were rejected.${main}${mend ? ` ${mend}` : ''}`;
  });
  return [
    `More than ${formatShort(100 * limit.share, 6)} % of a table was rejected (settings reject_limit and reject_floor).`,
    ...lines,
    `The rows, with rule and value, are in ${rejects}. Correct the extract, or raise reject_limit in source.json.`,
  ];
}

/** Codes nobody knows in a category that decides who counts: their rows would be in no group, without a word. */
function tooManyUnknownCodes(checked: CheckedSource, source: Source): string[] {
  const limit: Limit = { share: source.settings.unknown_code_limit, floor: source.settings.unknown_code_floor };
  return checked.tables.flatMap((table) =>
    (table.unknown ?? [])
      .filter((unknown) => unknown.decides && tooMany(unknown.rows, unknown.of, limit))
      .map((unknown) => {
        const key = `${table.name}.${unknown.column}`;
        const column = contractTable(table.name)?.columns[unknown.column];
        const known = (column && knownValues(column, source.custodyLevels)) ?? [];
        const codes = {
          [key]: Object.fromEntries(unknown.codes.slice(0, 3).map(({ code, nearest }) => [code, nearest ?? '…'])),
        };
        return (
          `${key}: ${formatNumber(unknown.rows)} of ${formatNumber(unknown.of)} values are codes ${column?.custody ? 'that are not in custody_levels' : 'the contract does not know'}, and who counts hangs on them: ` +
          `${listed(unknown.codes.slice(0, 8))}. Known are ${known.join(', ')}. Say in source.json what they mean: ` +
          `"codes": ${JSON.stringify(codes)}${unknown.codes.length > 3 ? ' and so on' : ''}, or null where nothing was recorded; or raise unknown_code_limit.`
        );
      }),
  );
}

/** Custody levels of `source.json` that are nowhere in the data, though the data have levels. */
async function custodyLevels(database: Database, checked: CheckedSource, source: Source): Promise<string[]> {
  const columns = (contract as readonly Table[])
    .filter(({ name }) => checked.supplied.has(name))
    .flatMap((table) =>
      Object.entries(table.columns)
        .filter(([, { custody }]) => custody)
        .map(([name]) => `SELECT ${identifier(name)} AS level FROM main.${identifier(table.name)}`),
    );
  if (columns.length === 0 || source.custodyLevels.length === 0) return [];
  const rows = await database.rows(
    `SELECT level, count(*)::INTEGER AS rows FROM (${columns.join(' UNION ALL ')}) WHERE level IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1`,
  );
  if (rows.length === 0) return [];
  const inData = new Map(rows.map((row) => [String(row['level']), Number(row['rows'])]));
  const unmatched = source.custodyLevels.filter((level) => !inData.has(level));
  if (unmatched.length === 0) return [];
  const others = [...inData].filter(([level]) => !source.custodyLevels.includes(level));
  const sum = (list: (readonly [string, number])[]) => list.reduce((total, [, count]) => total + count, 0);
  const limit: Limit = { share: source.settings.unknown_code_limit, floor: source.settings.unknown_code_floor };
  const names = unmatched.map((level) => `"${level}"`).join(', ');
  if (!tooMany(sum(others), sum([...inData]), limit)) {
    source.warnings.push(
      `source.json: nobody is at the custody ${unmatched.length === 1 ? 'level' : 'levels'} ${names}.`,
    );
    return [];
  }
  const found = others
    .slice(0, 8)
    .map(([level, count]) => `"${visibleText(level)}" (${formatQuantity(count, 'row')})`)
    .join(', ');
  return [
    `source.json: the custody ${unmatched.length === 1 ? 'level' : 'levels'} ${names} in custody_levels ${unmatched.length === 1 ? 'matches' : 'match'} nothing in the data, which have ${found}. ` +
      'Write the levels as the data have them, or say with "codes" which is which.',
  ];
}

/** What `source.json` says and the data contradict. */
async function wrongSourceFile(database: Database, checked: CheckedSource, source: Source): Promise<string[]> {
  const file = join(source.folder, 'source.json');
  const faults: string[] = [];
  if (source.historyFrom && source.historyFrom > checked.asOf) {
    faults.push(
      `${file}: history_from is ${source.historyFrom}, after the as-of date ${checked.asOf} of the agency table. It is the first day from which the population is complete.`,
    );
  }
  const rows = checked.supplied.has('facility') ? await database.rows('SELECT facility_id FROM main.facility') : [];
  const known = new Set(rows.map((row) => String(row['facility_id'])));
  for (const { date, facility } of source.annotations) {
    if (facility === undefined || known.has(facility)) continue;
    faults.push(
      `${file}: the annotation of ${date} names the institution "${facility}", which is not in the facility table. Write an id of that table, or leave "facility" out where it concerns the whole agency.`,
    );
  }
  return faults;
}

/** Silence before the as-of date: a warning with the table, and a doubt where an extract seems to have stopped. */
async function silence(database: Database, checked: CheckedSource, source: Source): Promise<string[]> {
  const { freshness_limit_days: limit } = source.settings;
  const doubts: string[] = [];
  for (const found of await findSilence(database, checked, source.settings)) {
    const sentence = silenceSentence(found, checked.asOf);
    if (found.judged && found.overdue >= limit) {
      doubts.push(`${sentence} The extract may have stopped (setting freshness_limit_days: ${limit}).`);
    }
    tableOf(checked, found.table)?.warnings.push(sentence.replace(/^\w+: the/, 'The'));
  }
  return doubts;
}

async function losses(database: Database, checked: CheckedSource, source: Source, out: string): Promise<string[]> {
  const name = String(await database.value('SELECT agency_name FROM main.agency'));
  const before = await exportBefore(out, source, name);
  if (!before) return [];
  const { volume_loss_limit: share, reject_floor: floor } = source.settings;
  return findLosses(database, checked, before, { share, floor }, out);
}

function tableOf(checked: CheckedSource, name: string): TableReport | undefined {
  return checked.tables.find((table) => table.name === name);
}
