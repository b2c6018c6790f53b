import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { schemaVersion, type FileList, type Manifest } from './manifest.ts';
import { exitCodes, Failure, messageOf } from '../../../scripts/terminal/failure.ts';

export interface Export {
  manifest: Manifest;
  files: FileList;
  /** Folder of the version the manifest points to. */
  folder: string;
}

/** Reads the manifest and file list of an export folder. Fails with a sentence when there is none, or a newer one. */
export async function readExport(out: string): Promise<Export> {
  const path = join(out, 'manifest.json');
  let manifest: Manifest;
  try {
    manifest = JSON.parse(await readFile(path, 'utf8')) as Manifest;
  } catch (cause) {
    throw new Failure(
      `There is no export in ${out}: ${path} cannot be read. Make one with "caseboard export SOURCE --out ${out}".`,
      {
        exitCode: exitCodes.source,
        cause,
      },
    );
  }
  if (manifest.schema_version !== schemaVersion) {
    throw new Failure(
      `${path} was written in format ${manifest.schema_version}; this Caseboard reads format ${schemaVersion}. ` +
        'Export again with this version.',
      { exitCode: exitCodes.source },
    );
  }
  const folder = join(out, manifest.version);
  const list = join(folder, manifest.files.file);
  try {
    const files = JSON.parse(await readFile(list, 'utf8')) as FileList;
    return { manifest, files, folder };
  } catch (cause) {
    throw new Failure(
      `The export in ${out} is not whole: ${list} cannot be read (${messageOf(cause)}). Export again.`,
      {
        exitCode: exitCodes.source,
        cause,
      },
    );
  }
}
