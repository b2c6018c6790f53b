import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { demonstration } from '../demonstration.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with `source/` (the small demonstration agency), `out/` (its export) and `rejects.csv`. */
    demo: string;
  }
}

/** A copy of the small demonstration agency and its export, for all pipeline tests of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'caseboard-pipeline-'));
  const { source, out, rejects } = await demonstration('pipeline');
  for (const [from, name] of [[source, 'source'] as const, [out, 'out'] as const, [rejects, 'rejects.csv'] as const])
    await cp(from, join(folder, name), { recursive: true });
  project.provide('demo', folder);
  return () => rm(folder, { recursive: true, force: true });
}
