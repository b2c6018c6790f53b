import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeEmptyLists } from '../../scripts/export/fixture.ts';
import { openIncoming, publish } from '../../scripts/export/publish.ts';
import { webRootAbove } from '../../scripts/export/web-root.ts';
import { refuseUnknownFiles } from '../../scripts/static-folder.ts';
import { exampleDataset } from '../../src/lib/export/fixture.ts';
import { manifestText } from '../../src/lib/export/manifest-file.ts';
import { schemaVersion, type Manifest } from '../../src/lib/export/manifest.ts';
import { runHere } from './command-line.ts';
import { readManifest, sha256 } from './export-folder.ts';
import { lenient, smallAgency } from './small-agency.ts';
import { temporaryFolder, writeSource, type SourceFolder } from './source-folder.ts';

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

let folder: string;
/** A folder a host serves, and the export inside it. */
let root: string;
let out: string;

beforeEach(() => {
  folder = temporaryFolder();
  root = join(folder, 'static');
  out = join(root, 'data');
  mkdirSync(root);
  writeFileSync(join(root, 'favicon.svg'), '<svg/>');
});
const clear = () => rmSync(folder, { recursive: true, force: true });

/** A finished folder of a version, with one file that says which. */
async function finished(number: number, changes: Partial<Manifest> = {}): Promise<[string, Manifest]> {
  const incoming = await openIncoming(out);
  const version = `2026-06-30.0000000${number}`;
  const lists = await writeEmptyLists(incoming, version);
  return [incoming, exampleDataset({ version, ...lists, ...changes })];
}
const put = async (number: number, changes: Partial<Manifest> = {}, options = {}) =>
  publish(
    ...(
      (([incoming, manifest]) => [incoming, out, manifest, options]) as (
        made: [string, Manifest],
      ) => Parameters<typeof publish>
    )(await finished(number, changes)),
  );
const versions = () => readdirSync(out).filter((name) => /^\d{4}/.test(name));

describe('the draft of an export', () => {
  it('lies beside the web root, closed to everybody else, and is open when it is in place', async () => {
    const [incoming, manifest] = await finished(1);
    expect(incoming.startsWith(`${folder}/.static-data.incoming-`)).toBe(true);
    expect(mode(incoming)).toBe('700');
    expect(readdirSync(root).sort()).toEqual(['data', 'favicon.svg']);
    await publish(incoming, out, manifest);
    expect(mode(join(out, manifest.version))).not.toBe('700');
    expect(readdirSync(folder)).toEqual(['static']);
    clear();
  });

  it('of an export that was killed is removed by the next', async () => {
    // No process has this number.
    for (const name of ['.static-data.incoming-999999999', '.static-data.incoming-999999999.manifest.json'])
      mkdirSync(join(folder, name));
    await put(1);
    expect(readdirSync(folder)).toEqual(['static']);
    clear();
  });

  it('knows the outermost folder a host serves', async () => {
    expect(await webRootAbove(folder)).toBeNull();
    expect(await webRootAbove(out)).toBe(root);
    writeFileSync(join(folder, 'index.html'), '');
    expect(await webRootAbove(out)).toBe(folder);
    clear();
  });
});

describe('putting an export in place', () => {
  it('keeps the version before, and says which', async () => {
    expect((await put(1)).previous).toBeNull();
    expect((await put(2)).previous).toBe('2026-06-30.00000001');
    expect((await put(3)).previous).toBe('2026-06-30.00000002');
    expect(versions()).toEqual(['2026-06-30.00000002', '2026-06-30.00000003']);
    // The same data once more.
    expect((await put(3)).previous).toBe('2026-06-30.00000002');
    expect(versions()).toEqual(['2026-06-30.00000002', '2026-06-30.00000003']);
    clear();
  });

  it('leaves nothing of another profile', async () => {
    await put(1);
    await put(2);
    mkdirSync(join(out, '2020-01-01.abcdef01'));
    expect((await put(3, { profile: 'public' })).previous).toBeNull();
    expect(readdirSync(out).sort()).toEqual(['2026-06-30.00000003', 'manifest.json']);
    await put(4, { profile: 'regional' });
    expect(readdirSync(out).sort()).toEqual(['2026-06-30.00000004', 'manifest.json']);
    clear();
  });

  it('forgets the one before when told to, and one whose manifest is not to be believed', async () => {
    await put(1);
    await put(2, {}, { forgetPrevious: true });
    expect(versions()).toEqual(['2026-06-30.00000002']);
    writeFileSync(
      join(out, 'manifest.json'),
      readFileSync(join(out, 'manifest.json'), 'utf8').replace('internal', 'public'),
    );
    expect((await put(3)).previous).toBeNull();
    expect(versions()).toEqual(['2026-06-30.00000003']);
    clear();
  });
});

