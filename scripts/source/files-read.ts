import type { RawRow } from '../../src/lib/engine/engine.ts';
import { literal } from '../engine/database.ts';

/** Runs a SELECT where the source's files are found. */
export type Rows = (sql: string) => Promise<RawRow[]>;

/** The only value of a query that gives one row of one column. */
export async function valueOf(rows: Rows, sql: string): Promise<RawRow[string]> {
  const [first] = await rows(sql);
  return first ? (Object.values(first)[0] ?? null) : null;
}

/** A piece of the engine's own syntax tree. */
export type Node = { [name: string]: unknown };

/** A text file a SELECT reads, as one call of a reader on it alone; of Parquet files, whose columns are those of the first, the whole call. */
export interface FileRead {
  file: string;
  kind: 'csv' | 'json' | 'other';
  call: Node;
  /** Columns get other names where they are read, so that every one may be used. */
  renamed: boolean;
}

/** The files one call of a reader reads. */
export interface FoundFiles {
  call: Node;
  /** Names, folders and patterns as the SELECT writes them. */
  written: string[];
  /** Names as written; what folders and patterns stand for, as whole paths. */
  files: string[];
}

export interface Reads {
  files: FileRead[];
  found: FoundFiles[];
  /** Names of columns anywhere in the SELECT, in small letters. */
  named: Set<string>;
  star: boolean;
}

const readers: readonly [pattern: RegExp, kind: FileRead['kind']][] = [
  [/^read_csv(_auto)?$/, 'csv'],
  [/^read_(nd)?json(_auto)?$/, 'json'],
  [/^(read_parquet|parquet_scan)$/, 'other'],
];
const fileNames: readonly [pattern: RegExp, reader: string][] = [
  [/\.(csv|tsv|txt)(\.gz|\.zst)?$/i, 'read_csv'],
  [/\.(json|jsonl|ndjson)(\.gz|\.zst)?$/i, 'read_json'],
  [/\.parquet$/i, 'read_parquet'],
];

/** What the SELECT of a table reads. */
export async function filesOf(rows: Rows, sql: string): Promise<Reads> {
  const reads: Reads = { files: [], found: [], named: new Set(), star: false };
  const tree = await parsed(rows, `SELECT * FROM (\n${sql}\n)`);
  if (!tree) return filesByName(rows, sql);
  // The outermost star is ours.
  const statement = ((tree?.['statements'] as Node[] | undefined)?.[0]?.['node'] as Node | undefined)?.['from_table'];
  const calls: { call: Node; kind: FileRead['kind']; renamed: boolean }[] = [];
  visit(statement, (node) => {
    const renamed = ((node['column_name_alias'] as unknown[] | undefined) ?? []).length > 0;
    if (node['type'] === 'STAR') reads.star = true;
    if (node['type'] === 'COLUMN_REF') reads.named.add(String((node['column_names'] as string[]).at(-1)).toLowerCase());
    for (const name of (node['using_columns'] as string[] | undefined) ?? []) reads.named.add(name.toLowerCase());
    if (node['type'] === 'TABLE_FUNCTION') {
      const call = node['function'] as Node;
      const kind = readers.find(([pattern]) => pattern.test(String(call['function_name']).toLowerCase()))?.[1];
      if (kind) calls.push({ call, kind, renamed });
    }
    if (node['type'] === 'BASE_TABLE') {
      const reader = fileNames.find(([pattern]) => pattern.test(String(node['table_name'])))?.[1];
      if (reader) calls.push({ call: callOf(reader, String(node['table_name'])), kind: kindOf(reader), renamed });
    }
  });
  for (const { call, kind, renamed } of calls) {
    const found = await foundBy(rows, call, kind);
    reads.found.push(found);
    const own = kind === 'other' ? found.files.slice(0, 1) : found.files;
    for (const file of own)
      reads.files.push({ file, kind, call: kind === 'other' ? call : onFile(call, file), renamed });
  }
  return reads;
}

/** For a statement without a tree (PIVOT): the files it names, unless it says anything of how columns are read. */
async function filesByName(rows: Rows, sql: string): Promise<Reads> {
  const named = new Set(sql.toLowerCase().match(/\w+/g) ?? []);
  const files: FileRead[] = [];
  const found: FoundFiles[] = [];
  if (!/all_varchar|date_?format|timestamp_?format|strptime|types|columns/i.test(sql)) {
    for (const [, quoted = ''] of sql.matchAll(/'((?:[^']|'')+)'/g)) {
      const name = quoted.replaceAll("''", "'");
      const reader = fileNames.find(([pattern]) => pattern.test(name))?.[1];
      if (!reader) continue;
      const call = callOf(reader, name);
      found.push(await foundBy(rows, call, kindOf(reader)));
      files.push({ file: name, kind: kindOf(reader), call, renamed: false });
    }
  }
  return { files, found, named, star: true };
}

