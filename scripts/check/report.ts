import type { TableReport } from '../../src/lib/export/manifest.ts';
import { formatNumber } from '../../src/lib/format/number.ts';
import { formatQuantity } from '../../src/lib/format/quantity.ts';
import { print } from '../terminal/print.ts';

/** Prints what became of every table's rows, rule by rule, and what to look at. */
export function printTables(tables: readonly TableReport[], warnings: readonly string[], rejects: string): void {
  const lines = [['table', 'read', 'loaded', 'rejected', ''].map((text, index) => pad(text, index)).join('')];
  for (const table of tables.filter(({ supplied }) => supplied)) {
    const cells = [table.name, formatNumber(table.read), formatNumber(table.loaded), formatNumber(table.rejected)];
    const rules = table.rules.map((rule) => `${rule.rule} ${rule.column ?? ''} ${rule.rows}`.replace('  ', ' '));
    lines.push(
      [...cells.map((text, index) => pad(text, index)), rules.length > 0 ? `  ${rules.join(', ')}` : ''].join(''),
    );
    for (const rule of table.cleared) {
      lines.push(`  ${rule.column}: ${formatQuantity(rule.rows, 'value')} left empty. ${rule.meaning}`);
    }
    for (const rule of table.noted ?? []) {
      lines.push(`  ${rule.column ?? 'rows'}: ${formatNumber(rule.rows)} kept and counted. ${rule.meaning}`);
    }
    const lacks = [...new Set((table.untried ?? []).flatMap((rule) => rule.lacks))];
    if (lacks.length > 0) {
      const rules = formatQuantity(table.untried?.length ?? 0, 'rule');
      lines.push(`  ${rules} could not be tried, for want of ${lacks.join(', ')}.`);
    }
    for (const { column, rows: changed, meaning } of table.tidied ?? []) {
      lines.push(`  ${column}: ${formatQuantity(changed, 'value')}. ${meaning}`);
    }
    for (const warning of table.warnings) lines.push(`  ${warning}`);
  }
  const absent = tables.filter(({ supplied }) => !supplied).map(({ name }) => name);
  if (absent.length > 0) lines.push(`Not supplied: ${absent.join(', ')}.`);
  lines.push(...warnings);
  const rejected = tables.reduce((sum, table) => sum + table.rejected, 0);
  lines.push(`${formatQuantity(rejected, 'row')} rejected in all${rejected > 0 ? `; each is in ${rejects}` : ''}.`);
  print(`${lines.join('\n')}\n`);
}

function pad(text: string, index: number): string {
  return index === 0 ? text.padEnd(26) : text.padStart(12);
}