describe('a build', () => {
  it('is made of what belongs to the site', async () => {
    await refuseUnknownFiles(root);
    await put(1);
    await put(2);
    await refuseUnknownFiles(root);
    clear();
  });

  it.each<[string, (site: string) => void, RegExp]>([
    ['rejected rows', (site) => writeFileSync(join(site, 'data-rejects.csv'), ''), /data-rejects\.csv/],
    ['the draft of an export', (site) => mkdirSync(join(site, '.data.incoming-7')), /\.data\.incoming-7/],
    ['a spreadsheet among the data', (site) => writeFileSync(join(site, 'data', 'names.xlsx'), ''), /names\.xlsx/],
    [
      'a spreadsheet in a version',
      (site) => writeFileSync(join(site, 'data', '2026-06-30.00000001', 'names.xlsx'), ''),
      /00000001.names\.xlsx/,
    ],
    [
      'rejected rows deeper in it',
      (site) => {
        mkdirSync(join(site, 'data', '2026-06-30.00000001', 'answers'));
        writeFileSync(join(site, 'data', '2026-06-30.00000001', 'answers', 'rejects.csv'), '');
      },
      /answers.rejects\.csv/,
    ],
    [
      'a link in a version',
      (site) => symlinkSync('/etc', join(site, 'data', '2026-06-30.00000001', 'etc')),
      /00000001.etc\b/,
    ],
    [
      'a draft beside the engine',
      (site) => {
        mkdirSync(join(site, 'engine'));
        writeFileSync(join(site, 'engine', 'engine.json'), '{"files":[{"file":"parquet.bin"}]}');
        writeFileSync(join(site, 'engine', 'parquet.bin'), '');
        writeFileSync(join(site, 'engine', 'parquet.bin.7'), '');
      },
      /no part of the site: \S*parquet\.bin\.7\. /,
    ],
    ['a hidden file', (site) => writeFileSync(join(site, 'data', '.manifest.json'), ''), /\.manifest\.json/],
    [
      'a version no manifest names, which a killed export leaves',
      (site) => mkdirSync(join(site, 'data', '2026-07-01.00000009')),
      /2026-07-01\.00000009.*export again, which removes what an export that was killed left/,
    ],
    [
      'a manifest changed by hand',
      (site) => writeFileSync(join(site, 'data', 'manifest.json'), `{"schema_version":${schemaVersion}}`),
      /manifest\.json is not as it was written/,
    ],
  ])('with %s is refused with a sentence', async (_, spoil, sentence) => {
    await put(1);
    spoil(root);
    await expect(refuseUnknownFiles(root)).rejects.toThrow(sentence);
    clear();
  });

  it('after an export that was killed between its two renames has nothing of it: refused, until the next export', async () => {
    await put(1);
    const [incoming, manifest] = await finished(2);
    // What a kill leaves: the folder is there, the manifest is not.
    await publish(incoming, out, manifest);
    const listed = (file: string) => ({
      file,
      bytes: 1,
      sha256: sha256(readFileSync(join(out, '2026-06-30.00000001', file))),
    });
    writeFileSync(
      join(out, 'manifest.json'),
      await manifestText(
        exampleDataset({
          version: '2026-06-30.00000001',
          files: listed('files.json'),
          answers: listed('answers.json'),
        }),
      ),
    );
    await expect(refuseUnknownFiles(root)).rejects.toThrow(/2026-06-30\.00000002/);
    // The one that comes next keeps the one before and removes the other.
    await put(3);
    await refuseUnknownFiles(root);
    expect(versions()).toEqual(['2026-06-30.00000001', '2026-06-30.00000003']);
    clear();
  });

  it('by the tool itself stops with that sentence', () => {
    writeFileSync(join(root, 'names.xlsx'), '');
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error'],
      { encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production', CASEBOARD_SITE: folder } },
    );
    expect(status).not.toBe(0);
    expect(stdout + stderr).toMatch(/The build would publish what is no part of the site: .*names\.xlsx/);
    expect(existsSync(join(folder, 'build'))).toBe(false);
    clear();
  });
});

