import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { generateDemo } from '../../scripts/demo/generate.ts';
import { exportSource } from '../../scripts/export/export.ts';
import { prepareEngine } from '../../scripts/prepare-engine.ts';
import { beginBuild } from '../../scripts/site-build.js';
import { readSource } from '../../scripts/source/source.ts';
import { silent } from '../../scripts/terminal/progress.ts';

/** What the browser tests are made of, as absolute paths. */
export interface BuiltSite {
  /** The built site, with the export it was built from in `data/`. Tests copy it and never change it. */
  build: string;
  /** What the build left to render its pages with. */
  server: string;
  /** Source folder of the demonstration agency the site was built on. Tests copy it and never change it. */
  today: string;
  /** Source folder of another demonstration agency, for the export of the night after. */
  tomorrow: string;
  /** That export, made once: tests lay a copy of it under their site. */
  night: string;
  /** Seconds it took; null when it lay ready from an earlier run. */
  seconds: number | null;
}

const root = resolve(import.meta.dirname, '../..');
const shelf = join(root, '.cache/browser-site');
/** Everything the site and its export are made from. */
const ingredients = ['src', 'scripts', 'data/contract', 'data/marts', 'static', 'package-lock.json'];
const configuration = ['svelte.config.js', 'hashed-build.js', 'vite.config.ts', 'tests/browser/build-site.ts'];

/**
 * Builds the site on a small demonstration agency, in a folder of its own: a user's export and build are left alone.
 * The same sources are built once.
 */
export async function buildSite(): Promise<BuiltSite> {
  const began = Date.now();
  await prepareEngine();
  const folder = join(shelf, await fingerprint());
  const server = join(folder, '.svelte-kit/output/server');
  const built = {
    build: join(folder, 'build'),
    server,
    today: join(folder, 'today'),
    tomorrow: join(folder, 'tomorrow'),
    night: join(folder, 'night'),
  };
  if (await stat(folder).catch(() => null)) return { ...built, seconds: null };
  await removeOld();
  const partial = `${folder}.${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  // As npm start does it: the site is built while its export is made.
  const building = beginBuild({ CASEBOARD_SITE: relative(root, partial) });
  try {
    await copyStatic(join(partial, 'static'));
    const today = join(partial, 'today');
    await generateDemo({ size: 'small', seed: 7, out: today });
    await generateDemo({ size: 'small', seed: 8, out: join(partial, 'tomorrow') });
    await exportInto(join(partial, 'static/data'), today);
    const finished = building.finish();
    await exportInto(join(partial, 'night'), join(partial, 'tomorrow'));
    const { code, said } = await finished;
    if (code !== 0) throw new Error(`The site for the browser tests could not be built:\n${said}`);
    await rename(partial, folder);
  } finally {
    building.stop();
    await rm(partial, { recursive: true, force: true });
  }
  return { ...built, seconds: Math.round((Date.now() - began) / 1000) };
}

/** Exports a source (a name under data/sources, or a folder) into the `data` folder of a site. */
export async function exportInto(out: string, source: string, files?: string) {
  return exportSource(await readSource(source, files), {
    out,
    rejects: join(tmpdir(), `caseboard-browser-rejects-${process.pid}.csv`),
    report: silent,
    // Another agency's export may be laid under the site that was built.
    replace: true,
  });
}

/** The static folder as it is, but for the user's export. */
async function copyStatic(to: string): Promise<void> {
  const from = join(root, 'static');
  await mkdir(to, { recursive: true });
  for (const name of await readdir(from)) {
    if (name !== 'data') await cp(join(from, name), join(to, name), { recursive: true });
  }
}

async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  for (const path of ingredients) {
    for (const file of await filesUnder(join(root, path))) {
      const name = relative(root, file);
      if (name.endsWith('.test.ts') || name.startsWith(join('static', 'data'))) continue;
      hash.update(`${name}\0`).update(await readFile(file));
    }
  }
  for (const name of configuration) hash.update(await readFile(join(root, name)));
  return hash.digest('hex').slice(0, 16);
}

async function filesUnder(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.sort();
}

/** Earlier builds go; those of the last hour may be in use by another run. */
async function removeOld(): Promise<void> {
  for (const name of await readdir(shelf).catch(() => [])) {
    const path = join(shelf, name);
    const about = await stat(path).catch(() => null);
    if (about && Date.now() - about.mtimeMs > 3_600_000) await rm(path, { recursive: true, force: true });
  }
}
