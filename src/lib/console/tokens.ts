/** A piece of SQL that is not blank and not a comment. */
export interface Token {
  /** `name` is a quoted identifier, `text` a string; `open` is a string, name or comment that does not end. */
  kind: 'word' | 'name' | 'text' | 'number' | 'symbol' | 'open';
  /** Words in lower case; names and texts without their quotes. */
  value: string;
  /** Place in the SQL, the end not included. */
  from: number;
  to: number;
}

/**
 * SQL in pieces, as DuckDB cuts it: nested block comments, doubled quotes, E'…' with backslashes, $tag$ … $tag$.
 * For advice to the reader; what may run is decided by DuckDB itself (see console-sql.ts).
 */
export function tokensOf(sql: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < sql.length) {
    const rest = sql.slice(at);
    const blank = /^(?:\s+|--[^\n]*)/.exec(rest);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    if (rest.startsWith('/*')) {
      const end = endOfComment(sql, at);
      if (end === null) return [...tokens, { kind: 'open', value: '/*', from: at, to: sql.length }];
      at = end;
      continue;
    }
    const token = tokenAt(rest, at);
    tokens.push(token);
    at = token.to;
  }
  return tokens;
}

function endOfComment(sql: string, from: number): number | null {
  let depth = 0;
  for (let at = from; at < sql.length; at += 1) {
    const two = sql.slice(at, at + 2);
    if (two === '/*') depth += 1;
    else if (two === '*/') depth -= 1;
    else continue;
    at += 1;
    if (depth === 0) return at + 1;
  }
  return null;
}

function tokenAt(rest: string, from: number): Token {
  const make = (kind: Token['kind'], length: number, value: string): Token => ({
    kind,
    value,
    from,
    to: from + length,
  });
  const escaped = /^[eE]'((?:[^'\\]|\\[^]|'')*)(')?/.exec(rest);
  if (escaped) return make(escaped[2] ? 'text' : 'open', escaped[0].length, escaped[1] ?? '');
  const text = /^'((?:[^']|'')*)(')?/.exec(rest);
  if (text) return make(text[2] ? 'text' : 'open', text[0].length, (text[1] ?? '').replaceAll("''", "'"));
  const name = /^"((?:[^"]|"")*)(")?/.exec(rest);
  if (name) return make(name[2] ? 'name' : 'open', name[0].length, (name[1] ?? '').replaceAll('""', '"'));
  const tag = /^\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/.exec(rest)?.[0];
  if (tag) {
    const end = rest.indexOf(tag, tag.length);
    if (end < 0) return make('open', rest.length, tag);
    return make('text', end + tag.length, rest.slice(tag.length, end));
  }
  const word = /^[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/.exec(rest)?.[0];
  if (word) return make('word', word.length, word.toLowerCase());
  const number = /^(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/i.exec(rest)?.[0];
  if (number) return make('number', number.length, number);
  return make('symbol', 1, rest.charAt(0));
}

/** The line of a place, from 1. */
export function lineAt(text: string, place: number): number {
  return text.slice(0, place).split('\n').length;
}
