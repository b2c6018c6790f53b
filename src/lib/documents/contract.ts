import type { Table } from '../../../data/contract/column.ts';
import { describedColumns, describedRules, exampleRow } from '../../../data/contract/described.ts';
import { settings } from '../../../data/contract/settings.ts';
import type { TableUses } from '../pages/table-uses.ts';
import { usesText } from '../summaries/table-uses.ts';
import { byteOrderMark, csvField } from '../ui/table/csv.ts';

/** How the contract is handed on: to read, to open in a spreadsheet, or for another program. */
export const contractFormats = ['md', 'csv', 'json'] as const;
export type ContractFormat = (typeof contractFormats)[number];

/** A table with what it is for. */
export interface TableForPages {
  readonly table: Table;
  readonly uses: TableUses;
}

/**
 * The contract as one file for whoever writes the extract: tables, columns, rules, what each is for, an example row.
 * Whole, it ends with the settings of `source.json`.
 */
export function contractDocument(
  format: ContractFormat,
  tables: readonly TableForPages[],
  { withSettings }: { withSettings: boolean },
): string {
  if (format === 'csv') return asCsv(tables);
  if (format === 'json') return asJson(tables, withSettings);
  return asMarkdown(tables, withSettings);
}

const forAll = [
  'Every table but agency may be left out; so may every column that is not required.',
  'Dates are YYYY-MM-DD; a month is its first day. Ends are the first day that no longer counts, and empty while it lasts.',
  'Text is trimmed, freed of characters that cannot be seen, and composed (Unicode NFC) before it is judged.',
  'Codes of your own are explained in source.json under "codes".',
];

function asMarkdown(tables: readonly TableForPages[], withSettings: boolean): string {
  const lines = ['# The source contract of Caseboard', '', ...forAll.map((sentence) => `- ${sentence}`)];
  for (const { table, uses } of tables) {
    lines.push('', `## ${table.name}`, '', `${table.meaning} ${usesText(uses)}`, '');
    lines.push(
      ...markdownTable(
        ['Column', 'Holds', 'Required', 'Meaning', 'Asked of it', 'Example'],
        describedColumns(table).map(({ name, holds, required, meaning, asked, example }) => [
          `\`${name}\``,
          holds,
          required,
          meaning,
          asked,
          example,
        ]),
      ),
    );
    const rules = describedRules(table);
    if (rules.length > 0) {
      lines.push(
        '',
        ...markdownTable(
          ['Column', 'What is looked for', 'What is done'],
          rules.map(({ column, rule, done }) => [column, rule, done]),
        ),
      );
    }
  }
  if (withSettings) {
    lines.push('', '## Settings of source.json', '', 'Each may be given under "settings" by its name.', '');
    lines.push(
      ...markdownTable(
        ['Name', 'Meaning', 'Default', 'Origin of the default'],
        Object.entries(settings).map(([name, { label, value, unit, origin }]) => [
          `\`${name}\``,
          label,
          `${value} ${unit}`,
          origin,
        ]),
      ),
    );
  }
  return `${lines.join('\n')}\n`;
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** One line a column: what fits a spreadsheet. */
function asCsv(tables: readonly TableForPages[]): string {
  const head = ['table', 'column', 'holds', 'required', 'meaning', 'asked', 'rules', 'example', 'table is for'];
  const rows = tables.flatMap(({ table, uses }) => {
    const rules = describedRules(table);
    return describedColumns(table).map(({ name, holds, required, meaning, asked, example }) => {
      const own = rules.filter(({ column }) => column.split(', ').includes(name) || column === 'rows');
      const told = own.map(({ rule, done }) => `${rule} ${done}.`).join(' ');
      return [table.name, name, holds, required, meaning, asked, told, example, usesText(uses)];
    });
  });
  return (
    byteOrderMark + [head, ...rows].map((cells) => `${cells.map((cell) => csvField(cell)).join(',')}\r\n`).join('')
  );
}

function asJson(tables: readonly TableForPages[], withSettings: boolean): string {
  const described = tables.map(({ table, uses }) => ({
    table: table.name,
    meaning: table.meaning,
    needed_by: uses.needed,
    figures_on: uses.fuller,
    key: table.key ?? [],
    columns: describedColumns(table),
    rules: describedRules(table),
    example: exampleRow(table),
  }));
  return `${JSON.stringify({ tables: described, ...(withSettings ? { settings } : {}) }, null, 2)}\n`;
}
