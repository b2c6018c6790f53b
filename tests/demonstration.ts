import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateDemo } from '../scripts/demo/generate.ts';
import { exportSource } from '../scripts/export/export.ts';
import { readSource } from '../scripts/source/source.ts';
import { silent } from '../scripts/terminal/progress.ts';
import { onShelf } from './shelf.ts';

/** A small demonstration agency that tests share. Whoever would change it takes a copy. */
export interface Demonstration {
  /** Its source folder. */
  source: string;
  /** Its export, with the answers of pages. */
  out: string;
  /** Its rejected rows. */
  rejects: string;
}

/** What an export is made from. */
export const exportIngredients = ['src/lib', 'scripts', 'data/contract', 'data/marts', 'package-lock.json'] as const;

/** Which there are: the name of its source, which an export carries, and its seed. */
const agencies = {
  /** The site is built on it, and both engines are held to each other on it. */
  site: { name: 'today', seed: 7 },
  /** What the tests of the pipeline count. */
  pipeline: { name: 'source', seed: 20260630 },
} as const;

/** Makes one, or finds it as an earlier run made it. */
export async function demonstration(which: keyof typeof agencies): Promise<Demonstration> {
  const { name, seed } = agencies[which];
  const below = (folder: string): Demonstration => ({
    source: join(folder, name),
    out: join(folder, 'out'),
    rejects: join(folder, 'rejects.csv'),
  });
  const ingredients = [...exportIngredients, 'tests/demonstration.ts'];
  const { folder } = await onShelf(`demonstration-${which}`, ingredients, async (making) => {
    const { source, out, rejects } = below(making);
    await generateDemo({ size: 'small', seed, out: source });
    await exportInto(out, source, undefined, rejects);
  });
  return below(folder);
}

/**
 * Exports a source (a name under data/sources, or a folder) into the `data` folder of a site, over another agency's
 * export if one lies there.
 */
export async function exportInto(
  out: string,
  source: string,
  files?: string,
  rejects = join(tmpdir(), `caseboard-tests-rejects-${process.pid}.csv`),
) {
  return exportSource(await readSource(source, files), { out, rejects, report: silent, replace: true });
}
