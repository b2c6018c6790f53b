import { createHash } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { publishSite } from '../../scripts/publish/publish-site.ts';
import { formatDate } from '../../src/lib/calendar/date.ts';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { manifestText } from '../../src/lib/export/manifest-file.ts';
import { overview } from '../../src/lib/pages/overview.ts';
import { launch, openReader, visit } from './browser.ts';
import { expectFigures } from './figures.ts';
import { openNative } from './native.ts';
import { nightPasses, openSite, type Site } from './site.ts';

let site: Site;
let browser: Browser;
const { server } = inject('site');

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  site = await openSite();
});
afterEach(() => site.close());

/** Hash of every file of the site but its data, by its path. */
async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const hashes: Record<string, string> = {};
  for (const entry of entries) {
    const path = relative(folder, join(entry.parentPath, entry.name));
    if (!entry.isFile() || /^data\/(\d|manifest\.json)/.test(path)) continue;
    hashes[path] = createHash('sha256')
      .update(await readFile(join(folder, path)))
      .digest('base64');
  }
  return hashes;
}

const changedIn = (before: Record<string, string>, after: Record<string, string>) => {
  expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
  return Object.keys(before).filter((path) => before[path] !== after[path]);
};

describe('pages rendered anew', () => {
  it('from the export the site was built with are byte for byte as the build made them', async () => {
    const before = await filesOf(site.folder);
    const { pages, changed } = await publishSite({ site: site.folder, server });
    expect(pages).toBe(Object.keys(before).filter((path) => path.endsWith('index.html')).length);
    expect(pages).toBeGreaterThan(20);
    expect(changed).toBe(0);
    expect(changedIn(before, await filesOf(site.folder))).toEqual([]);
  });

  it('from a later export show its date and figures without JavaScript, and run as before', async () => {
    const built = await openNative(join(site.folder, 'data'));
    // A reader who was there the day before, and keeps the site.
    const kept = await openReader(browser, { serviceWorkers: 'allow' });
    await visit(kept.page, site.address);
    await kept.page.evaluate(() => navigator.serviceWorker.ready);
    const keptPage = () =>
      kept.page.evaluate(async () => (await caches.match('/population/', { ignoreVary: true }))?.text());
    expect(await keptPage()).toContain(built.manifest.version);

    await nightPasses(site);
    const night = await openNative(join(site.folder, 'data'));
    const { version, as_of: asOf, default_period: period } = night.manifest;
    expect(version).not.toBe(built.manifest.version);
    const before = await filesOf(site.folder);
    const { manifest, pages, changed } = await publishSite({ site: site.folder, server });
    expect([manifest.version, changed]).toEqual([version, pages]);
    const after = await filesOf(site.folder);
    const different = changedIn(before, after);
    expect(different).toEqual(expect.arrayContaining(['index.html', 'data/index.html', 'data/__data.json']));
    expect(different.filter((path) => !/(^|\/)(index\.html|__data\.json)$/.test(path))).toEqual(['service-worker.js']);

    // Without JavaScript.
    const plain = await openReader(browser, { javaScriptEnabled: false });
    await plain.page.goto(site.address);
    const header = await plain.page.locator('header').innerText();
    expect(header).toContain(`version ${version}`);
    expect(header).toContain(`Data as of ${formatDate(asOf)}`);
    const [now] = await night.answer<Record<string, number>>('population/average', { period });
    const [then] = await built.answer<Record<string, number>>('population/average', { period });
    const average = (row: Record<string, number> | undefined) =>
      Math.round(row?.['average'] ?? NaN).toLocaleString('en-US');
    expect(average(now)).not.toBe(average(then));
    const tile = plain.page.locator('.tile', { hasText: 'Average daily population' });
    expect(await tile.innerText()).toMatch(new RegExp(`\\b${average(now)}\\b`));
    await plain.close();

    // With it: no script is refused, and nothing has to be fetched in place of what the page came with.
    const reader = await openReader(browser);
    await visit(reader.page, site.address);
    await expectFigures(reader.page, night, overview, '');
    expect(reader.errors).toEqual([]);
    expect(reader.requests.filter((address) => address.includes('/answers/'))).toEqual([]);
    await reader.close();

    // Their service worker takes the pages as they are now.
    await visit(kept.page, site.address, version);
    const rendered = await readFile(join(site.folder, 'population/index.html'), 'utf8');
    await expect.poll(keptPage, { timeout: 60_000, interval: 200 }).toBe(rendered);
    await kept.close();
    built.close();
    night.close();
  });
});

describe('pages stay as they are', () => {
  const refused = async (wanted: RegExp, from = server) => {
    const before = await filesOf(site.folder);
    await expect(publishSite({ site: site.folder, server: from })).rejects.toThrow(wanted);
    expect(changedIn(before, await filesOf(site.folder))).toEqual([]);
  };

  it('where the export is not whole', async () => {
    const { version } = await openManifest();
    await rm(join(site.folder, 'data', version, 'answers.json'));
    await refused(/The export in .* is not whole: .*answers\.json cannot be read/);
  });

  it('where a page cannot be rendered from it', async () => {
    const { version } = await openManifest();
    await rm(join(site.folder, 'data', version, 'answers/worklist'), { recursive: true });
    await refused(/could not be rendered from the export in .*answers\/worklist.* The pages before stay/);
  });

  it('where it follows from other definitions than the site', async () => {
    const path = join(site.folder, 'data/manifest.json');
    await writeFile(path, await manifestText({ ...(await openManifest()), definitions: '0000000000000000' }));
    await refused(/counts some figures by other definitions/);
  });

  it('where the server part is missing, or of another build', async () => {
    await refused(/nowhere, which a build leaves, is not there\. Build the site here/, join(site.folder, 'nowhere'));
    const index = join(site.folder, 'index.html');
    const page = await readFile(index, 'utf8');
    expect(page).toMatch(/__sveltekit_\w+/);
    await writeFile(index, page.replaceAll(/__sveltekit_\w+/g, '__sveltekit_other'));
    await refused(/are of another build/);
  });

  it('where the service worker cannot be told of them', async () => {
    await nightPasses(site);
    const worker = join(site.folder, 'service-worker.js');
    await writeFile(worker, (await readFile(worker, 'utf8')).replaceAll('/worklist/', '/elsewhere/'));
    await refused(/service-worker\.js has no hash for \/worklist\//);
  });

  async function openManifest(): Promise<Manifest> {
    const text = await readFile(join(site.folder, 'data/manifest.json'), 'utf8');
    const { sha256, ...manifest } = JSON.parse(text) as Manifest & { sha256: string };
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
    return manifest as Manifest;
  }
});
