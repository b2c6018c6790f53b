import { kindName, knownValues, type Table } from '../../data/contract/column.ts';
import { contractTable } from '../../data/contract/contract.ts';
import type { TableReport } from '../../src/lib/export/manifest.ts';
import { formatNumber } from '../../src/lib/format/number.ts';
import { formatList } from '../../src/lib/format/list.ts';
import { formatHundredths } from '../../src/lib/format/share.ts';
import { measureGap } from '../../src/lib/measures/availability.ts';
import { tablesLacking } from '../../src/lib/pages/contents.ts';
import { pages } from '../../src/lib/pages/index.ts';
import { measuresOn } from '../../src/lib/pages/table-uses.ts';
import { identifier, type Database } from '../engine/database.ts';
import type { Source } from '../source/source.ts';
import { visibleText } from '../source/text.ts';

/** What the loaded rows of a column hold. Ids and free text, which may be a person's, are counted and never shown. */
export interface ColumnProfile {
  table: string;
  column: string;
  holds: string;
  rows: number;
  filled: number;
  distinct: number;
  /** Least and greatest, of dates and numbers. */
  from: string | null;
  to: string | null;
  /** Of categories, the most frequent first; `known` where the contract has the value, or any will do. */
  values: { value: string; rows: number; known: boolean }[];
}

/** Most values of a category that are listed. */
const mostValues = 12;

export async function profileTables(
  database: Database,
  tables: readonly TableReport[],
  source: Source,
): Promise<ColumnProfile[]> {
  const profiles: ColumnProfile[] = [];
  for (const { name } of tables.filter(({ supplied }) => supplied)) {
    const table = contractTable(name);
    if (table) profiles.push(...(await profileTable(database, table, source)));
  }
  return profiles;
}

async function profileTable(database: Database, table: Table, source: Source): Promise<ColumnProfile[]> {
  const profiles: ColumnProfile[] = [];
  for (const [name, column] of Object.entries(table.columns)) {
    const value = identifier(name);
    const from = `FROM main.${identifier(table.name)}`;
    const ranged = ['date', 'month', 'integer', 'decimal'].includes(column.kind);
    const [row] = await database.rows(
      `SELECT count(*)::INTEGER AS rows, count(${value})::INTEGER AS filled, count(DISTINCT ${value})::INTEGER AS "distinct",
         ${ranged ? `CAST(min(${value}) AS VARCHAR) AS "from", CAST(max(${value}) AS VARCHAR) AS "to"` : 'NULL AS "from", NULL AS "to"'} ${from}`,
    );
    const known = knownValues(column, source.custodyLevels);
    const values =
      column.kind === 'category'
        ? await database.rows(
            `SELECT ${value} AS value, count(*)::INTEGER AS rows ${from} WHERE ${value} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${mostValues}`,
          )
        : [];
    profiles.push({
      table: table.name,
      column: name,
      holds: kindName[column.kind],
      rows: Number(row?.['rows']),
      filled: Number(row?.['filled']),
      distinct: Number(row?.['distinct']),
      from: (row?.['from'] ?? null) as string | null,
      to: (row?.['to'] ?? null) as string | null,
      values: values.map((each) => ({
        value: String(each['value']),
        rows: Number(each['rows']),
        known: known === null || known.includes(String(each['value'])),
      })),
    });
  }
  return profiles;
}

/** Whether a page can be made of the tables supplied, and what it lacks. */
export interface PagePossible {
  page: string;
  state: 'works' | 'partly' | 'needs';
  /** Tables without which it shows nothing. */
  needs: string[];
  /** Figures that are left out, with the tables they lack. */
  lacks: { figure: string; tables: string[] }[];
}

export function pagesPossible(tables: readonly TableReport[]): PagePossible[] {
  const dataset = { tables: [...tables] };
  return pages.map((page) => {
    const needs = tablesLacking(page, dataset);
    const lacks = measuresOn(page).flatMap((measure) => {
      const gap = measureGap(measure, dataset);
      return gap.length === 0 ? [] : [{ figure: measure.label, tables: gap }];
    });
    return {
      page: page.title,
      state: needs.length > 0 ? 'needs' : lacks.length > 0 ? 'partly' : 'works',
      needs,
      lacks,
    };
  });
}

export function profileLines(columns: readonly ColumnProfile[], possible: readonly PagePossible[]): string {
  const lines: string[] = [];
  let table = '';
  for (const each of columns) {
    if (each.table !== table) lines.push('', `${(table = each.table)} (${formatNumber(each.rows)} rows)`);
    const share = each.rows === 0 ? 'no rows' : `${formatHundredths(each.filled / each.rows, 1)} % filled`;
    const range = each.from === null ? '' : `, ${each.from} to ${each.to}`;
    const codes = each.values.map(
      ({ value, rows, known }) => `${visibleText(value)} ${formatNumber(rows)}${known ? '' : ' (not known)'}`,
    );
    const more = each.distinct > each.values.length && codes.length > 0 ? ', …' : '';
    lines.push(
      `  ${each.column.padEnd(24)} ${share}, ${formatNumber(each.distinct)} different${range}${codes.length > 0 ? `: ${codes.join(', ')}${more}` : ''}`,
    );
  }
  lines.push('', 'Pages');
  for (const { page, state, needs, lacks } of possible) {
    if (state === 'works') lines.push(`  ${page}: works`);
    else if (state === 'needs') lines.push(`  ${page}: needs ${formatList(needs)}`);
    else lines.push(`  ${page}: partly; without ${lackText(lacks)}`);
  }
  return `${lines.slice(1).join('\n')}\n\n`;
}

/** Figures by what they lack: `contact (Contacts made), task (Timeliness, Overdue now)`. */
function lackText(lacks: PagePossible['lacks']): string {
  const byTables = new Map<string, string[]>();
  for (const { figure, tables } of lacks) {
    const key = formatList(tables);
    byTables.set(key, [...(byTables.get(key) ?? []), figure]);
  }
  return [...byTables].map(([tables, figures]) => `${tables} (${figures.join(', ')})`).join('; ');
}
