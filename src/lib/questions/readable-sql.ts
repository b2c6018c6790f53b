import type { Statement } from './question.ts';

/**
 * A statement as a reader can copy it: bound values written out as literals. For reading only; what runs keeps its
 * bindings.
 */
export function readableSql({ sql, bindings }: Statement): string {
  let next = 0;
  // Question marks inside quoted text are not placeholders.
  return sql.replace(/'(?:[^']|'')*'|\?/g, (found) => (found === '?' ? literalOf(bindings[next++]) : found));
}

function literalOf(value: Statement['bindings'][number] | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
