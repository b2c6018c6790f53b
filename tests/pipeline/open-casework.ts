import { join } from 'node:path';
import { askingOf, type Asking } from './asking.ts';
import { readCasework, sourceOf, type CaseworkSource } from './casework-source.ts';

/** The demonstration agency twice: its export, to be asked, and its source, to be counted by hand. Close `asking`. */
export async function openCasework(demo: string): Promise<{ asking: Asking; source: CaseworkSource }> {
  const asking = await askingOf(join(demo, 'out'));
  return { asking, source: await readCasework(sourceOf(demo), asking.manifest.history_from ?? '') };
}
