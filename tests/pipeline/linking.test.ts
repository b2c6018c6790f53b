import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { contract } from '../../data/contract/contract.ts';
import { isAboutPeople } from '../../data/contract/column.ts';
import { taskTypes } from '../../data/contract/task-types.ts';
import { identifier, literal } from '../../scripts/engine/database.ts';
import type { ProgramFunnel } from '../../src/lib/questions/programs/funnel.ts';
import type { ProgramWait } from '../../src/lib/questions/programs/waits.ts';
import { askingOf } from './asking.ts';
import { repository } from './command-line.ts';
import {
  byGuessing,
  definePseudonyms,
  foundByNumber,
  openBoth,
  singleByKnown,
  singleByMart,
  singleByPair,
  singleByTwoDates,
  type Opened,
} from './linking.ts';
import { toldPrograms } from './linking-programs.ts';

let opened: Opened;
let known: { people: number; single: number };

beforeAll(async () => {
  opened = await openBoth(join(inject('demo'), 'source'), join(inject('demo'), 'out'));
  await definePseudonyms(opened);
  known = await singleByKnown(opened);
});
afterAll(() => opened.database.close());

const count = async (sql: string) => Number(await opened.database.value(sql));
const values = async (sql: string) => (await opened.database.rows(sql)).map((row) => Object.values(row)[0]);

describe('somebody who knows the number, day, sex, offense and release type of one case', () => {
  it('has people to look for, most of them alone on their day', () => {
    expect(known.people).toBeGreaterThan(500);
    expect(known.single).toBeGreaterThan(0.5 * known.people);
  });

  it('finds fewer people single in any mart than the exact days would leave', async () => {
    const found = await singleByMart(opened);
    for (const mart of ['release_followed', 'stay_span', 'stay_length', 'program_need', 'case_event'])
      expect(found).toHaveProperty(mart);
    for (const [mart, single] of Object.entries(found)) expect(single, mart).toBeLessThan(known.single);
  });

  it('finds fewer in any pair of marts that share the day', async () => {
    const found = await singleByPair(opened);
    expect(Object.keys(found).length).toBeGreaterThan(5);
    for (const [pair, single] of Object.entries(found)) expect(single, pair).toBeLessThan(known.single);
  });

  it('gains nothing from the number: public orders of it find no more than guessing would', async () => {
    const numbered = [...opened.marts].filter(([, columns]) => columns.has('release_no')).map(([mart]) => mart);
    expect(numbered.sort()).toEqual(['program_part', 'release_compared']);
    const found = await foundByNumber(opened, 'release_compared', 'release_key');
    for (const [order, single] of Object.entries(found)) expect(single, order).toBeLessThan(byGuessing(known.people));
    // The attack finds nearly everybody where the numbers are in a public order: as they would be if made by a hash.
    await opened.database.run(`CREATE TABLE told.by_hash AS
      SELECT *, told_days AS days_followed, row_number() OVER (ORDER BY hash(stay_id), stay_id) AS release_no FROM known`);
    opened.marts.set(
      'by_hash',
      new Map(
        ['sex', 'offense_category', 'release_type', 'cohort_year', 'days_followed', 'release_no'].map((name) => [
          name,
          '',
        ]),
      ),
    );
    const hashed = await foundByNumber(opened, 'by_hash', 'hash(stay_id)');
    opened.marts.delete('by_hash');
    await opened.database.run('DROP TABLE told.by_hash');
    expect(hashed['hash']).toBeGreaterThan(0.9 * known.people);
  });

  it('learns of no part in a protected program by a join of days, and by months no more than a guess would tell', async () => {
    const { parts, days, byDays, byMonths } = await toldPrograms(opened, true);
    expect(parts).toBeGreaterThan(100);
    expect(days).toEqual([]);
    expect(byDays.found).toBe(0);
    // In a small place few people share a month: whoever is left took part as often as anybody there.
    expect(byMonths.found).toBeGreaterThan(1000);
    expect(byMonths.guessed).toBeGreaterThan(100);
    expect(byMonths.right).toBeLessThan(1.25 * byMonths.guessed);
    // The same joins find parts in programs that are not protected, whose days are told: far more than a guess.
    const others = await toldPrograms(opened, false);
    expect(others.byDays.found).toBeGreaterThan(1000);
    expect(others.byDays.right).toBeGreaterThan(1.4 * others.byDays.guessed);
  });
});