describe('the command', () => {
  let home: string;
  let source: SourceFolder;
  const exportTo = (where: string, ...more: string[]) =>
    runHere([
      'export',
      source.path,
      '--out',
      where,
      '--rejects',
      join(home, 'rejects', 'own.csv'),
      '--without-pages',
      ...more,
    ]);

  beforeAll(() => {
    home = temporaryFolder();
    source = writeSource(join(home, 'source'), smallAgency(), lenient);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('keeps rejected rows to whoever runs it', async () => {
    expect(await exportTo(join(home, 'out'))).toMatchObject({ code: 0 });
    expect(mode(join(home, 'rejects', 'own.csv'))).toBe('600');
    expect(mode(join(home, 'rejects'))).toBe('700');
    // Over one that others could read.
    rmSync(join(home, 'rejects', 'own.csv'));
    writeFileSync(join(home, 'rejects', 'own.csv'), 'before', { mode: 0o644 });
    expect(await runHere(['check', source.path, '--rejects', join(home, 'rejects', 'own.csv')])).toMatchObject({
      code: 0,
    });
    expect(mode(join(home, 'rejects', 'own.csv'))).toBe('600');
  });

  it.each(['export', 'check'])(
    '%s refuses to write them where a site is served from, before it reads anything',
    async (verb) => {
      const path = join(root, 'rejects.csv');
      const to = verb === 'export' ? ['--out', join(home, 'out')] : [];
      const { code, stderr } = await runHere([verb, source.path, ...to, '--rejects', path]);
      expect(code).toBe(3);
      expect(stderr).toMatch(
        /Rejected rows hold the agency's own keys, and .*rejects\.csv lies in .*static.*--rejects/,
      );
      expect(existsSync(path)).toBe(false);
      clear();
    },
  );

  it.each<[string, (to: string) => { out: string; path: string }]>([
    [
      'a link into a web root',
      (to) => {
        symlinkSync(root, join(to, 'linked'));
        return { out: join(to, 'export'), path: join(to, 'linked', 'rejects.csv') };
      },
    ],
    [
      'a folder not yet there behind a link into one',
      (to) => {
        symlinkSync(root, join(to, 'linked'));
        return { out: join(to, 'export'), path: join(to, 'linked', 'new', 'rejects.csv') };
      },
    ],
    [
      'the folder of a first export',
      (to) => ({ out: join(to, 'export'), path: join(to, 'export', 'rejects', 'rejects.csv') }),
    ],
    [
      'a link to it',
      (to) => {
        mkdirSync(join(to, 'real'));
        symlinkSync(join(to, 'real'), join(to, 'export'));
        return { out: join(to, 'export'), path: join(to, 'real', 'rejects.csv') };
      },
    ],
  ])('takes %s for a place that is served, for rejects and for a key', async (_what, places) => {
    const { out: where, path } = places(folder);
    for (const verb of ['export', 'check']) {
      const { code, stderr } = await runHere([verb, source.path, '--out', where, '--rejects', path]);
      expect([verb, code, stderr]).toEqual([verb, 3, expect.stringMatching(/^Rejected rows hold .*--rejects\.\n$/)]);
    }
    if (path.includes('linked')) {
      const { code, stderr } = await runHere(['key', source.path, '--out', path]);
      expect([code, stderr]).toEqual([3, expect.stringMatching(/^A key says who .*--out\.\n$/)]);
    }
    expect(existsSync(path)).toBe(false);
    clear();
  });

  it('forgets the export before with --forget-previous', async () => {
    const where = join(home, 'nightly');
    const on = (day: string) => {
      const { path } = source;
      writeFileSync(
        join(path, 'agency.sql'),
        `SELECT 'Department of Small Numbers' AS agency_name, DATE '${day}' AS as_of`,
      );
    };
    on('2026-06-30');
    expect(await exportTo(where)).toMatchObject({ code: 0 });
    const first = readManifest(where).version;
    on('2026-07-31');
    expect(await exportTo(where)).toMatchObject({ code: 0 });
    expect(readdirSync(where)).toContain(first);
    on('2026-08-31');
    expect(await exportTo(where, '--forget-previous')).toMatchObject({ code: 0 });
    expect(readdirSync(where).sort()).toEqual([readManifest(where).version, 'manifest.json']);
  });
});
