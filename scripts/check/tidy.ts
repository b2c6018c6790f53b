import { maxTextLength, type Column, type Table } from '../../data/contract/column.ts';
import { formatNumber } from '../../src/lib/format/number.ts';
import { formatQuantity } from '../../src/lib/format/quantity.ts';
import type { TidyReport } from '../../src/lib/export/manifest.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import { textSql, type RawTable } from '../source/read-table.ts';
import type { Source } from '../source/source.ts';
import { hasNoWords, missingWordSql } from '../source/missing-words.ts';
import { normalTextSql, untidySql, visibleText } from '../source/text.ts';
import { translateCodes } from './codes.ts';

/** Types whose text is the engine's own and needs no tidying. */
const typed = /^(DATE|TIME|TIMESTAMP|U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|DOUBLE|FLOAT|DECIMAL|BOOLEAN|UUID)/;

/**
 * Finds out what has to be done to the text of every column before it is judged, and leaves the SQL of that in
 * `raw.texts`: white space, invisible characters, composition, length, then the codes of categories. Says for each
 * column how many values it changes.
 */
export async function tidyTable(
  database: Database,
  table: Table,
  raw: RawTable,
  source: Source,
): Promise<{ tidied: TidyReport[]; warnings: string[] }> {
  const tidied: TidyReport[] = [];
  const warnings: string[] = [];
  const columns = Object.entries(table.columns).filter(([name]) => raw.columns.has(name));
  const texts = columns.filter(([name]) => !typed.test(raw.columns.get(name) ?? ''));
  if (texts.length > 0) {
    const facts = texts.flatMap(([name], index) => {
      const text = givenText(name, raw);
      return [
        `count(*) FILTER (WHERE ${untidySql.any(text)})::INTEGER AS untidy${index}`,
        `coalesce(max(length(${text})), 0)::INTEGER AS longest${index}`,
        `count(*) FILTER (WHERE contains(${text}, '\ufffd'))::INTEGER AS broken${index}`,
        // Of untidy text it tells nothing: what stands for nothing may have blanks around it.
        `coalesce(bool_or(${missingWordSql(text)}), false) AS missing${index}`,
      ];
    });
    const [found] = await database.rows(`SELECT ${facts.join(', ')} FROM raw.${identifier(table.name)}`);
    for (const [index, [name, column]] of texts.entries()) {
      const fact = (kind: string) => Number(found?.[`${kind}${index}`] ?? 0);
      const given = givenText(name, raw);
      let text = `nullif(${given}, '')`;
      if (fact('untidy') > 0) {
        text = normalTextSql(given);
        tidied.push(...(await whatWasUntidy(database, table, name, given)));
      }
      if (fact('untidy') > 0 || found?.[`missing${index}`] === true) {
        text = await withoutMissingWords(database, { table, name, column, text }, { tidied, warnings });
      }
      text = await withinLength(database, { table, name, column, raw, source, text, longest: fact('longest') }, tidied);
      raw.texts.set(name, text);
      if (fact('broken') > 0) {
        warnings.push(
          `${name} holds “\ufffd” in ${formatQuantity(fact('broken'), 'row')}: letters were lost before or while the file was read. Say its encoding in the SELECT (read_csv(…, encoding = 'latin-1')), or extract it again as UTF-8.`,
        );
      }
    }
  }
  for (const [name, column] of columns.filter(([, { kind }]) => kind === 'category')) {
    const text = textSql(name, raw);
    const translated = await translateCodes(database, { table, name, column, text }, source);
    raw.texts.set(name, translated.text);
    tidied.push(...translated.tidied);
    warnings.push(...translated.warnings);
  }
  return { tidied, warnings };
}

/** A value as text, as the source gave it. */
function givenText(name: string, raw: RawTable): string {
  const type = raw.columns.get(name);
  // Text inside JSON stands in quotes.
  return type === 'JSON'
    ? `(${identifier(name)} ->> '$')`
    : type === 'VARCHAR'
      ? identifier(name)
      : `CAST(${identifier(name)} AS VARCHAR)`;
}

const isSpace = (letter: string) => /[\s\u0085]/.test(letter) && letter !== '\ufeff';