describe('somebody who knows the first and the last day of one stay', () => {
  it('finds fewer stays single in either mart than before, when both days stood in one row, and no more by joining both', async () => {
    const { stays, exact, admitted, lasted, joined } = await singleByTwoDates(opened);
    expect(stays).toBeGreaterThan(1000);
    expect(exact).toBeGreaterThan(0.9 * stays);
    for (const [what, single] of Object.entries({ admitted, lasted })) expect(single, what).toBeLessThan(exact);
    expect(joined).toBeLessThanOrEqual(exact);
  });

  it('meets both days in no row without a key', () => {
    const [first, last] = [/^(admission|start)_date$/, /^release_(date|day)$/];
    for (const [mart, columns] of opened.marts) {
      const names = [...columns.keys()];
      expect(names.some((name) => first.test(name)) && names.some((name) => last.test(name)), mart).toBe(false);
    }
  });
});

describe('figures of protected programs', () => {
  it.each([
    ['of whole months are as they were', '2025-01-01', '2025-06-30', '2025-01-01', '2025-07-01'],
    ['from the first day of the history are as they were', null, '2024-12-31', null, '2025-01-01'],
    [
      'of other days are those of the months that begin in them',
      '2025-01-10',
      '2025-06-20',
      '2025-02-01',
      '2025-07-01',
    ],
  ])('%s', async (_, from, to, first, end) => {
    const { as_of, history_from } = opened.manifest;
    const begins = history_from ?? as_of;
    const asking = await askingOf(join(inject('demo'), 'out'));
    const text = { by: 'program_id', values: { from: from ?? begins, to } };
    const funnel = await asking.rows<ProgramFunnel>('programs/funnel', text);
    const waits = await asking.rows<ProgramWait>('programs/waits', text);
    asking.close();
    const rows = await opened.database
      .rows(`SELECT program_id, count(*)::INTEGER AS referred, count(start_date)::INTEGER AS started
      FROM enrollment JOIN program USING (program_id) WHERE restricted
        AND coalesce(referral_date, start_date) >= greatest(DATE ${literal(first ?? begins)}, DATE ${literal(begins)})
        AND coalesce(referral_date, start_date) < DATE ${literal(end)}
      GROUP BY 1 ORDER BY 1`);
    expect(rows.length).toBeGreaterThan(0);
    for (const { program_id: group, referred, started } of rows) {
      expect(funnel.find((row) => row.group === group)).toMatchObject({ referred, started });
      expect(waits.find((row) => row.group === group)).toMatchObject({ referred, started });
    }
  });
});

