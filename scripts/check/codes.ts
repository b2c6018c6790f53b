import { knownValues, type Column, type Table } from '../../data/contract/column.ts';
import { formatQuantity } from '../../src/lib/format/quantity.ts';
import type { TidyReport, UnknownCodes } from '../../src/lib/export/manifest.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import type { Source } from '../source/source.ts';
import { isMissingWord } from '../source/missing-words.ts';
import { visibleText } from '../source/text.ts';

/** A column of categories, with the SQL of its tidy text. */
interface Category {
  table: Table;
  name: string;
  column: Column;
  text: string;
}

/** More different values than this are no codes but text; they are not compared one by one. */
const maxCodes = 5000;

/** Codes that differ only by case, or by what stands between words, are the same: `New Commitment`, `new_commitment`. */
const folded = (code: string) => code.toLowerCase().replace(/[\s_–-]+/g, '_');

/**
 * Puts the codes of a column into the contract's: first those `codes` of `source.json` explains, then those that differ
 * from a known value only by case or spelling of the gaps. Gives the SQL of the result, what was changed, and which of
 * the explained codes do not occur.
 */
export async function translateCodes(
  database: Database,
  { table, name, column, text }: Category,
  source: Source,
): Promise<{ text: string; tidied: TidyReport[]; warnings: string[] }> {
  const key = `${table.name}.${name}`;
  const explained = source.codes.get(key);
  const known = knownValues(column, source.custodyLevels);
  if (!explained && !known) return { text, tidied: [], warnings: [] };
  const found = await database.rows(
    `SELECT ${text} AS code, count(*)::INTEGER AS rows FROM raw.${identifier(table.name)} GROUP BY 1 HAVING code IS NOT NULL
     ORDER BY rows DESC, code LIMIT ${maxCodes}`,
  );
  const same = new Map((known ?? []).map((value) => [folded(value), value]));
  const unused = new Set(explained?.keys());
  const changes = new Map<string, string | null>();
  const counts = { explained: 0, spelled: 0, missing: 0 };
  const examples: string[] = [];
  const words: string[] = [];
  for (const row of found) {
    const code = String(row['code']);
    const meaning = explained?.get(code);
    if (meaning !== undefined) {
      unused.delete(code);
      changes.set(code, meaning);
      counts.explained += Number(row['rows']);
    } else if (known && !known.includes(code)) {
      const value = same.get(folded(code));
      if (value === undefined) {
        if (!isMissingWord(code)) continue;
        changes.set(code, null);
        counts.missing += Number(row['rows']);
        words.push(`“${code}”`);
        continue;
      }
      changes.set(code, value);
      counts.spelled += Number(row['rows']);
      examples.push(`“${visibleText(code)}” as ${value}`);
    }
  }
  const tidied: TidyReport[] = [];
  if (counts.explained > 0) {
    tidied.push({ column: name, rows: counts.explained, meaning: 'Codes were read as source.json explains them.' });
  }
  if (counts.spelled > 0) {
    const meaning = `Values that differ from a known one only by capitals or gaps were read as that one: ${examples.slice(0, 5).join(', ')}.`;
    tidied.push({ column: name, rows: counts.spelled, meaning });
  }
  if (counts.missing > 0) {
    tidied.push({ column: name, rows: counts.missing, meaning: `${words.join(', ')} was read as not recorded.` });
  }
  const warnings = [...unused].map(
    (code) => `${name}: the code "${visibleText(code)}", which source.json explains, does not occur in the data.`,
  );
  return { text: changedSql(text, changes), tidied, warnings };
}

function changedSql(text: string, changes: ReadonlyMap<string, string | null>): string {
  if (changes.size === 0) return text;
  const cases = [...changes].map(
    ([code, value]) => `WHEN ${literal(code)} THEN ${value === null ? 'NULL' : literal(value)}`,
  );
  return `CASE ${text} ${cases.join(' ')} ELSE ${text} END`;
}

/** Counts, in the loaded rows of a table, the codes nobody knows, and finds the known value nearest to each. */
export async function findUnknownCodes(database: Database, table: Table, source: Source): Promise<UnknownCodes[]> {
  const columns = Object.entries(table.columns).flatMap(([name, column]) => {
    const known = knownValues(column, source.custodyLevels);
    return known ? [{ name, column, value: identifier(name), list: known.map(literal).join(', ') }] : [];
  });
  if (columns.length === 0) return [];
  const counted = columns.flatMap(({ value, list }, index) => [
    `count(*) FILTER (WHERE ${value} NOT IN (${list}))::INTEGER AS rows${index}`,
    `count(${value})::INTEGER AS given${index}`,
  ]);
  const [counts] = await database.rows(`SELECT ${counted.join(', ')} FROM main.${identifier(table.name)}`);
  const found: UnknownCodes[] = [];
  for (const [index, { name, column, value, list }] of columns.entries()) {
    const rows = Number(counts?.[`rows${index}`] ?? 0);
    if (rows === 0) continue;
    // Two letters are like many words: they are taken for initials ("CM": case_manager) or a beginning ("AR": arrest).
    const alike = `CASE
      WHEN lower(code) = list_aggregate(list_transform(string_split(lower(known), '_'), lambda word: word[1]), 'string_agg', '') THEN 1
      WHEN length(code) > 2 THEN jaro_winkler_similarity(lower(code), lower(known))
      WHEN length(code) = 2 AND starts_with(lower(known), lower(code)) THEN 0.95 ELSE 0 END`;
    const codes = await database.rows(
      `SELECT code, rows, arg_max(known, likeness) FILTER (WHERE likeness >= 0.7) AS nearest FROM (
         SELECT code, rows, known, ${alike} AS likeness FROM (
           SELECT ${value} AS code, count(*)::INTEGER AS rows FROM main.${identifier(table.name)}
           WHERE ${value} NOT IN (${list}) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 20
         ), unnest([${list}]) AS values(known)
       ) GROUP BY code, rows ORDER BY rows DESC, code`,
    );
    found.push({
      column: name,
      rows,
      of: Number(counts?.[`given${index}`] ?? 0),
      decides: column.decides ?? false,
      codes: codes.map((code) => ({
        code: String(code['code']),
        rows: Number(code['rows']),
        nearest: code['nearest'] === null ? null : String(code['nearest']),
      })),
    });
  }
  return found;
}

/** What a table's report says of the unknown codes of a column. */
export function unknownWarning({ column, codes }: UnknownCodes): string {
  return `${column} holds values the contract does not know, kept as given: ${listed(codes)}.`;
}

/** Codes with their counts: `"PAR" (24 rows, nearest: parole)`. */
export function listed(codes: UnknownCodes['codes']): string {
  return codes
    .map(({ code, rows, nearest }) => {
      const count = formatQuantity(rows, 'row');
      return `"${visibleText(code)}" (${count}${nearest === null ? '' : `, nearest: ${nearest}`})`;
    })
    .join(', ');
}
