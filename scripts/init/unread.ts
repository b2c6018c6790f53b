import { formatNumber } from '../../src/lib/format/number.ts';
import { formatQuantity } from '../../src/lib/format/quantity.ts';
import { columnSql } from './column-sql.ts';
import type { Dialect, FoundColumn, FoundTable } from './found.ts';

/** Beside the SELECTs: what the files or tables hold that nothing is read from. */
export const unreadFile = 'not-read.md';

/** Every file or table nothing is read from, as a SELECT of its columns to take from. */
export async function unreadText(tables: readonly FoundTable[], dialect: Dialect): Promise<string> {
  const parts: string[] = [];
  for (const table of tables) {
    const lines: string[] = [];
    for (const [index, column] of table.columns.entries()) {
      const { sql } = await columnSql(column, { kind: 'date' }, dialect);
      const end = index === table.columns.length - 1 ? '' : ',';
      const said = [filled(column, table), await codes(column, table)].filter(Boolean).join('; ');
      lines.push(`  ${sql}${end}${said ? ` -- ${said}` : ''}`);
    }
    parts.push(
      `## ${table.name}\n\n${formatQuantity(table.rows, 'row')}; ${table.read}.\n\n` +
        `\`\`\`sql\nSELECT\n${lines.join('\n')}\nFROM ${table.from}\n\`\`\`\n`,
    );
  }
  return (
    '# Not read yet\n\nWhat `caseboard init` found and reads nothing from. To use one, put its lines into the SELECT of a ' +
    'table of the contract, each with `AS` and the column’s name there. Delete this file when you need it no longer.\n\n' +
    parts.join('\n')
  );
}

const filled = (column: FoundColumn, { rows }: FoundTable) =>
  rows === 0 || column.filled >= rows ? '' : `${formatNumber(column.filled)} filled`;

/** So few values, so short and so often, are codes, not what somebody is called. */
const fewCodes = { most: 12, longest: 12, rowsEach: 5 } as const;

async function codes(column: FoundColumn, { rows }: FoundTable): Promise<string> {
  const values = await column.values(fewCodes.most + 1);
  if (values.length === 0 || values.length > fewCodes.most || values.length * fewCodes.rowsEach > rows) return '';
  if (values.some(({ value }) => value.length > fewCodes.longest || /\s/.test(value))) return '';
  return values.map(({ value }) => value).join(', ');
}
