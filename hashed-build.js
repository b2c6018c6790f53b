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
    // Beside the export, in its folder, lies the page about it.
    if (/^\/(data\/(\d|manifest\.json)|engine\/|service-worker\.js$)/.test(path)) continue;
    // The host sends one for the other; as an address of its own the file may lead to the folder.
    hashes.push([path.replace(/\/index\.html$/, '/'), hashOf(await readFile(file))]);
  }
  return Object.fromEntries(hashes.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param {Uint8Array} content */
export function hashOf(content) {
  return createHash('sha256').update(content).digest('base64');
}

/**
 * The code of a service worker with another hash for one file of its build.
 * @param {string} code @param {string} path as a page asks for it @param {string} hash
 */
export function withHash(code, path, hash) {
  // The list stands in the code as a text of JSON.
  const [name, quote] = [path, ''].map((text) => JSON.stringify(JSON.stringify(text)).slice(1, -1));
  const before = `${name}:${quote?.slice(0, 2)}`;
  const from = code.indexOf(before) + before.length;
  const known = code.slice(from, from + hash.length);
  if (from < before.length || !/^[A-Za-z0-9+/]+=*$/.test(known))
    throw new Error(`service-worker.js has no hash for ${path}: build the site again`);
  return code.slice(0, from) + hash + code.slice(from + hash.length);
}
