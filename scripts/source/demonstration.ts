import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Source } from './source.ts';

/** Lies in the folder of a demonstration agency: the SHA-256 of every SELECT and data file it was made of. */
const sealName = 'demonstration.json';
const dataFolder = 'files';

/**
 * Seals a demonstration agency as it was made. Its people do not exist, so the key of their pseudonyms may be public;
 * the seal keeps that key from being used for anybody else's rows.
 */
export async function sealDemonstration(folder: string): Promise<void> {
  await writeFile(join(folder, sealName), `${JSON.stringify(await hashesOf(folder), null, 2)}\n`);
}

/** Why a source is not the demonstration agency as it was made, as a sentence; null when it is. */
export async function demonstrationProblem(source: Source): Promise<string | null> {
  const instead = 'so the public key of the demonstration is not for it.';
  const sealed = await readSeal(source.folder);
  if (!sealed) {
    return `It calls itself a demonstration, but "caseboard demo" did not make it, or an earlier version did (there is no ${sealName}), ${instead}`;
  }
  if (source.engine !== 'duckdb' || source.fileFolders.some((folder) => folder !== source.folder)) {
    return `It calls itself a demonstration, but its rows come from elsewhere than its folder, ${instead}`;
  }
  const found = await hashesOf(source.folder);
  const names = [...new Set([...sealed.keys(), ...Object.keys(found)])].sort();
  const changed = names.find((name) => sealed.get(name) !== found[name]);
  if (changed === undefined) return null;
  return `It calls itself a demonstration, but ${changed} is not as "caseboard demo" made it, ${instead}`;
}

async function readSeal(folder: string): Promise<Map<string, unknown> | null> {
  try {
    return new Map(Object.entries(JSON.parse(await readFile(join(folder, sealName), 'utf8')) as object));
  } catch {
    // Missing, unreadable or no JSON: nobody sealed it.
    return null;
  }
}

/** SHA-256 by path of everything rows are read from. */
async function hashesOf(folder: string): Promise<Record<string, string>> {
  const selects = (await readdir(folder)).filter((name) => name.endsWith('.sql'));
  const files = (await readdir(join(folder, dataFolder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const hashes = await Promise.all(
    [...selects, ...files].sort().map(async (path): Promise<[string, string]> => {
      const hash = createHash('sha256');
      await pipeline(createReadStream(join(folder, path)), hash);
      return [path, hash.digest('hex')];
    }),
  );
  return Object.fromEntries(hashes);
}
