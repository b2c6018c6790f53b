import { createHash } from 'node:crypto';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const placeholder = /(["'`])caseboard:hashes\1/;

/**
 * An adapter that, once another has written the site, tells its service worker the hash of every file of the build: it
 * keeps no other for them. The export and the engine are not of the build; the pages check those themselves.
 * @param {import('@sveltejs/kit').Adapter} adapter @param {string} folder where it writes
 * @returns {import('@sveltejs/kit').Adapter}
 */
export function hashedBuild(adapter, folder) {
  return {
    ...adapter,
    async adapt(builder) {
      await adapter.adapt(builder);
      const worker = join(folder, 'service-worker.js');
      const code = await readFile(worker, 'utf8');
      if (!placeholder.test(code))
        throw new Error('service-worker.js has no place for the hashes: adapt hashed-build.js');
      const list = JSON.stringify(JSON.stringify(await hashesBelow(folder)));
      await writeFile(
        worker,
        code.replace(placeholder, () => list),
      );
    },
  };
}

/** @param {string} folder @returns {Promise<Record<string, string>>} by the path a page asks for: `/` for `/index.html` */
async function hashesBelow(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  /** @type {[string, string][]} */
  const hashes = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    if (/^\/(data|engine)\/|^\/service-worker\.js$/.test(path)) continue;
    const hash = createHash('sha256')
      .update(await readFile(file))
      .digest('base64');
    // The host sends one for the other; as an address of its own the file may lead to the folder.
    hashes.push([path.replace(/\/index\.html$/, '/'), hash]);
  }
  return Object.fromEntries(hashes.sort(([a], [b]) => (a < b ? -1 : 1)));
}
