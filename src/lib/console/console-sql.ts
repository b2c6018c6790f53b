import { refusedFunctions } from './functions.ts';
import { lineAt, tokensOf, type Token } from './tokens.ts';

/** A statement the console may run. */
export interface ConsoleStatement {
  /** What is planned or run: the text without EXPLAIN before it and semicolons after it. */
  select: string;
  /** Whether the plan is wanted instead of the rows, and whether it is run for that. */
  explain: 'no' | 'plan' | 'analyze';
  /** Lines of the reader's text above `select`. */
  linesBefore: number;
}

/** Why a text is not run: a sentence, and the line it is about. */
export interface Refusal {
  problem: string;
  line: number | null;
}

const beginnings = new Set(['select', 'with', 'from', 'values', 'table', 'describe', 'desc', 'summarize', 'show', '(']);
const changes = new Set(
  (
    'alter analyze attach begin call checkpoint comment commit copy create deallocate delete detach drop execute export ' +
    'import insert install load merge pragma prepare reset rollback set start truncate update upsert use vacuum'
  ).split(' '),
);

/**
 * Whether a text is one statement that only reads, in words a reader can act on. This is courtesy: DuckDB decides
 * (see `asRows`), on a database that opens no file and no address.
 */
export function readStatement(text: string): ConsoleStatement | Refusal {
  const tokens = tokensOf(text);
  const open = tokens.find(({ kind }) => kind === 'open');
  if (open) {
    const what = open.value === '/*' ? 'The comment' : 'The text in quotes';
    return refusal(`${what} that begins here does not end.`, text, open);
  }
  while (tokens.at(-1)?.value === ';' && tokens.at(-1)?.kind === 'symbol') tokens.pop();
  const last = tokens.at(-1);
  const [first] = tokens;
  if (!first || !last) return { problem: 'Write a query first: SELECT … FROM one of the tables listed.', line: null };
  const semicolon = tokens.findIndex(({ kind, value }) => kind === 'symbol' && value === ';');
  if (semicolon >= 0) {
    return refusal(
      'One query at a time: another begins here, after a semicolon.',
      text,
      tokens[semicolon + 1] ?? tokens[semicolon] ?? first,
    );
  }
  let explain: ConsoleStatement['explain'] = 'no';
  let rest = tokens;
  if (isWord(first, 'explain')) {
    explain = isWord(tokens[1], 'analyze') ? 'analyze' : 'plan';
    rest = tokens.slice(explain === 'analyze' ? 2 : 1);
  }
  const begin = rest[0];
  if (!begin) return refusal('EXPLAIN needs a query after it.', text, first);
  const wrong = unreadable(rest, begin);
  if (wrong) return refusal(wrong.problem, text, wrong.token);
  return { select: text.slice(begin.from, last.to), explain, linesBefore: lineAt(text, begin.from) - 1 };
}

function unreadable(tokens: readonly Token[], begin: Token): { problem: string; token: Token } | null {
  if (begin.kind === 'word' && changes.has(begin.value)) {
    return { problem: `The console only reads: ${begin.value.toUpperCase()} is not available.`, token: begin };
  }
  if (isWord(begin, 'pivot') || isWord(begin, 'unpivot')) {
    const problem = `Write FROM (${begin.value.toUpperCase()} … ) around it, with the values listed: ON column IN (…).`;
    return { problem, token: begin };
  }
  if ((begin.kind !== 'word' && begin.value !== '(') || !beginnings.has(begin.value)) {
    return { problem: 'A query begins with SELECT, WITH, FROM, DESCRIBE, SUMMARIZE or EXPLAIN.', token: begin };
  }
  const change = isWord(begin, 'with') ? afterNamedQueries(tokens) : undefined;
  if (change) {
    return { problem: `The console only reads: ${change.value.toUpperCase()} is not available.`, token: change };
  }
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    const after = tokens[index + 1];
    const called = after?.kind === 'symbol' && after.value === '(';
    const name = token.value.toLowerCase();
    if ((token.kind === 'word' || token.kind === 'name') && called && refusedFunctions.has(name)) {
      const problem = `${name}() is not available: the console reads only the tables of this export, no files, no addresses and no settings.`;
      return { problem, token };
    }
    const quoted = token.kind === 'text' || (token.kind === 'name' && /[/\\:.]/.test(token.value));
    if (quoted && (isWord(before, 'from') || isWord(before, 'join')) && !insideCall(tokens, index)) {
      const problem = 'Files and addresses cannot be read here: only the tables of this export.';
      return { problem, token };
    }
  }
  return null;
}

/** What a WITH ends in, where that changes something: WITH x AS (…) DELETE FROM … */
function afterNamedQueries(tokens: readonly Token[]): Token | undefined {
  let depth = 0;
  return tokens.find((token, index) => {
    if (token.kind === 'symbol' && token.value === '(') depth += 1;
    if (token.kind === 'symbol' && token.value === ')') depth -= 1;
    return depth === 0 && token.kind === 'word' && changes.has(token.value) && tokens[index - 1]?.value === ')';
  });
}

/** `extract(year FROM '2026-01-01')`, `trim(both FROM 'x')`: FROM inside the brackets of a function. */
function insideCall(tokens: readonly Token[], index: number): boolean {
  let depth = 0;
  for (let at = index - 1; at >= 0; at -= 1) {
    const value = tokens[at]?.kind === 'symbol' ? tokens[at]?.value : '';
    if (value === ')') depth += 1;
    if (value !== '(' || (depth -= 1) >= 0) continue;
    const name = tokens[at - 1];
    return name?.kind === 'word' && ['extract', 'trim', 'substring', 'overlay', 'position'].includes(name.value);
  }
  return false;
}

function isWord(token: Token | undefined, value: string): boolean {
  return token?.kind === 'word' && token.value === value;
}

function refusal(problem: string, text: string, { from }: Token): Refusal {
  return { problem, line: lineAt(text, from) };
}

/**
 * The rows of a reader's query as a relation. The text travels inside a string, so it cannot end anything around it,
 * and DuckDB's `query()` takes exactly one SELECT (also WITH, VALUES, DESCRIBE, SUMMARIZE) and nothing that changes
 * anything: it parses the text by itself and refuses all else.
 */
export function asRows(select: string): string {
  return `query('${select.replaceAll("'", "''")}')`;
}

/** A name as SQL, quoted where it must be. */
export function sqlName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