describe('a running number or a pseudonym', () => {
  it('is made by the key alone, wherever marts make one', () => {
    const folder = join(repository, 'data', 'marts');
    for (const name of readdirSync(folder)) {
      const sql = readFileSync(join(folder, name), 'utf8').replace(/--.*$/gm, '');
      expect(sql, name).not.toMatch(/\b(hash|md5\w*|sha\d+|md5_number|uuid|random)\s*\(/i);
      // A number that goes on over all rows tells where an id stands among them.
      for (const [, over = ''] of sql.matchAll(
        /\b(?:row_number|rank|dense_rank|ntile|percent_rank|cume_dist)\s*\([^)]*\)\s*OVER\s*\(([^)]*)/gi,
      )) {
        if (/PARTITION BY/i.test(over)) continue;
        expect(over, name).toMatch(/^\s*ORDER BY pseudonym\('(release|person followed|person compared)'/);
      }
    }
    const scripts = join(repository, 'scripts', 'export');
    const hashing = readdirSync(scripts).filter((name) =>
      /createH(ash|mac)|\bmd5\(|\bsha256\(|[^.]\bhash\(/.test(readFileSync(join(scripts, name), 'utf8')),
    );
    // Of whole files and of everything the export holds; of a person's id only under the key.
    expect(hashing.filter((name) => !name.endsWith('.test.ts')).sort()).toEqual([
      'export.ts',
      'parts.ts',
      'pseudonym.ts',
      'versions.ts',
    ]);
  });

  it('is the one of its purpose', async () => {
    expect(await count('SELECT count(*) FROM told.case_event')).toBeGreaterThan(1000);
    for (const mart of ['case_event', 'open_task', 'out_of_level', 'unassigned_person']) {
      expect(await count(`SELECT count(stay_key) FROM told.${mart} ANTI JOIN keys USING (stay_key)`), mart).toBe(0);
      expect(
        await count(`SELECT count(*) FROM told.${mart} JOIN keys ON release_key = told.${mart}.stay_key`),
        mart,
      ).toBe(0);
    }
  });
});

describe('central monitoring and victim/witness work', () => {
  const counted = taskTypes
    .filter(({ countedOnly }) => countedOnly)
    .map(({ id }) => literal(id))
    .join(', ');

  it('is told by months, without whom it was about, and beside no pseudonym', async () => {
    let found = 0;
    for (const [mart, columns] of opened.marts) {
      if (!columns.has('task_type')) continue;
      const rows = `FROM told.${identifier(mart)} WHERE task_type IN (${counted})`;
      found += await count(`SELECT count(*) ${rows}`);
      if (columns.has('stay_key')) expect(await count(`SELECT count(*) ${rows}`), mart).toBe(0);
      const dates = [...columns].filter(([, type]) => type === 'DATE').map(([name]) => name);
      for (const date of dates) {
        const days = await values(`SELECT DISTINCT CAST(${date} AS VARCHAR) ${rows} AND day(${date}) <> 1`);
        expect(
          days.filter((day) => day !== opened.manifest.history_from),
          `${mart}.${date}`,
        ).toEqual([]);
      }
      const nearer = columns.has('staff_id') || columns.has('unit_id');
      const about = [
        'sex',
        'legal_status',
        'age_status',
        'offense_category',
        ...(nearer ? ['custody_level', 'months_to_release'] : []),
      ];
      for (const name of about.filter((column) => columns.has(column)))
        expect(await count(`SELECT count(${name}) ${rows}`), `${mart}.${name}`).toBe(0);
    }
    expect(found).toBeGreaterThan(50);
  });
});

describe('the first and the last day of anything about people', () => {
  it('leaves in no manifest', async () => {
    const { tables } = opened.manifest;
    let latest = 0;
    for (const table of contract.filter(isAboutPeople)) {
      const told = tables.find(({ name }) => name === table.name)?.latest ?? null;
      if (told === null) continue;
      latest += 1;
      expect(told, table.name).toMatch(/-01$/);
      const month = `date_trunc('month', ${identifier(table.when ?? '')}) = DATE ${literal(told)}`;
      expect(
        await count(`SELECT count(*) FROM main.${identifier(table.name)} WHERE ${month}`),
        table.name,
      ).toBeGreaterThan(10);
    }
    expect(latest).toBeGreaterThan(10);
    expect(tables.find(({ name }) => name === 'person')?.latest).toBeNull();
  });

  it('nor in the completeness report: months outside the history are of nobody', async () => {
    const { as_of, history_from } = opened.manifest;
    const about = contract
      .filter(isAboutPeople)
      .map(({ name }) => literal(name))
      .join(', ');
    expect(await count(`SELECT count(*) FROM told.completeness WHERE table_name IN (${about})`)).toBeGreaterThan(100);
    expect(
      await count(`SELECT count(*) FROM told.completeness WHERE table_name IN (${about})
        AND (month < date_trunc('month', DATE ${literal(history_from ?? '')}) OR month > DATE ${literal(as_of)})`),
    ).toBe(0);
  });

  it('nor in any mart or answer by the name of it', () => {
    for (const [mart, columns] of opened.marts) {
      for (const name of columns.keys())
        expect(name, mart).not.toMatch(/^(min|max|longest|latest|earliest|youngest|oldest|first_birth)_/);
    }
  });
});
