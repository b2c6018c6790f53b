import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { contract } from '../../data/contract/contract.ts';
import { runHere } from './command-line.ts';
import { readManifest } from './export-folder.ts';
import { temporaryFolder } from './source-folder.ts';

interface CheckSummary {
  outcome: string;
  tables: { name: string; read: number; loaded: number }[];
  to_do: string[];
  problem: string | null;
}

const home = temporaryFolder();

async function begun(name: string, from: string) {
  const folder = join(home, name, 'source');
  const outcome = await runHere(['init', folder, '--from', from]);
  expect(outcome.code, outcome.stderr).toBe(0);
  const text = (file: string) => readFileSync(join(folder, file), 'utf8');
  return {
    folder,
    said: outcome.stdout,
    select: (table: string) => text(`${table}.sql`),
    json: JSON.parse(text('source.json')) as {
      codes?: Record<string, Record<string, string>>;
      custody_levels?: string[];
      to_do: string[];
    },
    async check() {
      const args = [
        'check',
        folder,
        '--files',
        from,
        '--out',
        join(home, 'none'),
        '--rejects',
        join(home, name, 'rejects.csv'),
      ];
      const { stdout } = await runHere([...args, '--json']);
      return JSON.parse(stdout) as CheckSummary;
    },
  };
}

/** Files as an old system writes them: its own names and codes, US dates, 12/31/9999, Latin-1, pipes. */
function legacyFiles(changes: Record<string, string> = {}): string {
  const folder = join(temporaryFolder(), 'extract');
  mkdirSync(folder);
  const files: Record<string, string> = {
    'PRISONS.TXT': 'INST_CD|INST_NM|BEDS\nN|Peña Institution|400\n',
    'OFFENDERS.TXT': 'OFFENDER_NO|DOB|SEX\n1|04/25/1980|M\n2|11/30/1975|F\n',
    'COMMITMENTS.TXT':
      'COMMIT_NO|OFFENDER_NO|ADM_DT|REL_DT|REL_REASON\n11|1|03/25/2024|12/31/9999|\n12|2|01/02/2024|06/14/2025|PAR\n',
    ...changes,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), Buffer.from(text, 'latin1'));
  return folder;
}

