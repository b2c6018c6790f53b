import { formatNumber } from '../../src/lib/format/number.ts';
import type { Table } from '../../data/contract/column.ts';
import { literal } from '../engine/database.ts';
import { optionOf, parsed, visit, type Node, type Rows } from './files-read.ts';
import { missingWordSql } from './missing-words.ts';
import type { Select } from './source.ts';
import { formOf } from './text.ts';

/**
 * What a SELECT over files loses without a word: values that TRY_CAST and its like make nothing of, and lines that a
 * reader passes over. No check sees them any more: a column of dates in another form comes out empty, and everybody is
 * still in custody. Warnings, one for each column and reader.
 */
export async function lostInSelect(rows: Rows, table: Table, select: Select): Promise<string[]> {
  const tree = await parsed(rows, select.sql);
  const statement = (tree?.['statements'] as Node[] | undefined)?.[0];
  const node = statement?.['node'] as Node | undefined;
  if (!tree || !node) return [];
  const selects: Node[] = [];
  visit(node, (each) => {
    if (each['type'] === 'SELECT_NODE') selects.push(each);
  });
  const warnings = linesPassedOver(node);
  for (const each of selects) warnings.push(...(await valuesLost(rows, table, tree, each)));
  return warnings;
}

function linesPassedOver(node: Node): string[] {
  let found = false;
  visit(node, (each) => {
    if (each['type'] !== 'TABLE_FUNCTION') return;
    const call = each['function'] as Node;
    found ||= optionOf(call, 'ignore_errors') === true || optionOf(call, 'store_rejects') === true;
  });
  return found
    ? [
        'The SELECT passes over lines the reader cannot read (ignore_errors or store_rejects): they are in no count. Leave it out, and what is wrong is said.',
      ]
    : [];
}

/** Expressions whose value is nothing where it cannot be made: what they are made of. */
function triedIn(expression: Node): Node[] {
  const tried: Node[] = [];
  visit(expression, (node) => {
    const children = (node['children'] as Node[] | undefined) ?? [];
    if (node['type'] === 'OPERATOR_CAST' && node['try_cast'] === true) tried.push(node['child'] as Node);
    if (node['type'] === 'FUNCTION' && node['function_name'] === 'try_strptime') tried.push(...children.slice(0, 1));
  });
  return tried;
}

/** Of every column of the contract the SELECT makes by trying: values that are there and of which nothing was made. */
async function valuesLost(rows: Rows, table: Table, tree: Node, node: Node): Promise<string[]> {
  if (((node['group_expressions'] as unknown[] | undefined) ?? []).length > 0) return [];
  const warnings: string[] = [];
  for (const item of (node['select_list'] as Node[] | undefined) ?? []) {
    const name = String(item['alias'] ?? '').toLowerCase();
    const tried = Object.hasOwn(table.columns, name) ? triedIn(item) : [];
    if (tried.length === 0) continue;
    try {
      const made = await textOf(rows, { ...item, alias: '' });
      const texts: string[] = [];
      for (const each of tried) texts.push(`trim(CAST((${await textOf(rows, each)}) AS VARCHAR))`);
      const there = texts.map((text) => `(${text} <> '' AND NOT ${missingWordSql(text)})`).join(' OR ');
      const counted = `SELECT count(*) FILTER (WHERE (${made}) IS NULL AND (${there})) AS lost,
        min(${texts[0] ?? ''}) FILTER (WHERE (${made}) IS NULL AND (${there})) AS example`;
      const [found] = await rows(await withList(rows, tree, node, counted));
      const lost = Number(found?.['lost'] ?? 0);
      if (lost === 0) continue;
      warnings.push(
        `${name}: the SELECT makes nothing of ${formatNumber(lost)} ${lost === 1 ? 'value that is' : 'values that are'} there, for example in the form ${formOf(String(found?.['example'] ?? ''))}. ` +
          'TRY_CAST and try_strptime leave them empty, and no check sees them. Write date_written(column, form) or CAST: then what cannot be read is rejected and counted.',
      );
    } catch {
      // An expression that stands nowhere but where it does (a window, a subquery of its own) is not looked into.
    }
  }
  return warnings;
}

/** An expression as text. */
async function textOf(rows: Rows, expression: Node): Promise<string> {
  const tree = await parsed(rows, 'SELECT 1');
  const node = nodeOf(tree);
  node['select_list'] = [expression];
  return (await deserialised(rows, tree)).replace(/^SELECT /, '').replace(/;?\s*$/, '');
}

/** One of the SELECTs of a text with another list and without order and limit: what it reads stays. */
async function withList(rows: Rows, tree: Node, node: Node, list: string): Promise<string> {
  const copy = structuredClone(tree);
  const own = nodeOf(await parsed(rows, list));
  const named = (each: Node) => ((each['cte_map'] as Node | undefined)?.['map'] as unknown[] | undefined) ?? [];
  const cte_map = named(node).length > 0 ? node['cte_map'] : nodeOf(tree)['cte_map'];
  const statement = (copy['statements'] as Node[])[0]!;
  statement['node'] = { ...node, cte_map, select_list: own['select_list'], modifiers: [] };
  return deserialised(rows, copy);
}

const nodeOf = (tree: Node | null) => (tree?.['statements'] as Node[])[0]?.['node'] as Node;

async function deserialised(rows: Rows, tree: Node | null): Promise<string> {
  const [row] = await rows(`SELECT json_deserialize_sql(${literal(JSON.stringify(tree))}) AS text`);
  return String(row?.['text']);
}