/** How many values were untidy in which way, with the characters at fault; never with a value, which may be a person's. */
async function whatWasUntidy(database: Database, table: Table, name: string, given: string): Promise<TidyReport[]> {
  const kinds = [
    [
      untidySql.invisible,
      'Characters that cannot be seen or turn the direction of writing were taken out',
      (letter: string) => !isSpace(letter),
    ],
    [untidySql.space, 'White space was trimmed at the ends and made single spaces within', isSpace],
    [
      (text: string) => `${text} <> nfc_normalize(${text})`,
      'Letters and their accents were composed (Unicode NFC)',
      // What cannot be seen stands in such a text by chance.
      () => false,
    ],
  ] as const;
  const from = `FROM raw.${identifier(table.name)}`;
  const tidied: TidyReport[] = [];
  for (const [condition, meaning, named] of kinds) {
    const rows = Number(await database.value(`SELECT count(*) ${from} WHERE ${condition(given)}`));
    if (rows === 0) continue;
    const letters = await database.rows(
      // Between points: a byte order mark at the start of a text is lost on its way here.
      `SELECT DISTINCT '.' || unnest(string_split(text, '')) || '.' AS letter
       FROM (SELECT ${given} AS text ${from} WHERE ${condition(given)} LIMIT 1000)`,
    );
    const shown = letters
      .map(({ letter }) => String(letter))
      .filter((letter) => named(letter.slice(1, -1)))
      .map((letter) => visibleText(letter).slice(1, -1))
      .filter((letter) => letter.startsWith('<U+'))
      .sort()
      .slice(0, 8);
    tidied.push({ column: name, rows, meaning: `${meaning}${shown.length > 0 ? `: ${shown.join(', ')}` : ''}.` });
  }
  return tidied;
}

/** What words for a missing value become: nothing, where they can be no value; elsewhere they stay, with a warning. */
async function withoutMissingWords(
  database: Database,
  { table, name, column, text }: Pick<Text, 'table' | 'name' | 'column' | 'text'>,
  said: { tidied: TidyReport[]; warnings: string[] },
): Promise<string> {
  const free = column.kind === 'category' && !column.values && !column.custody;
  if (!hasNoWords(column.kind) && !free) return text;
  const missing = missingWordSql(text);
  const found = await database.rows(
    `SELECT ${text} AS word, count(*)::INTEGER AS rows FROM raw.${identifier(table.name)} WHERE ${missing}
     GROUP BY 1 ORDER BY rows DESC, word`,
  );
  if (found.length === 0) return text;
  const words = found.map(({ word }) => `“${String(word)}”`).join(', ');
  const rows = found.reduce((sum, row) => sum + Number(row['rows']), 0);
  if (free) {
    const mend = `nullif(${name}, ${literal(String(found[0]?.['word']))}) AS ${name}`;
    said.warnings.push(
      `${name} holds ${words} in ${formatQuantity(rows, 'row')}, kept as given. If that means that nothing was recorded, write ${mend} in the SELECT.`,
    );
    return text;
  }
  said.tidied.push({ column: name, rows, meaning: `${words} was read as not recorded.` });
  return `CASE WHEN ${missing} THEN NULL ELSE ${text} END`;
}

interface Text {
  table: Table;
  name: string;
  column: Column;
  raw: RawTable;
  source: Source;
  text: string;
  /** Characters of the longest value as given. */
  longest: number;
}

async function withinLength(
  database: Database,
  { table, name, column, raw, source, text, longest }: Text,
  tidied: TidyReport[],
): Promise<string> {
  const limit =
    source.maximumLength.get(`${table.name}.${name}`) ??
    source.maximumLength.get(column.freeText ? 'freeText' : column.kind) ??
    maxTextLength(column);
  if (maxTextLength(column) === null || limit === null || longest <= limit) return text;
  if (column.kind === 'id') {
    raw.longest.set(name, limit);
    return text;
  }
  const rows = Number(
    await database.value(`SELECT count(*) FROM raw.${identifier(table.name)} WHERE length(${text}) > ${limit}`),
  );
  if (rows === 0) return text;
  tidied.push({
    column: name,
    rows,
    meaning: `Text of more than ${formatNumber(limit)} characters was cut (maximum_length in source.json).`,
  });
  return `CASE WHEN length(${text}) > ${limit} THEN rtrim(left(${text}, ${limit - 1})) || '…' ELSE ${text} END`;
}
