import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '..');

export interface OnShelf {
  folder: string;
  /** Seconds it took; null when it lay ready from an earlier run. */
  seconds: number | null;
}

/**
 * Makes what is slow to make once for each state of the files it is made from, in a folder of its own that whoever comes
 * later finds ready and must not change.
 * @param name of the shelf below `.cache`
 * @param ingredients files and folders it is made from, below the root
 * @param make fills the folder it is given, which lies below `.cache` too
 */
export async function onShelf(
  name: string,
  ingredients: readonly string[],
  make: (folder: string) => Promise<void>,
): Promise<OnShelf> {
  const began = Date.now();
  const shelf = join(root, '.cache', name);
  const folder = join(shelf, await fingerprint(ingredients));
  if (await stat(folder).catch(() => null)) return { folder, seconds: null };
  await removeOld(shelf);
  const partial = `${folder}.${process.pid}`;
  await rm(partial, { recursive: true, force: true });
  try {
    await make(partial);
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return { folder, seconds: Math.round((Date.now() - began) / 1000) };
}

async function fingerprint(ingredients: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const path of ingredients) {
    for (const file of await filesUnder(join(root, path))) {
      const name = relative(root, file);
      if (name.endsWith('.test.ts') || name.startsWith(join('static', 'data'))) continue;
      hash.update(`${name}\0`).update(await readFile(file));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

async function filesUnder(path: string): Promise<string[]> {
  if ((await stat(path)).isFile()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.sort();
}

/** Earlier ones go; those of the last hour may be in use by another run. */
async function removeOld(shelf: string): Promise<void> {
  for (const name of await readdir(shelf).catch(() => [])) {
    const path = join(shelf, name);
    const about = await stat(path).catch(() => null);
    if (about && Date.now() - about.mtimeMs > 3_600_000) await rm(path, { recursive: true, force: true });
  }
}
