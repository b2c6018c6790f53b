import { describe, expect, it } from 'vitest';
import { checkRows } from '../../scripts/check/sound-rows.ts';
import { contractDocument, contractFormats } from '../../src/lib/documents/contract.ts';
import { usesText } from '../../src/lib/summaries/table-uses.ts';
import type { Table } from './column.ts';
import { contract, type TableName } from './contract.ts';
import { describedColumns, describedRules, exampleRow } from './described.ts';
import { plausibilityOf } from './plausibility.ts';
import { settings } from './settings.ts';

const tables: readonly Table[] = contract;
const uses = { needed: ['Overview'], fuller: [] };

describe('the contract in words', () => {
  it('has an example row of every table that the checks load whole, none of whose values is doubted', async () => {
    const rows = Object.fromEntries(tables.map((table) => [table.name, [exampleRow(table)]]));
    const checked = await checkRows(rows as Parameters<typeof checkRows>[0]);
    try {
      const found = tables.map(({ name }) => {
        const { read, loaded } = checked.report(name as TableName);
        // Stays of an example that is one row each are no history: what is counted of a whole extract is not asked.
        const of = checked.said(name as TableName).filter((line) => !line.startsWith('count: rows:'));
        return { name, read, loaded, of };
      });
      expect(found).toEqual(tables.map(({ name }) => ({ name, read: 1, loaded: 1, of: [] })));
    } finally {
      await checked.close();
    }
  });

  it.each(tables.map((table) => [table.name, table] as const))('%s has every rule of the contract', (_, table) => {
    const told = describedRules(table);
    expect(told.filter(({ rule }) => rule.includes('overlaps an earlier one of the same stay_id'))).toHaveLength(
      table.intervals ? 1 : 0,
    );
    expect(told.filter(({ rule }) => rule.includes('more than once')).map(({ column }) => column)).toEqual(
      table.key ? [table.key.join(', ')] : [],
    );
    const references = Object.entries(table.columns).flatMap(([name, { references: to }]) => (to ? [[name, to]] : []));
    for (const [name, to] of references) {
      expect(told.some(({ column, rule }) => column === name && rule.includes(`in the table ${to}`))).toBe(true);
    }
    // Of one date, no two things can be done.
    const late = told.filter(({ rule }) => rule.includes('after the as-of date')).map(({ column }) => column);
    expect(late).toEqual([...new Set(late)]);
    expect(told.length).toBeGreaterThanOrEqual(plausibilityOf(table).length + references.length);
    expect(describedColumns(table).map(({ name }) => name)).toEqual(Object.keys(table.columns));
  });

  it.each(contractFormats)('is written whole as %s', (format) => {
    const text = contractDocument(
      format,
      tables.map((table) => ({ table, uses })),
      { withSettings: true },
    );
    for (const table of tables) {
      expect(text).toContain(table.name);
      for (const name of Object.keys(table.columns)) expect(text).toContain(name);
    }
    // A spreadsheet of columns has no place for settings.
    for (const name of format === 'csv' ? [] : Object.keys(settings)) expect(text).toContain(name);
    if (format === 'json') expect(JSON.parse(text)).toHaveProperty('tables.length', tables.length);
    if (format === 'csv')
      expect(text.split('\r\n').filter(Boolean)).toHaveLength(
        1 + tables.flatMap(({ columns }) => Object.keys(columns)).length,
      );
  });

  it('says what a table is for', () => {
    expect(usesText({ needed: ['Overview', 'Population'], fuller: ['Trends'] })).toBe(
      'Needed by Overview and Population. Figures of it stand on Trends.',
    );
    expect(usesText({ needed: [], fuller: [] })).toBe('No page needs it.');
  });
});
