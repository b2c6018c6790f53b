import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf } from '../../hashed-build.js';
import { putInPlace } from '../../scripts/publish/put-in-place.ts';
import { asNobody, isRoot, nobody } from './as-nobody.ts';
import { hashesBelow } from './export-folder.ts';
import { temporaryFolder } from './source-folder.ts';

const pages = ['index.html', '__data.json', 'worklist/index.html', 'data/index.html'];
const page = (file: string, night: string) => `<html>${file} of the ${night}</html>`;
const pathOf = (file: string) => `/${file}`.replace(/\/index\.html$/, '/');

let home: string;
let site: string;
let incoming: string;

/** A built site whose service worker knows the hash of every page, and the pages rendered anew. */
beforeEach(() => {
  home = temporaryFolder();
  [site, incoming] = [join(home, 'build'), join(home, 'incoming')];
  for (const [folder, night] of [
    [site, 'first night'],
    [incoming, 'second night'],
  ] as const)
    for (const file of pages) write(join(folder, file), page(file, night));
  const hashes = Object.fromEntries(
    pages.map((file) => [pathOf(file), hashOf(Buffer.from(page(file, 'first night')))]),
  );
  write(join(site, 'service-worker.js'), `const hashes = JSON.parse(${JSON.stringify(JSON.stringify(hashes))})`);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function write(path: string, text: string) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

const read = (file: string) => readFileSync(join(site, file), 'utf8');

/** The pages are those of a night, and the service worker takes them: what a reader sees, with a kept site or without. */
function expectNight(night: string) {
  const [, list = '{}'] = /JSON\.parse\((.*)\)$/.exec(read('service-worker.js')) ?? [];
  const hashes = JSON.parse(JSON.parse(list) as string) as Record<string, string>;
  for (const file of pages) {
    expect(read(file)).toBe(page(file, night));
    expect(hashes[pathOf(file)], file).toBe(hashOf(readFileSync(join(site, file))));
  }
  expect(Object.keys(hashesBelow(site)).sort()).toEqual([...pages, 'service-worker.js'].sort());
}

/** Everything belongs to somebody else than root, so that permissions count. */
function giveAway() {
  if (!isRoot) return;
  for (const folder of [home, site, incoming])
    for (const path of [folder, ...pages.map((file) => dirname(join(folder, file)))])
      if (existsSync(path)) chownSync(path, nobody, nobody);
  for (const file of [...pages, 'service-worker.js'])
    for (const folder of [site, incoming])
      if (existsSync(join(folder, file))) chownSync(join(folder, file), nobody, nobody);
}

describe('pages put into a site', () => {
  it('are all of the night, and so are the hashes', async () => {
    await putInPlace(site, incoming, pages, pages);
    expectNight('second night');
  });

  it('by a run after one that was killed in the middle are all of the night', async () => {
    // The first two were switched, the service worker was not, and a page lies beside the one it was to replace.
    for (const file of pages.slice(0, 2)) write(join(site, file), page(file, 'second night'));
    write(join(site, 'worklist/index.html.incoming'), 'half a pa');
    await putInPlace(site, incoming, pages, pages.slice(2));
    expectNight('second night');
    // And one killed when only the service worker was left.
    write(
      join(site, 'service-worker.js'),
      read('service-worker.js').replace(/[A-Za-z0-9+/]{43}=/, 'A'.repeat(43) + '='),
    );
    await putInPlace(site, incoming, pages, []);
    expectNight('second night');
  });

  it('stay as they were where one folder cannot be written to', async () => {
    giveAway();
    chmodSync(join(site, 'data'), 0o555);
    await expect(asNobody(() => putInPlace(site, incoming, pages, pages))).rejects.toThrow(/No permission/);
    chmodSync(join(site, 'data'), 0o755);
    expectNight('first night');
    await asNobody(() => putInPlace(site, incoming, pages, pages));
    expectNight('second night');
  });

  // A sticky folder takes new files of anybody, and lets nobody replace those of others: the last rename fails.
  it.runIf(isRoot)('are put back where a rename fails after others were done', async () => {
    giveAway();
    const data = join(site, 'data');
    chownSync(data, 0, 0);
    chmodSync(data, 0o1777);
    chownSync(join(data, 'index.html'), 0, 0);
    await expect(asNobody(() => putInPlace(site, incoming, pages, pages))).rejects.toThrow(
      /No permission|not permitted/,
    );
    expectNight('first night');
    // Mended, the next run does it.
    chownSync(join(data, 'index.html'), nobody, nobody);
    await asNobody(() => putInPlace(site, incoming, pages, pages));
    expectNight('second night');
  });

  it.runIf(existsSync('/dev/shm'))('may lie on another disk, as the export may', async () => {
    const elsewhere = mkdtempSync('/dev/shm/caseboard-test-');
    try {
      write(join(elsewhere, 'index.html'), read('data/index.html'));
      rmSync(join(site, 'data'), { recursive: true });
      symlinkSync(elsewhere, join(site, 'data'));
      await putInPlace(site, incoming, pages, pages);
      expectNight('second night');
    } finally {
      rmSync(elsewhere, { recursive: true, force: true });
    }
  });
});
