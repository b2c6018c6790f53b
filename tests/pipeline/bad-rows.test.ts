import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { added, checkBroken, exportBroken, first, goodExport, withRows, type Breaking } from './attempt.ts';
import { caseboard } from './command-line.ts';
import type { Reject } from './rejects-file.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { writeSource } from './source-folder.ts';

let home: string;

beforeAll(async () => {
  home = await goodExport();
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const stayHeader =
  'stay_id,person_id,admission_date,admission_type,legal_status,sentenced_date,offense_category,projected_release_date,release_date,release_type\n';
const placementHeader = 'stay_id,facility_id,unit_id,custody_level,start_date,end_date\n';

describe('rows that are wrong go to the rejects file', () => {
  const cases: [string, Breaking, Partial<Reject>][] = [
    [
      'a date that is none',
      withRows('stay', first({ admission_date: '13/25/2025' })),
      { table: 'stay', row: '1', key: 'S1', column: 'admission_date', value: '13/25/2025', rule: 'convert' },
    ],
    [
      'a required value that is missing',
      withRows('stay', first({ person_id: null })),
      { table: 'stay', row: '1', key: 'S1', column: 'person_id', rule: 'required' },
    ],
    [
      'a second row with the same key',
      withRows('stay', added({ person_id: 'P2' })),
      { table: 'stay', row: '9', key: 'S1', column: 'stay_id', value: 'S1', rule: 'unique' },
    ],
    [
      'a stay of nobody',
      withRows('stay', added({ stay_id: 'S9', person_id: 'P99' })),
      { table: 'stay', row: '9', key: 'S9', column: 'person_id', value: 'P99', rule: 'reference' },
    ],
    [
      'a release before the admission',
      withRows('stay', added({ stay_id: 'S9', release_date: '2025-10-31' })),
      { table: 'stay', row: '9', key: 'S9', column: 'release_date', value: '2025-10-31', rule: 'order' },
    ],
    [
      'an admission after the as-of date',
      withRows('stay', added({ stay_id: 'S9', admission_date: '2026-07-01' })),
      { table: 'stay', row: '9', key: 'S9', column: 'admission_date', value: '2026-07-01', rule: 'after_as_of' },
    ],
    [
      'a placement in no institution',
      withRows('placement', added({ stay_id: 'S8', facility_id: 'EAST' })),
      { table: 'placement', row: '10', column: 'facility_id', value: 'EAST', rule: 'reference' },
    ],
    [
      'half a person of capacity',
      withRows('facility', added({ facility_id: 'F', rated_capacity: 12.5 })),
      { table: 'facility', row: '3', key: 'F', column: 'rated_capacity', value: '12.5', rule: 'convert' },
    ],
  ];

  it.each(cases)('%s', async (_, breaking, expected) => {
    const { code, rejects, stdout } = await checkBroken(home, breaking);
    expect(code).toBe(0);
    const own = rejects.filter((reject) => reject.table === expected.table);
    expect(own).toEqual([
      expect.objectContaining({
        ...expected,
        action: 'row not loaded',
        meaning: expect.stringMatching(/^[A-Z].{10,}\.$/),
      }),
    ]);
    // read = loaded + 1, and the rule by name.
    const [, read, loaded] =
      new RegExp(`^${expected.table} +(\\d+) +(\\d+) +1  ${expected.rule} ${expected.column} 1$`, 'm').exec(stdout) ??
      [];
    expect(Number(loaded)).toBe(Number(read) - 1);
  });

  it('all of them at once, counted in the manifest', async () => {
    const { code, rejects, table, stdout } = await exportBroken(home, (source, tables) => {
      const stay = tables.stay ?? [];
      source.setRows('stay', [
        ...stay,
        { ...stay[0], person_id: 'P2' },
        { ...stay[0], stay_id: 'S9', person_id: 'P99' },
        { ...stay[0], stay_id: 'S10', release_date: '2025-10-31' },
        { ...stay[0], stay_id: 'S11', admission_date: 'early in May' },
      ] as typeof stay);
      source.setRows('placement', added({ stay_id: 'S11' })(tables.placement ?? []));
    });
    expect(code).toBe(0);
    expect(table('stay')).toMatchObject({ read: 12, loaded: 8, rejected: 4 });
    expect(
      table('stay')
        ?.rules.map(({ rule, column, rows }) => `${rule} ${column} ${rows}`)
        .sort(),
    ).toEqual(['convert admission_date 1', 'order release_date 1', 'reference person_id 1', 'unique stay_id 1']);
    expect(table('placement')).toMatchObject({ read: 10, loaded: 9, rejected: 1 });
    expect(rejects.map((row) => `${row.table} ${row.row} ${row.rule}`)).toEqual([
      'placement 10 reference',
      'stay 9 unique',
      'stay 10 reference',
      'stay 11 order',
      'stay 12 convert',
    ]);
    expect(stdout).toMatch(/5 rows rejected in all; each is in .*rejects\.csv/);
  });

  it('stop the export when they are most of a table, and are listed all the same', async () => {
    const late = withRows('stay', (rows) =>
      rows.map((row, index) => (index === 3 ? row : { ...row, admission_date: 'soon' })),
    );
    const { code, stderr, rejects } = await exportBroken(home, late);
    expect(code).toBe(2);
    for (const word of [/stay: 7 of 8 rows \(87\.5 %\)/, /reject_limit/, /admission_date/, /rejects\.csv/])
      expect(stderr).toMatch(word);
    expect(rejects.filter((row) => row.table === 'stay' && row.value === 'soon')).toHaveLength(7);
    expect(await checkBroken(home, late)).toMatchObject({ code: 2, stderr: expect.stringMatching(/7 of 8 rows/) });
  });

  it('stop it at more than the limit, not at the limit', async () => {
    const limit =
      (reject_limit: number): Breaking =>
      (source, tables) => {
        withRows('stay', first({ admission_date: 'soon' }))(source, tables);
        source.setSource({ settings: { reject_limit, reject_floor: 0 } });
      };
    // One of eight stays, and with it one of nine placements.
    expect((await checkBroken(home, limit(0.125))).code).toBe(0);
    expect((await checkBroken(home, limit(0.124))).code).toBe(2);
  });

  it('do not stop it while they are few, unless they are half of a table', async () => {
    const late =
      (rows: number): Breaking =>
      (source, tables) => {
        const wrong = (index: number) => index >= 8 - rows;
        const stays = (tables.stay ?? []).map((row, index) =>
          wrong(index) ? { ...row, admission_date: 'soon' } : row,
        );
        source.setRows('stay', stays);
        source.setSource({ settings: { reject_floor: 3 } });
      };
    // One of eight is 12.5 %, and says nothing of the extract.
    expect((await checkBroken(home, late(1))).code).toBe(0);
    expect((await checkBroken(home, late(3))).code).toBe(0);
    expect(await checkBroken(home, late(4))).toMatchObject({ code: 2, stderr: expect.stringMatching(/reject_floor/) });
  });

  it('take with them what refers to them', async () => {
    const { rejects } = await checkBroken(home, withRows('person', first({ person_id: null })));
    expect(rejects.map((row) => `${row.table} ${row.key.slice(0, 2)} ${row.rule}`)).toEqual([
      'person  required',
      'placement S1 reference',
      'stay S1 reference',
    ]);
  });

  it('are the later ones of three placements that overlap', async () => {
    const at = (stay_id: string, start_date: string, end_date: string | null, facility_id = 'SOUTH') => ({
      stay_id,
      facility_id,
      unit_id: null,
      custody_level: 'low',
      start_date,
      end_date,
    });
    const { rejects, stdout } = await checkBroken(home, (source) =>
      source.setRows('placement', [
        // All three overlap: the first stays.
        at('S1', '2025-11-01', null),
        at('S1', '2025-11-20', '2026-03-01'),
        at('S1', '2026-01-01', null),
        // The middle one overlaps both others, which do not overlap each other: only it goes.
        at('S5', '2025-12-01', null),
        at('S5', '2025-11-01', '2026-01-10'),
        at('S5', '2025-10-01', '2025-11-20'),
        // Of two that begin on one day the later row goes, long or short.
        at('S8', '2026-04-01', null, 'NORTH'),
        at('S8', '2026-04-01', '2026-04-09'),
        // Touching is not overlapping, and an interval without a night overlaps nothing.
        at('S6', '2026-01-05', '2026-02-01'),
        at('S6', '2026-02-01', null),
        at('S6', '2026-03-01', '2026-03-01'),
      ]),
    );
    expect(rejects.map((row) => [row.row, row.rule])).toEqual([
      ['2', 'overlap'],
      ['3', 'overlap'],
      ['5', 'overlap'],
      ['8', 'overlap'],
    ]);
    expect(stdout).toMatch(/^placement +11 +7 +4/m);
  });
});

describe('what is odd but readable is kept and said', () => {
  it('tables without a row, once somebody says that it is so', async () => {
    const emptied: Breaking = (source) => {
      source.setFile('stay', stayHeader);
      source.setFile('placement', placementHeader);
      source.setSource({ history_from: undefined });
    };
    const refused = await exportBroken(home, emptied);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/stay is empty; the export before, as of 2026-06-30, had 8 rows\..*--accept/s);
    const { code, table, stdout } = await exportBroken(home, emptied, {}, ['--accept']);
    expect(code).toBe(0);
    for (const name of ['stay', 'placement']) {
      expect(table(name)).toMatchObject({
        supplied: true,
        read: 0,
        loaded: 0,
        rejected: 0,
        warnings: [expect.stringMatching(/no rows/)],
      });
    }
    expect(stdout).toMatch(/no rows/);
  });

  const odd: [string, Breaking, RegExp][] = [
    [
      'a file for a table the contract does not have',
      (source) => source.setSelect('gangs', 'SELECT 1'),
      /gangs\.sql was ignored.*no table "gangs"/,
    ],
    [
      'a column the contract does not have',
      withRows('stay', (rows) => rows.map((row) => ({ ...row, shoe_size: 43 }))),
      /shoe_size.*ignored/,
    ],
    [
      'a category the contract does not know',
      withRows('stay', (rows) => rows.map((row, index) => (index < 2 ? { ...row, legal_status: 'civil' } : row))),
      /legal_status.*kept as given: "civil" \(2 rows\)/,
    ],
    ['a table without a row', (source) => source.setFile('placement', placementHeader), /no rows/],
  ];

  it.each(odd)('%s', async (_, breaking, words) => {
    const { code, stdout, rejects } = await checkBroken(home, breaking);
    expect({ code, rejects }).toEqual({ code: 0, rejects: [] });
    expect(stdout).toMatch(words);
  });

  it('columns in capitals', async () => {
    const { code, stdout } = await checkBroken(home, (source) =>
      source.setSelect(
        'region',
        "SELECT region_id AS REGION_ID, region_name AS Region_Name FROM read_csv('files/region.csv')",
      ),
    );
    expect(code).toBe(0);
    expect(stdout).toMatch(/^region +2 +2 +0\s*\nfacility/m);
  });

  it('an optional reference that does not resolve, which is emptied and counted', async () => {
    const { rejects, table } = await exportBroken(home, withRows('placement', first({ unit_id: 'N9' })));
    expect(rejects).toMatchObject([
      { table: 'placement', row: '1', column: 'unit_id', value: 'N9', rule: 'reference', action: 'value left empty' },
    ]);
    expect(table('placement')).toMatchObject({
      read: 9,
      loaded: 9,
      rejected: 0,
      cleared: [{ column: 'unit_id', rows: 1 }],
    });
  });

  it('a moment with a time zone, whose day is the same wherever the command runs', async () => {
    const source = writeSource(join(home, 'moment'), smallAgency(), { ...lenient, time_zone: 'Europe/Lisbon' });
    source.setSelect('agency', "SELECT 'A' AS agency_name, TIMESTAMPTZ '2026-06-30 01:00:00+00' AS as_of");
    // Where the command runs that moment is on June 29, and a release of June 30 would lie after the as-of date.
    const env = { ...process.env, TZ: 'America/Denver' };
    const { code, stdout } = await caseboard(['check', source.path, '--rejects', join(home, 'moment.csv')], { env });
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^stay +8 +8 +0/m) });
  });
});
