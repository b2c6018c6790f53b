import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerFile } from '../../src/lib/export/answers.ts';
import type { AnswerList, FileEntry, FileList, Manifest } from '../../src/lib/export/manifest.ts';
import { manifestText, readManifestText, versionPattern } from '../../src/lib/export/manifest-file.ts';
import { exitCodes, Failure, machineFailure } from '../terminal/failure.ts';

/** The versions that lie whole in an export folder, the newest first; each has its manifest in its own folder. */
export async function versionsIn(out: string): Promise<Manifest[]> {
  const names = (await readdir(out).catch(() => [])).filter((name) => versionPattern.test(name));
  const found: Manifest[] = [];
  for (const name of names) {
    const read = await readManifestText(await readFile(join(out, name, 'manifest.json'), 'utf8').catch(() => ''));
    if ('manifest' in read && read.manifest.version === name) found.push(read.manifest);
  }
  return found.sort((a, b) => (a.exported_at < b.exported_at ? 1 : -1));
}

/** The version the manifest of an export folder points to; null where there is none. */
export async function currentVersion(out: string): Promise<string | null> {
  const read = await readManifestText(await readFile(join(out, 'manifest.json'), 'utf8').catch(() => ''));
  return 'manifest' in read ? read.manifest.version : null;
}

/**
 * Points the manifest to a version that was kept, in one rename. The one in place becomes the version before, so that
 * pages that are open go on. Every file is held against its hash first.
 */
export async function restoreVersion(out: string, version: string): Promise<Manifest> {
  const all = await versionsIn(out);
  const wanted = all.find((each) => each.version === version);
  if (!wanted) {
    throw new Failure(
      `There is no version "${version}" in ${out}. There are ${all.map((each) => each.version).join(', ') || 'none'}.`,
      { exitCode: exitCodes.usage },
    );
  }
  await refuseBroken(join(out, version), wanted);
  const current = await currentVersion(out);
  const inPlace = all.find((each) => each.version === current);
  if (wanted.without_pages && inPlace && !inPlace.without_pages) {
    throw new Failure(
      `The version ${version} was made with --without-pages, and the one in place has the answers of the site's pages: the ` +
        `site would be left without its figures. Nothing was changed. Restore another version, or export again.`,
      { exitCode: exitCodes.usage },
    );
  }
  const restored: Manifest = { ...wanted, previous: current === version ? null : current };
  const draft = join(out, `.manifest-${process.pid}.json`);
  try {
    await writeFile(draft, await manifestText(restored), { mode: 0o644 });
    await rename(draft, join(out, 'manifest.json'));
  } catch (cause) {
    await rm(draft, { force: true });
    throw machineFailure(cause, out);
  }
  return restored;
}

async function refuseBroken(folder: string, manifest: Manifest): Promise<void> {
  const broken: string[] = [];
  const read = async ({ file, sha256 }: FileEntry): Promise<Buffer | null> => {
    const bytes = await readFile(join(folder, file)).catch(() => Buffer.alloc(0));
    if (hashOf(bytes) === sha256) return bytes;
    broken.push(file);
    return null;
  };
  const [files, list] = [await read(manifest.files), await read(manifest.answers)];
  const { marts } = JSON.parse(files?.toString('utf8') ?? '{"marts":{}}') as FileList;
  const { answers } = JSON.parse(list?.toString('utf8') ?? '{"answers":{}}') as AnswerList;
  for (const entry of Object.values(marts).flatMap(({ parts }) => parts)) await read(entry);
  for (const entry of Object.values(answers)) {
    const content = await read(entry);
    if (entry.parts === undefined || content === null) continue;
    const { parts = {} } = JSON.parse(content.toString('utf8')) as AnswerFile;
    for (const part of Object.values(parts)) await read(part);
  }
  if (broken.length === 0) return;
  throw new Failure(
    `The version in ${folder} is not whole: ${broken.slice(0, 3).join(', ')}${broken.length > 3 ? ` and ${broken.length - 3} more` : ''} ` +
      'is not as it was written. Nothing was changed; put the folder back from a backup, or restore another version.',
    { exitCode: exitCodes.machine },
  );
}

const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
