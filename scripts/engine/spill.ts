import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './alive.ts';

const prefix = 'caseboard-spill-';

/**
 * A folder for what does not fit in memory, or is on its way into the database. It comes to hold the agency's rows as
 * they are: remove it afterwards.
 */
export function openSpill(): Promise<string> {
  return mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
}

/** Removes the spill folders of commands that were killed. */
export async function removeDeadSpills(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    // Another user's may not be ours to remove.
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}
