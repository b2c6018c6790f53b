import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { versionPattern } from '../src/lib/export/manifest-file.ts';
import { readExport } from '../src/lib/export/read-export.server.ts';

/** What may lie in `static/`: everything there is in the build, and so on the host. */
const known = new Set(['before-paint.js', 'favicon.svg', 'engine', 'data']);

/**
 * Refuses to build from a static folder that holds anything nobody put there on purpose: rejected rows, the draft of an
 * export, an export no manifest names (a killed one leaves it), a spreadsheet somebody kept.
 */
export async function refuseUnknownFiles(folder: string): Promise<void> {
  const names = await namesIn(folder);
  const strangers = names.filter((name) => !known.has(name)).map((name) => join(folder, name));
  const data = join(folder, 'data');
  const inData = await namesIn(data);
  if (inData.length > 0) {
    const { manifest } = await readExport(data);
    const exported = new Set<string | null | undefined>(['manifest.json', manifest.version, manifest.previous]);
    strangers.push(...inData.filter((name) => !exported.has(name)).map((name) => join(data, name)));
  }
  if (strangers.length === 0) return;
  const unfinished = strangers.some((path) => versionPattern.test(path.slice(data.length + 1)));
  throw new Error(
    `The build would publish what is no part of the site: ${strangers.join(', ')}. Move it elsewhere` +
      `${unfinished ? ', or export again, which removes what an export that was killed left' : ''}; then build again. ` +
      'What belongs to the site is listed in scripts/static-folder.ts.',
  );
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch {
    // A site without the folder has nothing in it.
    return [];
  }
}
