import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Which definitions this copy of Caseboard counts by: its version, and a hash of everything a figure follows from. An
 * export carries the same two. In the site both are data, put in when it is built (vite.config.ts).
 */
const root = fileURLToPath(new URL('../../../', import.meta.url));
const defining = [
  ...['data/marts', 'data/contract', 'src/lib/calendar', 'src/lib/analysis', 'src/lib/projection'],
  ...['src/lib/questions', 'src/lib/measures'],
];

/** Files of a folder and below, in one order on every machine. */
function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => name.split('\\').join('/'))
    .filter((name) => /\.(sql|ts)$/.test(name) && !/\.test\.ts$|fixture/.test(name))
    .sort()
    .map((name) => `${folder}/${name}`);
}

/** What a file says, without comments and white space: these define nothing. */
function meaningOf(file: string): string {
  const text = readFileSync(join(root, file), 'utf8');
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*(--|\/\/).*$/gm, '')
    .replace(/\s+/g, ' ');
}

function hashOfDefinitions(): string {
  const hash = createHash('sha256');
  for (const file of defining.flatMap(filesBelow)) hash.update(`${file}\n${meaningOf(file)}\n`);
  return hash.digest('hex').slice(0, 16);
}

export const thisCopy: { readonly version: string; readonly definitions: string } = {
  version: (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version,
  definitions: hashOfDefinitions(),
};
