import { reasonOf } from '../format/reason.ts';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AnswerList, ExportLists, FileEntry, FileList, Manifest } from './manifest.ts';
import { readManifestText } from './manifest-file.ts';
import { otherDefinitions } from './other-definitions.ts';

export interface Export {
  manifest: Manifest;
  files: ExportLists;
  /** Folder of the version the manifest points to. */
  folder: string;
}

/** There is no export, or none that may be believed: what is wrong, where, and what to do, as sentences. */
export class NoExport extends Error {
  override name = 'NoExport';
}

/**
 * Reads the manifest and lists of an export folder.
 * @param anyDefinitions reads one of other definitions too: for what is kept of an earlier export, not for figures
 * @throws NoExport when there is none that may be believed, or whose figures follow from other definitions
 */
export async function readExport(
  out: string,
  { anyDefinitions = false }: { readonly anyDefinitions?: boolean } = {},
): Promise<Export> {
  const path = join(out, 'manifest.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new NoExport(
      `There is no export in ${out}: ${path} cannot be read. Make one with "caseboard export SOURCE --out ${out}".`,
      { cause },
    );
  }
  const read = await readManifestText(text);
  if ('problem' in read) {
    throw new NoExport(`${path} ${read.problem}. Export again with this version.`);
  }
  const { manifest } = read;
  const other = anyDefinitions ? null : otherDefinitions(manifest);
  if (other !== null) throw new NoExport(`${path} ${other}. Export again with this version.`);
  const folder = join(out, manifest.version);
  const [marts, answers] = await Promise.all([
    readList<FileList>(out, folder, manifest.files),
    readList<AnswerList>(out, folder, manifest.answers),
  ]);
  return { manifest, files: { ...marts, ...answers }, folder };
}

/** The export a site is made from. @throws NoExport as `readExport` does, and where it has no answers of pages */
export async function readSiteExport(out: string): Promise<Export> {
  const read = await readExport(out);
  if (!read.manifest.without_pages) return read;
  throw new NoExport(
    `The export in ${out} was made with --without-pages, for the command line alone: no site can show it. Export again without that option.`,
  );
}

async function readList<List>(out: string, folder: string, { file, sha256 }: FileEntry): Promise<List> {
  const list = join(folder, file);
  try {
    const content = await readFile(list);
    if (createHash('sha256').update(content).digest('hex') !== sha256) {
      throw new Error('it is not the list the manifest names');
    }
    return JSON.parse(content.toString('utf8')) as List;
  } catch (cause) {
    throw new NoExport(
      `The export in ${out} is not whole: ${list} cannot be read (${reasonOf(cause)}). Export again.`,
      { cause },
    );
  }
}
