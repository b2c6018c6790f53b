import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { isAlive } from '../engine/alive.ts';
import { machineFailure } from '../terminal/failure.ts';

/** Where exports go unless they are told otherwise. */
export const defaultExport = 'static/data';

/**
 * Where an export is written until it is whole. It lies beside the final folder, on the same disk, so that the switch
 * is a rename; a killed export leaves it behind and the next one removes it.
 */
export async function openIncoming(out: string): Promise<string> {
  const prefix = `.${basename(out)}.incoming-`;
  const beside = dirname(out);
  try {
    await mkdir(out, { recursive: true });
    for (const name of await readdir(beside)) {
      if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)))) {
        await rm(join(beside, name), { recursive: true, force: true });
      }
    }
    const incoming = join(beside, `${prefix}${process.pid}`);
    await rm(incoming, { recursive: true, force: true });
    await mkdir(incoming);
    return incoming;
  } catch (cause) {
    throw machineFailure(cause, out);
  }
}

/**
 * Puts a finished folder in place: first the folder under its version, then the manifest that points to it, each in
 * one rename. The dataset before is kept for pages that are still open; older ones are removed.
 */
export async function publish(incoming: string, out: string, manifest: Manifest): Promise<void> {
  const previous = await currentVersion(out);
  const target = join(out, manifest.version);
  const draft = join(out, '.manifest.json');
  try {
    // The version is the hash of its contents. A folder of that name holds the same, unless somebody changed it by hand:
    // then it is mended file by file, so that what is being read stays there all the time.
    if (await stat(target).catch(() => null)) await moveFiles(incoming, target);
    else await rename(incoming, target);
    await writeFile(draft, `${JSON.stringify(manifest)}\n`);
    await rename(draft, join(out, 'manifest.json'));
  } catch (cause) {
    await rm(draft, { force: true });
    throw machineFailure(cause, target);
  }
  const keep = new Set([manifest.version, previous, 'manifest.json']);
  for (const name of await readdir(out)) {
    if (!keep.has(name) && /^\d{4}-\d{2}-\d{2}\.[0-9a-f]{8}$/.test(name)) {
      await rm(join(out, name), { recursive: true, force: true });
    }
  }
}

/** Moves every file of a folder to the same place in another, each in one rename. */
async function moveFiles(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await moveFiles(source, target);
    else await rename(source, target);
  }
  await rm(from, { recursive: true, force: true });
}

async function currentVersion(out: string): Promise<string | null> {
  try {
    return (JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Manifest).version;
  } catch {
    // No earlier export, or one that cannot be read: nothing to keep.
    return null;
  }
}
