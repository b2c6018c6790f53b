import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { manifestText, readManifestText, versionPattern } from '../../src/lib/export/manifest-file.ts';
import { isAlive } from '../engine/alive.ts';
import { machineFailure } from '../terminal/failure.ts';
import { versionsIn } from './versions.ts';
import { webRootAbove } from './web-root.ts';

/** Where exports go unless they are told otherwise. */
export const defaultExport = 'static/data';

/**
 * Where an export is written until it is whole: on the same disk, so that the switch is a rename, beside the web root
 * the export goes into, so that no host and no build comes by it, and readable by nobody else. A killed export leaves
 * it behind and the next one removes it.
 */
export async function openIncoming(out: string): Promise<string> {
  try {
    await mkdir(out, { recursive: true });
    const root = (await webRootAbove(out)) ?? resolve(out);
    // Where the folder beside the web root is not ours to write in, the one beside the export is closed to others.
    // A folder with a disk of its own (a mount) has its neighbours on another: then inside it, closed to others.
    const device = (await stat(out)).dev;
    const near = [...new Set([dirname(root), dirname(resolve(out)), resolve(out)])];
    const places: string[] = [];
    for (const place of near) if ((await stat(place)).dev === device) places.push(place);
    for (const place of places) await removeDead(place, prefixIn(place, out));
    let refused: unknown;
    for (const place of places) {
      const incoming = join(place, `${prefixIn(place, out)}${process.pid}`);
      try {
        await rm(incoming, { recursive: true, force: true });
        await mkdir(incoming, { mode: 0o700 });
        return incoming;
      } catch (cause) {
        refused = cause;
      }
    }
    throw refused;
  } catch (cause) {
    throw machineFailure(cause, out);
  }
}

function prefixIn(place: string, out: string): string {
  const below = relative(place, resolve(out)).split(sep).join('-');
  return below === '' ? '.incoming-' : `.${below}.incoming-`;
}

async function removeDead(place: string, prefix: string): Promise<void> {
  for (const name of await readdir(place)) {
    if (name.startsWith(prefix) && !isAlive(Number.parseInt(name.slice(prefix.length), 10))) {
      await rm(join(place, name), { recursive: true, force: true });
    }
  }
}

/**
 * Puts a finished folder in place: first the folder under its version, then the manifest that points to it, each in
 * one rename. The dataset before is kept for pages that are still open; older ones are removed. Nothing of another
 * profile stays, as it may say what this one must not; nor does anything when the export before is to be forgotten.
 * @returns the manifest as it was put in place
 */
export async function publish(
  incoming: string,
  out: string,
  manifest: Manifest,
  { forgetPrevious = false }: { forgetPrevious?: boolean } = {},
): Promise<Manifest> {
  await writeFile(join(incoming, 'manifest.json'), await manifestText({ ...manifest, previous: null }));
  const before = await currentManifest(out);
  const keepsBefore = before !== null && before.profile === manifest.profile && !forgetPrevious;
  // The same data once more: what was kept beside them stays.
  const kept = before?.version === manifest.version ? (before.previous ?? null) : (before?.version ?? null);
  const published: Manifest = { ...manifest, previous: keepsBefore ? kept : null };
  const target = join(out, manifest.version);
  const draft = `${incoming}.manifest.json`;
  try {
    await writeFile(draft, await manifestText(published), { mode: 0o644 });
    // The version is the hash of its contents. A folder of that name holds the same, unless somebody changed it by hand:
    // then it is mended file by file, so that what is being read stays there all the time.
    await openToReaders(incoming);
    if (await stat(target).catch(() => null)) await moveFiles(incoming, target);
    else await rename(incoming, target);
    await rename(draft, join(out, 'manifest.json'));
  } catch (cause) {
    await rm(draft, { force: true });
    throw machineFailure(cause, target);
  }
  const keep = new Set<string | null | undefined>([published.version, published.previous]);
  if (keepsBefore) for (const each of await olderKept(out, published)) keep.add(each);
  for (const name of await readdir(out)) {
    if (!keep.has(name) && versionPattern.test(name)) await rm(join(out, name), { recursive: true, force: true });
  }
  return published;
}

/** Older versions that stay by number or by age, as the settings of the new export say; of its profile only. */
async function olderKept(
  out: string,
  { settings, profile, exported_at: now, version, previous }: Manifest,
): Promise<string[]> {
  const older = (await versionsIn(out)).filter(
    (each) => each.profile === profile && each.version !== version && each.version !== previous,
  );
  const besides = settings.versions_kept - (previous ? 2 : 1);
  const since = new Date(now).getTime() - settings.versions_kept_days * 86_400_000;
  return older
    .filter(({ exported_at: at }, index) => index < besides || new Date(at).getTime() > since)
    .map((each) => each.version);
}

/** What was closed while it was being written is read by a host that may run as another user. */
async function openToReaders(folder: string): Promise<void> {
  await chmod(folder, 0o777 & ~process.umask());
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

/** The manifest of the export before; null where there is none, or none that may be believed: nothing to keep. */
async function currentManifest(out: string): Promise<Manifest | null> {
  const text = await readFile(join(out, 'manifest.json'), 'utf8').catch(() => '');
  const read = await readManifestText(text);
  return 'manifest' in read ? read.manifest : null;
}
