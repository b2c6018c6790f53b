import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contract } from '../../data/contract/contract.ts';
import { checkSource } from '../check/check-source.ts';
import { openDatabase } from '../engine/database.ts';
import { readSource } from '../source/source.ts';
import { openDemo, sum, type OpenedDemo } from './fixture.ts';
import { generateDemo } from './generate.ts';

const folder = mkdtempSync(join(tmpdir(), 'caseboard-demo-'));
const first = join(folder, 'first');
/** Of another seed. */
const other = join(folder, 'other');
let demo: OpenedDemo;

beforeAll(async () => {
  await generateDemo({ size: 'small', seed: 7, out: first });
  await generateDemo({ size: 'small', seed: 8, out: other });
  demo = await openDemo(first);
}, 60_000);

afterAll(() => {
  demo.close();
  rmSync(folder, { recursive: true, force: true });
});

function hashes(source: string): Record<string, string> {
  const files = [
    ...readdirSync(source).filter((name) => name !== 'files'),
    ...readdirSync(join(source, 'files')).map((name) => join('files', name)),
  ];
  return Object.fromEntries(
    files.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(source, name)))
        .digest('hex'),
    ]),
  );
}

describe('a generated source folder', () => {
  it('has the same bytes for the same seed and other bytes for another', async () => {
    const again = join(folder, 'again');
    await generateDemo({ size: 'small', seed: 7, out: again });
    const known = hashes(first);
    expect(hashes(again)).toEqual(known);
    const found = hashes(other);
    for (const name of ['files/stay.parquet', 'files/task.parquet', 'files/person.parquet']) {
      expect(found[name]).not.toBe(known[name]);
    }
  }, 60_000);

  it('holds every table of the contract but the ready-made counts and cohorts and a time study, with the contract’s columns', () => {
    const written = demo.tables.map((table) => table.name);
    const expected = contract
      .map((table) => table.name)
      .filter((name) => !['population_count', 'release_cohort', 'task_time'].includes(name));
    expect(written).toEqual(expected);
    for (const table of demo.tables) {
      const select = readFileSync(join(first, `${table.name}.sql`), 'utf8');
      const columns = select
        .slice('SELECT'.length, select.indexOf('FROM'))
        .split(',')
        .map((name) => name.trim());
      expect(columns, table.name).toEqual(Object.keys(table.columns));
    }
  });

  it('loses exactly the rows truth.json says, by table and rule, under one percent of any table', async () => {
    const database = await openDatabase();
    const silent = { step: () => {}, done: () => {} } as unknown as Parameters<typeof checkSource>[2];
    try {
      const checked = await checkSource(database, await readSource(first), silent);
      for (const table of checked.tables.filter((t) => t.supplied)) {
        const byRule: Record<string, number> = {};
        for (const { rule, rows } of table.rules) byRule[rule] = (byRule[rule] ?? 0) + rows;
        expect(byRule, table.name).toEqual(demo.truth.faults[table.name] ?? {});
        expect(sum(Object.fromEntries(table.cleared.map((c) => [c.rule, c.rows]))), table.name).toBe(
          sum(demo.truth.cleared[table.name]),
        );
        expect(table.rejected / Math.max(1, table.read), table.name).toBeLessThan(0.01);
        expect(table.warnings, table.name).toEqual([]);
      }
      expect(sum(demo.truth.faults.stay)).toBeGreaterThan(0);
    } finally {
      database.close();
    }
  });

  it('leaves the earlier folder as it was when aborted, and nothing beside it', async () => {
    writeFileSync(join(other, 'note.txt'), 'mine');
    const abort = new AbortController();
    const report = (line: string) => line === 'casework' && abort.abort();
    await expect(generateDemo({ size: 'small', seed: 2, out: other, report, signal: abort.signal })).rejects.toThrow(
      /abort/i,
    );
    expect(existsSync(join(other, 'note.txt'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.startsWith('.'))).toEqual([]);
  }, 60_000);
});

describe('good rows', () => {
  it('have unique keys and references that resolve', async () => {
    for (const table of demo.tables) {
      if (table.key) {
        const key = table.key.join(', ');
        expect(
          await demo.number(`SELECT count(*) - count(DISTINCT (${key})) FROM ${table.name}`),
          `${table.name} ${key}`,
        ).toBe(0);
      }
      for (const [column, { references, required }] of Object.entries(table.columns)) {
        if (required)
          expect(
            await demo.number(`SELECT count(*) FROM ${table.name} WHERE ${column} IS NULL`),
            `${table.name}.${column}`,
          ).toBe(0);
        if (!references) continue;
        const parent = demo.tables.find((t) => t.name === references)!.key![0]!;
        const orphans = `SELECT count(*) FROM ${table.name} WHERE ${column} IS NOT NULL AND ${column} NOT IN (SELECT ${parent} FROM ${references})`;
        expect(await demo.number(orphans), `${table.name}.${column}`).toBe(0);
      }
    }
  });

  it('have dates in order, none recorded after the as-of day, and intervals that do not overlap', async () => {
    for (const table of demo.tables) {
      for (const [earlier, later] of table.order ?? []) {
        expect(
          await demo.number(`SELECT count(*) FROM ${table.name} WHERE ${later} < ${earlier}`),
          `${table.name}.${later}`,
        ).toBe(0);
      }
      for (const [column, { kind, planned }] of Object.entries(table.columns)) {
        if ((kind !== 'date' && kind !== 'month') || planned || column === 'certified_until') continue;
        expect(
          await demo.number(`SELECT count(*) FROM ${table.name} WHERE ${column} > DATE '2026-06-30'`),
          `${table.name}.${column}`,
        ).toBe(0);
      }
      if (!table.intervals) continue;
      const { of, start, end } = table.intervals;
      const overlaps = `SELECT count(*) FROM (SELECT ${start} AS s, lag(coalesce(${end}, DATE '9999-12-31')) OVER (PARTITION BY ${of} ORDER BY ${start}) AS e FROM ${table.name}) WHERE s < e`;
      expect(await demo.number(overlaps), table.name).toBe(0);
    }
  });

  it('place everybody from admission to release, apart from the gaps that were meant', async () => {
    const cover = `SELECT s.stay_id, min(s.admission_date) AS a, min(s.release_date) AS r, min(p.start_date) AS first,
        CASE WHEN bool_or(p.end_date IS NULL) THEN NULL ELSE max(p.end_date) END AS last,
        sum(coalesce(p.end_date, DATE '2026-07-01') - p.start_date) AS placed
      FROM stay s LEFT JOIN placement p USING (stay_id) GROUP BY 1`;
    expect(
      await demo.number(`SELECT count(*) FROM (${cover}) WHERE first IS DISTINCT FROM a OR last IS DISTINCT FROM r`),
    ).toBe(0);
    const short = `SELECT count(*) FROM (${cover}) WHERE placed <> coalesce(r, DATE '2026-07-01') - a`;
    expect(await demo.number(short)).toBeLessThanOrEqual(demo.truth.missing.placement_gaps);
  });

  it('keep a unit in its institution, assignments within the stay and within the tenure, one stay at a time', async () => {
    expect(
      await demo.number(
        'SELECT count(*) FROM placement p JOIN unit u USING (unit_id) WHERE u.facility_id <> p.facility_id',
      ),
    ).toBe(0);
    expect(
      await demo.number(`SELECT count(*) FROM assignment a JOIN stay s USING (stay_id)
        WHERE a.start_date < s.admission_date OR coalesce(a.end_date, DATE '2026-07-01') > coalesce(s.release_date, DATE '2026-07-01')`),
    ).toBe(0);
    expect(
      await demo.number(`SELECT count(*) FROM assignment a JOIN staff s USING (staff_id)
        WHERE a.start_date < s.start_date OR coalesce(a.end_date, DATE '2026-07-01') > coalesce(s.end_date, DATE '2026-07-01')`),
    ).toBe(0);
    expect(
      await demo.number(`SELECT count(*) FROM (SELECT admission_date AS a,
        lag(coalesce(release_date, DATE '9999-12-31')) OVER (PARTITION BY person_id ORDER BY admission_date) AS before FROM stay) WHERE a < before`),
    ).toBe(0);
  });
});
