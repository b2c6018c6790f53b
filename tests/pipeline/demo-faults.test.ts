import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { RuleReport } from '../../src/lib/export/manifest.ts';
import { readManifest } from './export-folder.ts';
import { readRejects } from './rejects-file.ts';
import { readSourceRows } from './source-rows.ts';

interface Truth {
  rows: Record<string, number>;
  faults: Record<string, Record<string, number>>;
  cleared: Record<string, Record<string, number>>;
  population: { on: Record<string, number> };
}

const truth = () => JSON.parse(readFileSync(join(inject('demo'), 'source', 'truth.json'), 'utf8')) as Truth;
const manifest = () => readManifest(join(inject('demo'), 'out'));

function byRule(reports: RuleReport[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule, rows } of reports) counts[rule] = (counts[rule] ?? 0) + rows;
  return counts;
}

const sum = (counts: Record<string, number> = {}) => Object.values(counts).reduce((total, count) => total + count, 0);

describe('the faults planted in the demonstration', () => {
  it('are found, every one under its rule, and nothing else is', () => {
    const { rows, faults, cleared } = truth();
    expect(
      Object.values(faults)
        .map((counts) => sum(counts))
        .reduce((a, b) => a + b),
    ).toBeGreaterThan(60);
    for (const table of manifest().tables.filter(({ supplied }) => supplied)) {
      expect(byRule(table.rules), table.name).toEqual(faults[table.name] ?? {});
      expect(byRule(table.cleared), table.name).toEqual(cleared[table.name] ?? {});
      expect(table, table.name).toMatchObject({ read: rows[table.name], rejected: sum(faults[table.name]) });
      expect(table.loaded, table.name).toBe(table.read - table.rejected);
    }
  });

  it('are each in the rejects file, with table, row, key, column, value, rule and meaning', () => {
    const rejects = readRejects(join(inject('demo'), 'rejects.csv'));
    for (const table of manifest().tables) {
      const own = rejects.filter((reject) => reject.table === table.name);
      expect(
        own.filter(({ action }) => action === 'row not loaded'),
        table.name,
      ).toHaveLength(table.rejected);
      expect(
        own.filter(({ action }) => action === 'value left empty'),
        table.name,
      ).toHaveLength(sum(byRule(table.cleared)));
    }
    for (const reject of rejects) {
      expect(Number(reject.row)).toBeGreaterThan(0);
      expect(reject.meaning).toMatch(/^[A-Z].*\.$/);
      if (['convert', 'reference', 'order', 'after_as_of'].includes(reject.rule)) {
        expect(reject.column, JSON.stringify(reject)).not.toBe('');
        expect(reject.value, JSON.stringify(reject)).not.toBe('');
      }
    }
    // The value is the one in the source, as it was written there.
    expect(
      rejects
        .filter(({ table, rule }) => table === 'person' && rule === 'convert')
        .every(({ value }) => value === '31/02/1984'),
    ).toBe(true);
  });

  it('change nothing of what is true', async () => {
    const { population } = truth();
    const { stays } = await readSourceRows(join(inject('demo'), 'source'));
    for (const [date, people] of Object.entries(population.on)) {
      const held = stays.filter(
        (stay) => stay.admission_date <= date && !(stay.release_date && stay.release_date <= date),
      );
      expect(held.length, date).toBe(people);
    }
  });
});
