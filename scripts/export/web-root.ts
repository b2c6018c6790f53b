import { access, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { exitCodes, Failure } from '../terminal/failure.ts';

/** What lies at the root of what a host serves, or a build is made of: a page, the site's icon, an export. */
const marks = ['index.html', 'favicon.svg', 'manifest.json'];

/** The outermost folder at or above a path that a host serves or a build is made of; null where there is none. */
export async function webRootAbove(path: string): Promise<string | null> {
  let root: string | null = null;
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    for (const mark of marks) if (await exists(join(folder, mark))) root = folder;
    if (folder === dirname(folder)) return root;
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/**
 * Refuses to write a file with the agency's own keys where a host or a build would come by it: below a web root, or below
 * the folder an export is about to go into, by its name or where links lead.
 * @param what the file holds, as the begin of a sentence
 * @param option of the command line that names the file
 * @param out folder of an export, which is served once it is there
 */
export async function refuseServed(
  path: string,
  { what, option, out }: { what: string; option: string; out?: string },
) {
  for (const folder of new Set([dirname(resolve(path)), await placeOf(dirname(path))])) {
    const root = (await webRootAbove(folder)) ?? (out !== undefined && isIn(folder, await placeOf(out)) ? out : null);
    if (root === null) continue;
    throw new Failure(
      `${what}, and ${path} lies in ${root}, which a site is served from. Name a file elsewhere with ${option}.`,
      { exitCode: exitCodes.usage },
    );
  }
}

/** Where a folder is, links resolved, as far as it is there already. */
async function placeOf(path: string): Promise<string> {
  const folder = resolve(path);
  try {
    return await realpath(folder);
  } catch {
    return folder === dirname(folder) ? folder : join(await placeOf(dirname(folder)), basename(folder));
  }
}

function isIn(folder: string, other: string): boolean {
  const below = relative(other, folder);
  return below !== '..' && !below.startsWith(`..${sep}`);
}
