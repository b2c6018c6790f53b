import { copyFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashOf, withHash } from '../../hashed-build.js';
import { exitCodes, Failure, machineFailure } from '../terminal/failure.ts';

const workerName = 'service-worker.js';

/**
 * Puts pages into a site. All of them are laid beside those they replace before the first is switched: a full disk, a
 * folder nobody may write to, or one on another disk is found while every page is as it was. Then each is switched in
 * one rename, the service worker, which knows the hashes of all, last. Where a rename fails, those switched are put back.
 * @param pages every page rendered, by its path below the site
 * @param changed those that differ from the site's; after a run that was killed, fewer than the worker does not know
 */
export async function putInPlace(
  site: string,
  incoming: string,
  pages: readonly string[],
  changed: readonly string[],
): Promise<void> {
  const worker = join(site, workerName);
  const known = await readFile(worker, 'utf8');
  let code = known;
  for (const page of pages) {
    const path = `/${page.replace(/^\//, '')}`.replace(/\/index\.html$/, '/');
    code = withHash(code, path, hashOf(await readFile(join(incoming, page))));
  }
  await writeFile(join(incoming, workerName), code);
  const files = code === known ? changed : [...changed, workerName];
  const beside = (file: string) => join(site, `${file}.incoming`);
  const before = new Map<string, Buffer>();
  try {
    for (const file of files) await copyFile(join(incoming, file), beside(file));
    for (const file of files) {
      const old = await readFile(join(site, file));
      await rename(beside(file), join(site, file));
      before.set(file, old);
    }
  } catch (cause) {
    await putBack(site, before, beside);
    throw machineFailure(cause, site);
  } finally {
    for (const file of files) await rm(beside(file), { force: true }).catch(() => {});
  }
}

async function putBack(site: string, before: ReadonlyMap<string, Buffer>, beside: (file: string) => string) {
  const stuck: string[] = [];
  for (const [file, content] of before) {
    try {
      await writeFile(beside(file), content);
      await rename(beside(file), join(site, file));
    } catch {
      stuck.push(file);
    }
  }
  if (stuck.length === 0) return;
  throw new Failure(
    `Some pages of ${site} show the new export and others the one before (${stuck.slice(0, 3).join(', ')}${stuck.length > 3 ? ', …' : ''} could not be ` +
      'put back). Look whether the folder can be written to, and run "caseboard publish" again: it finishes the work.',
    { exitCode: exitCodes.machine },
  );
}
