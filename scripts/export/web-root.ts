import { access } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

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