describe('init', () => {
  it('writes SELECTs that read the demonstration’s own files as they are', async () => {
    const demo = inject('demo');
    const { check, json } = await begun('demo', join(demo, 'source', 'files'));
    const { tables, problem } = await check();
    const exported = readManifest(join(demo, 'out')).tables.filter(({ supplied }) => supplied);
    expect(problem).toBeNull();
    expect(tables.map(({ name, read, loaded }) => ({ name, read, loaded }))).toEqual(
      exported.map(({ name, read, loaded }) => ({ name, read, loaded })),
    );
    expect(json.codes).toBeUndefined();
  });

  it('tells encoding, delimiter, dates and codes of an old system, and says what is left to decide', async () => {
    const { select, json, check, said } = await begun('legacy', legacyFiles());
    expect(said).toMatch(
      /PRISONS\.TXT: 1 row, 3 columns; Latin-1, “\|” between columns, a line of names\. Read for facility\./,
    );
    expect(select('facility')).toContain("delim = '|'");
    expect(select('facility')).toContain("encoding = 'latin-1'");
    expect(select('facility')).toContain('"INST_NM" AS facility_name');
    expect(select('stay')).toContain(`date_written("ADM_DT", '%m/%d/%Y') AS admission_date`);
    expect(select('stay')).toContain(`date_written(nullif("REL_DT", '12/31/9999'), '%m/%d/%Y') AS release_date`);
    expect(json.codes).toEqual({ 'stay.release_type': { PAR: 'TO DO' } });
    const { tables, to_do: left } = await check();
    expect(tables.filter(({ read }) => read > 0).map(({ name, loaded }) => [name, loaded])).toEqual([
      ['agency', 1],
      ['facility', 1],
      ['person', 2],
      ['stay', 2],
    ]);
    expect(left[0]).toMatch(/agency\.sql, line \d+: write the agency’s name/);
    expect(left.join('\n')).toMatch(/stay\.sql, line \d+: confirm .*ADM_DT as admission_date/);
    expect(left.join('\n')).toMatch(/codes: say what PAR of stay\.release_type mean/);
  });

  it('does not decide a date that could begin with the month or the day', async () => {
    const files = legacyFiles({
      'COMMITMENTS.TXT': 'COMMIT_NO|OFFENDER_NO|ADM_DT|REL_DT\n11|1|03/04/2024|\n12|2|01/02/2024|06/05/2025\n',
    });
    const { select, check } = await begun('ambiguous', files);
    expect(select('stay')).toMatch(
      /TO DO: say how ADM_DT is written.*03\/04\/2024|TO DO: say how ADM_DT is written.*01\/02\/2024/,
    );
    expect(select('stay')).toContain('"ADM_DT" AS admission_date');
    const { outcome, tables = [] } = await check();
    expect(outcome).toBe('mend the source');
    expect(tables.find(({ name }) => name === 'agency') ?? { loaded: 0 }).toMatchObject({
      loaded: expect.any(Number) as number,
    });
  });

  it('writes a SELECT for every table; those nothing was found for are only comments, and are not supplied', async () => {
    const { select, check } = await begun('every', legacyFiles());
    for (const { name, columns } of contract) {
      for (const column of Object.keys(columns)) expect(select(name)).toContain(column);
    }
    expect((await check()).tables.map(({ name }) => name)).not.toContain('task');
  });

  it('reads abbreviated names, days that still count, births of two digits and units that share a code', async () => {
    const turns = ['20.02.2024', '20.03.2024', '20.04.2024', '20.05.2024', '20.06.2024', '20.07.2024'];
    const ends = ['19.03.2024', '19.04.2024', '19.05.2024', '19.06.2024', '19.07.2024', '31.12.9999'];
    const { select, json, check, folder } = await begun(
      'abbreviated',
      legacyFiles({
        'CONTROL.CSV': 'AGENCY;EXTRACT_DT\n"Department of Tests";29.07.2024\n',
        'PRISONS.TXT': 'INST_CD;INST_DESC;BEDS_RATED\n1;One;40\n2;Two;50\n',
        'HSG_UNIT.CSV': 'INST_CD;UNIT_CD;UNIT_DESC\n1;A;North\n1;B;South\n2;A;East\n',
        'EMPLOYEE.CSV': 'EMP_NO;LAST_NM;FIRST_NM;TTL_CD;INST_CD;UNIT_CD\nE1;Álvarez;Ana;CM;1;A\nE2;Peña;Luis;UM;2;A\n',
        'OFFENDERS.TXT': 'OFNDR_NO;DOB;GENDER\n1;25-APR-58;1\n2;30-NOV-95;2\n',
        'COMMITMENTS.TXT':
          'BKG_NO;OFNDR_NO;IN_DT;OUT_DT;OUT_RSN\n11;1;20.02.2024;31.12.9999;\n12;2;20.02.2024;28.07.2024;1\n',
        'HOUSING.CSV': `BKG_NO;INST_CD;UNIT_CD;FROM_DT;THRU_DT\n${turns.map((day, at) => `11;1;${at % 2 ? 'B' : 'A'};${day};${ends[at]}\n`).join('')}`,
        'LOOKUP.CSV': 'DOMAIN;CODE;MEANING\nOUT_RSN;1;Parole\n',
      }),
    );
    expect(select('agency')).toContain(`date_written("EXTRACT_DT", '%d.%m.%Y') AS as_of`);
    expect(select('facility')).toContain('"BEDS_RATED" AS rated_capacity');
    for (const table of ['unit', 'staff', 'placement']) {
      expect(select(table)).toContain(`"INST_CD" || '-' || "UNIT_CD" AS unit_id`);
    }
    expect(select('staff')).toContain(`concat_ws(', ', "LAST_NM", "FIRST_NM") AS staff_name`);
    expect(select('person')).toContain(`birth_written("DOB", '%d-%b-%y') AS birth_date`);
    expect(select('placement')).toContain(
      `day_after(date_written(nullif("THRU_DT", '31.12.9999'), '%d.%m.%Y')) AS end_date`,
    );
    expect(select('placement')).toMatch(/TO DO: confirm that THRU_DT is the last day that counts: after 5 of its rows/);
    expect(json.codes).toMatchObject({ 'stay.release_type': { 1: 'TO DO' }, 'staff.role': { CM: 'TO DO' } });
    expect(json.to_do.join('\n')).toMatch(/LOOKUP\.CSV: nothing is read from it.*not-read\.md/);
    expect(readFileSync(join(folder, 'not-read.md'), 'utf8')).toMatch(
      /## LOOKUP\.CSV[^]*SELECT\n {2}"DOMAIN",[^]*FROM read_csv\('LOOKUP\.CSV'/,
    );
    const { tables } = await check();
    expect(tables.filter(({ read }) => read > 0).map(({ name, read, loaded }) => [name, read, loaded])).toEqual([
      ['agency', 1, 1],
      ['facility', 2, 2],
      ['unit', 3, 3],
      ['staff', 2, 2],
      ['person', 2, 2],
      ['stay', 2, 2],
      ['placement', 6, 6],
    ]);
  });

  it('names the newest day found as the last the extract covers, where it knows no table', async () => {
    const files = legacyFiles({
      'COMMITMENTS.TXT': 'A;B;C\nx;28.07.2024;31.12.9999\ny;13.05.2023;01.01.2024\n',
    });
    const { select } = await begun('newest', files);
    expect(select('stay')).toMatch(/Nothing was found/);
    expect(select('agency')).toContain(`'2024-07-28' AS as_of`);
    expect(select('agency')).toContain('the newest day found, in B of COMMITMENTS.TXT');
  });

  it('changes nothing where a source is', async () => {
    const files = legacyFiles();
    const { folder } = await begun('twice', files);
    const { code, stderr } = await runHere(['init', folder, '--from', files]);
    expect(code).toBe(3);
    expect(stderr).toMatch(/is a source already \(.*\)\. Nothing was changed/);
  });

  it.each([
    ['a folder that is not there', join(home, 'nowhere'), 3, /There is no folder/],
    ['a folder without data', temporaryFolder(), 2, /Nothing to read was found/],
  ])('says what to do about %s', async (_, from, exit, sentence) => {
    const { code, stderr } = await runHere(['init', join(home, `odd-${exit}`), '--from', from]);
    expect({ code, stderr }).toEqual({ code: exit, stderr: expect.stringMatching(sentence) as string });
  });
});
