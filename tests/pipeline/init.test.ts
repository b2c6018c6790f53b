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
