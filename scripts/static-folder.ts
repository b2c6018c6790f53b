import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { AnswerFile } from '../src/lib/export/answers.ts';
import type { AnswerEntry, AnswerList, FileEntry, FileList, Manifest } from '../src/lib/export/manifest.ts';
import { versionPattern } from '../src/lib/export/manifest-file.ts';
import { versionsIn } from './export/versions.ts';
import { readExport } from '../src/lib/export/read-export.server.ts';

/** What may lie in `static/`: everything there is in the build, and so on the host. */
const known = new Set(['before-paint.js', 'favicon.svg', 'engine', 'data']);

/**
 * Refuses to build from a static folder that holds anything nobody put there on purpose, however deep: rejected rows, the
 * draft of an export, an export no manifest names (a killed one leaves it), a spreadsheet somebody kept.
 */
export async function refuseUnknownFiles(folder: string): Promise<void> {
  const names = await namesIn(folder);
  const strangers = names.filter((name) => !known.has(name)).map((name) => join(folder, name));
  strangers.push(...(await strangersIn(join(folder, 'engine'), await engineFiles(join(folder, 'engine')))));
  const data = join(folder, 'data');
  const inData = await namesIn(data);
  if (inData.length > 0) {
    const { manifest } = await readExport(data);
    const versions = await versionsIn(data);
    // Older ones that are kept; one as new that nothing names is what a killed export left.
    const kept = versions.filter(({ exported_at: at }) => at < manifest.exported_at);
    const exported = new Set<string | null | undefined>([
      'manifest.json',
      manifest.version,
      manifest.previous,
      ...kept.map(({ version }) => version),
    ]);
    strangers.push(...inData.filter((name) => !exported.has(name)).map((name) => join(data, name)));
    for (const version of versions.filter((each) => exported.has(each.version))) {
      const inside = join(data, version.version);
      strangers.push(...(await strangersIn(inside, await filesOfVersion(inside, version))));
    }
  }
  if (strangers.length === 0) return;
  const unfinished = strangers.some((path) => versionPattern.test(path.slice(data.length + 1)));
  throw new Error(
    `The build would publish what is no part of the site: ${strangers.join(', ')}. Move it elsewhere` +
      `${unfinished ? ', or export again, which removes what an export that was killed left' : ''}; then build again. ` +
      'What belongs to the site is listed in scripts/static-folder.ts.',
  );
}

/** Files below a folder that are not in a list, as paths. What is no file and no folder, such as a link, is in none. */
async function strangersIn(folder: string, listed: ReadonlySet<string>): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => !entry.isDirectory())
    .filter((entry) => {
      const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
      return !entry.isFile() || !listed.has(path);
    })
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** What the manifest of a version and its two lists name. */
async function filesOfVersion(folder: string, { files, answers }: Manifest): Promise<Set<string>> {
  const marts = (await jsonOf<FileList>(join(folder, files.file)))?.marts ?? {};
  const given = (await jsonOf<AnswerList>(join(folder, answers.file)))?.answers ?? {};
  const named = [
    ...Object.values(marts).flatMap((mart) => mart.parts),
    ...Object.values(given),
    ...(await partsOfAnswers(folder, Object.values(given))),
  ];
  return new Set(['manifest.json', files.file, answers.file, ...named.map(({ file }) => file)]);
}

/** The files that answers name in turn. */
async function partsOfAnswers(folder: string, answers: readonly AnswerEntry[]): Promise<FileEntry[]> {
  const parts: FileEntry[] = [];
  for (const { file } of answers.filter((entry) => entry.parts !== undefined))
    parts.push(...Object.values((await jsonOf<AnswerFile>(join(folder, file)))?.parts ?? {}));
  return parts;
}

async function engineFiles(folder: string): Promise<Set<string>> {
  const files = (await jsonOf<{ files: { file: string }[] }>(join(folder, 'engine.json')))?.files ?? [];
  return new Set(['engine.json', ...files.map(({ file }) => file)]);
}

/** Null where there is none that can be read: then it names nothing. */
async function jsonOf<Content>(path: string): Promise<Content | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Content;
  } catch {
    return null;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    // A site without the folder has nothing in it.
    return [];
  }
}

/**
 * Refuses a build that would put older data in the place of newer: nights export into `build/data`, and a build copies
 * `static/data` there.
 */
export async function refuseOlderData(staticFolder: string, buildFolder: string): Promise<void> {
  const [built, given] = [join(buildFolder, 'data'), join(staticFolder, 'data')];
  const [there, here] = [await exportedAt(built), await exportedAt(given)];
  if (there === null || here === null || there.at <= here.at) return;
  throw new Error(
    `The build would replace newer data by older: ${built} was exported on ${there.at} (as of ${there.asOf}), ${given} on ` +
      `${here.at} (as of ${here.asOf}). Nothing was changed. Copy ${built} over ${given}, or export into ${given}, and build again; ` +
      `where the older data are to be shown, remove ${built} first.`,
  );
}

async function exportedAt(folder: string): Promise<{ at: string; asOf: string } | null> {
  try {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Record<string, unknown>;
    const { exported_at: at, as_of: asOf } = manifest;
    return typeof at === 'string' && typeof asOf === 'string' ? { at, asOf } : null;
  } catch {
    // No export there, or none that can be read: nothing to lose.
    return null;
  }
}