const kindOf = (reader: string) => readers.find(([pattern]) => pattern.test(reader))?.[1] ?? 'other';

export function visit(node: unknown, see: (node: Node) => void): void {
  if (Array.isArray(node)) for (const child of node) visit(child, see);
  else if (node !== null && typeof node === 'object') {
    see(node as Node);
    for (const child of Object.values(node)) visit(child, see);
  }
}

const constant = (text: string): Node => ({
  class: 'CONSTANT',
  type: 'VALUE_CONSTANT',
  alias: '',
  query_location: 0,
  value: { type: { id: 'VARCHAR', type_info: null }, is_null: false, value: text },
});

const callOf = (reader: string, file: string): Node => ({
  class: 'FUNCTION',
  type: 'FUNCTION',
  alias: '',
  query_location: 0,
  function_name: reader,
  schema: '',
  children: [constant(file)],
  filter: null,
  order_bys: { type: 'ORDER_MODIFIER', orders: [] },
  distinct: false,
  is_operator: false,
  export_state: false,
  catalog: '',
});

function onFile(call: Node, file: string): Node {
  const [, ...options] = call['children'] as Node[];
  return { ...call, children: [constant(file), ...options] };
}

/** What the engine looks for in a folder that a call names. */
const endings: Record<FileRead['kind'], string> = { csv: 'csv', json: 'json', other: 'parquet' };

/** The files a call reads, patterns and folders resolved. */
async function foundBy(rows: Rows, call: Node, kind: FileRead['kind']): Promise<FoundFiles> {
  const [first] = call['children'] as Node[];
  const patterns = first?.['type'] === 'VALUE_CONSTANT' ? [first] : ((first?.['children'] as Node[] | undefined) ?? []);
  const found: FoundFiles = { call, written: [], files: [] };
  for (const pattern of patterns) {
    const name = (pattern['value'] as Node | undefined)?.['value'];
    if (typeof name !== 'string') continue;
    found.written.push(name);
    const matched = await filesLike(rows, name);
    if (/[*?[]/.test(name)) found.files.push(...matched);
    else if (matched.length > 0) found.files.push(name);
    else {
      const inside = await filesLike(rows, `${name.replace(/\/+$/, '')}/**/*.${endings[kind]}`);
      found.files.push(...(inside.length > 0 ? inside : [name]));
    }
  }
  return found;
}

async function filesLike(rows: Rows, pattern: string): Promise<string[]> {
  try {
    return (await rows(`SELECT file FROM glob(${literal(pattern)})`)).map((row) => String(row['file']));
  } catch {
    // What may not be looked at is refused with its own sentence when the SELECT runs.
    return [];
  }
}

/** The name of an option of a call (`header = true`), or undefined for what is none. */
export function optionName(child: Node): string | undefined {
  if (child['type'] !== 'COMPARE_EQUAL') return undefined;
  const names = (child['left'] as Node | undefined)?.['column_names'] as string[] | undefined;
  return names?.at(-1)?.toLowerCase();
}

export const hasOption = (call: Node, ...names: string[]) =>
  (call['children'] as Node[]).some((child) => names.includes(optionName(child) ?? ''));

export function optionOf(call: Node, name: string): unknown {
  const option = (call['children'] as Node[]).find((child) => optionName(child) === name);
  const value = (option?.['right'] as Node | undefined)?.['value'] as Node | undefined;
  if (value) return value['value'];
  // TRUE and FALSE are casts of a letter to the engine's parser.
  const cast = ((option?.['right'] as Node | undefined)?.['child'] as Node | undefined)?.['value'] as Node | undefined;
  return cast?.['value'] === 'f' ? false : cast?.['value'] === 't' ? true : undefined;
}

/** The engine's syntax tree of a SELECT; null where it has none to give. */
export async function parsed(rows: Rows, sql: string): Promise<Node | null> {
  const text = String(await valueOf(rows, `SELECT json_serialize_sql(${literal(sql)})`));
  // Places in the text may be 2^64 - 1, which no number here can hold and the engine does not take back rounded.
  const tree = JSON.parse(text.replace(/"query_location":\d+/g, '"query_location":0')) as Node;
  return tree['error'] === true ? null : tree;
}

/** A SELECT of everything a call gives, as text. */
export async function textOf(rows: Rows, call: Node): Promise<string> {
  const tree = await parsed(rows, "SELECT * FROM read_csv('x')");
  const from = ((tree?.['statements'] as Node[] | undefined)?.[0]?.['node'] as Node | undefined)?.[
    'from_table'
  ] as Node;
  from['function'] = call;
  return String(await valueOf(rows, `SELECT json_deserialize_sql(${literal(JSON.stringify(tree))})`));
}
