import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { generateDemo } from '../../scripts/demo/generate.ts';
import { exportSource } from '../../scripts/export/export.ts';
import { readSource } from '../../scripts/source/source.ts';
import { silent } from '../../scripts/terminal/progress.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder with `source/` (the small demonstration agency), `out/` (its export) and `rejects.csv`. */
    demo: string;
  }
}

export const demoSeed = 20260630;

/** Makes the small demonstration agency and its export once for all pipeline tests. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'caseboard-pipeline-'));
  await generateDemo({ size: 'small', seed: demoSeed, out: join(folder, 'source') });
  const options = { out: join(folder, 'out'), rejects: join(folder, 'rejects.csv'), report: silent };
  await exportSource(await readSource(join(folder, 'source')), options);
  project.provide('demo', folder);
  return () => rm(folder, { recursive: true, force: true });
}
