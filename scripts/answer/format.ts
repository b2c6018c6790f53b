import { formatPlain } from '../../src/lib/format/number.ts';
import { csvField } from '../../src/lib/ui/table/csv.ts';
import type { CellValue } from '../../src/lib/ui/table/column.ts';
import type { Question } from '../../src/lib/questions/question.ts';
import type { Answer } from '../../src/lib/export/answers.ts';
import { noteOf } from '../../src/lib/questions/ask.ts';
import { plainText } from '../terminal/print.ts';

export type AnswerFormat = 'table' | 'csv' | 'json';

/** An answer as text: one JSON object, CSV with a head, or columns for a terminal. */
export function formatAnswer(answer: Answer, question: Question, format: AnswerFormat): string {
  const said = noteOf(answer);
  if (format === 'json') return `${JSON.stringify(said === undefined ? answer : { ...answer, note: said })}\n`;
  const names = question.columns.map(({ name }) => name);
  const rows = answer.rows.map((row) => names.map((name) => (row as Record<string, unknown>)[name]));
  if (format === 'csv')
    return [names, ...rows].map((row) => `${row.map((value) => csvField(value as CellValue)).join(',')}\r\n`).join('');
  const cells = [names, ...rows.map((row) => row.map(cell))];
  const widths = names.map((_, index) => Math.max(...cells.map((row) => (row[index] ?? '').length)));
  const numeric = question.columns.map(({ kind }) => ['count', 'number', 'share'].includes(kind));
  const lines = cells.map((row) =>
    row
      .map((text, index) => (numeric[index] ? text.padStart(widths[index] ?? 0) : text.padEnd(widths[index] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  const note = said === undefined ? '' : `${said}\n`;
  const asked = Object.entries(answer.params).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return plainText(
    `${question.title} · ${asked.join(', ')} · as of ${answer.as_of} · data ${answer.dataset}\n${lines.join('\n')}\n${note}`,
  );
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number' && !Number.isInteger(value)) return formatPlain(value, 4);
  return String(value);
}
