import type { MartEntry, PartEntry } from '../export/manifest.ts';
import type { MartPart } from '../engine/engine.ts';
import { tokensOf, type Token } from './tokens.ts';

/**
 * The tables a query names where tables stand, as far as it can be told without the engine: good enough to say what
 * running it will load. What is overlooked the engine names when it runs.
 * @param known names of tables, in lower case
 */
export function tablesIn(sql: string, known: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  // Whether tables stand at this depth of brackets: between FROM and the next clause.
  const inFrom: boolean[] = [false];
  const tokens = tokensOf(sql);
  for (const [index, token] of tokens.entries()) {
    const before = tokens[index - 1];
    if (token.kind === 'symbol' && token.value === '(') inFrom.push(startsRelation(before, inFrom.at(-1) ?? false));
    else if (token.kind === 'symbol' && token.value === ')') {
      if (inFrom.length > 1) inFrom.pop();
    } else if (token.kind === 'word' && clauses.has(token.value)) {
      inFrom[inFrom.length - 1] = relations.has(token.value);
    } else if (isTableName(token, before, tokens, index) && (inFrom.at(-1) || relations.has(before?.value ?? ''))) {
      const name = token.value.toLowerCase();
      if (known.has(name)) found.add(name);
    }
  }
  return [...found];
}

/** Words after which tables stand. */
const relations = new Set(['from', 'join', 'table', 'describe', 'desc', 'summarize', 'pivot', 'unpivot']);
/** Words that end a list of tables, and those that begin one. */
const clauses = new Set([
  ...relations,
  ...'select where group order having limit qualify window on using union except intersect values with'.split(' '),
]);

function startsRelation(before: Token | undefined, inside: boolean): boolean {
  if (before?.kind !== 'word' && before?.value !== ',' && before?.value !== '(') return false;
  return relations.has(before.value) || (inside && before.kind === 'symbol');
}

/** After FROM, JOIN, a comma or a bracket, with or without the schema: not an alias. */
function isTableName(token: Token, before: Token | undefined, tokens: readonly Token[], index: number): boolean {
  if (token.kind !== 'word' && token.kind !== 'name') return false;
  if (before?.value === '.' && before.kind === 'symbol') {
    return isTableName({ ...token, kind: 'word' }, tokens[index - 3], tokens, index - 2);
  }
  if (before === undefined) return false;
  if (before.kind === 'symbol') return before.value === ',' || before.value === '(';
  return before.kind === 'word' && relations.has(before.value);
}

/** The files of a table that hold the rows of some institutions; all of them where nothing is chosen. */
export function partsFor(mart: string, entry: Pick<MartEntry, 'parts'>, facilities: readonly string[] | null) {
  return entry.parts
    .filter(({ part }) => facilities === null || part === 'agency' || facilities.includes(part))
    .map((part): MartPart & { entry: PartEntry } => ({ mart, part: part.part, entry: part }));
}

/** Whether the rows of a table lie in a file for each institution, so that they can be chosen. */
export function isSplit(entry: Pick<MartEntry, 'parts'>): boolean {
  return entry.parts.some(({ part }) => part !== 'agency');
}

export interface Size {
  rows: number;
  bytes: number;
}

export function sizeOf(parts: readonly PartEntry[]): Size {
  return parts.reduce((sum, { rows, bytes }) => ({ rows: sum.rows + rows, bytes: sum.bytes + bytes }), {
    rows: 0,
    bytes: 0,
  });
}
