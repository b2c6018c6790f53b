import type { Binding } from './engine.ts';

/**
 * A statement with its bound values written out. The browser's engine runs it so: planning a statement anew costs it less
 * than planning it once for values it does not know yet, which then are no help in reading less (measured by
 * `npm run benchmark`). It is also what a reader can copy.
 * @throws RangeError when there are more or fewer places than values
 */
export function withLiterals(sql: string, bindings: readonly Binding[]): string {
  // What a reader wrote in the console binds nothing, and is run as it stands.
  if (bindings.length === 0) return sql;
  let next = 0;
  // Question marks inside quoted text or names are no places.
  const text = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g, (found) => {
    if (found !== '?') return found;
    const value = bindings[next];
    if (value === undefined) throw new RangeError(`The statement has more places than its ${bindings.length} values.`);
    next += 1;
    return literalOf(value);
  });
  if (next < bindings.length) throw new RangeError(`The statement has ${next} places for ${bindings.length} values.`);
  return text;
}

/** One value as DuckDB reads it, of the type the native engine binds: integer, double, boolean or text. */
function literalOf(value: Binding): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return textLiteral(value);
  if (typeof value === 'boolean') return String(value);
  const number = Number.isInteger(value) ? String(value) : `'${value}'::DOUBLE`;
  // Behind a minus sign a second one would begin a comment.
  return number.startsWith('-') ? `(${number})` : number;
}

/** Text in single quotes, in which nothing has a meaning but the quote itself. */
export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A statement ends where its text has a NUL, which a value may hold. */
function textLiteral(value: string): string {
  const parts = value.split('\0').map(quotedText);
  return parts.length === 1 ? parts[0]! : `(${parts.join(' || chr(0) || ')})`;
}
