import { join } from 'node:path';
import { exportSource, type ExportResult } from '../../scripts/export/export.ts';
import { readSource } from '../../scripts/source/source.ts';
import { silent } from '../../scripts/terminal/progress.ts';
import { askingOf, type Asking } from './asking.ts';
import type { Row } from './source-folder.ts';
import { temporaryFolder, writeSource } from './source-folder.ts';

/** Exports a source folder into `out` beside it; `accept` says that what stands out about the extract is so. */
export async function exported(
  source: string,
  { accept = false }: { accept?: boolean } = {},
): Promise<ExportResult & { out: string }> {
  const out = `${source}-out`;
  const options = { out, rejects: `${source}-rejects.csv`, accept, report: silent };
  return { ...(await exportSource(await readSource(source), options)), out };
}

/** Writes a source by hand, exports it, and opens it for questions. */
export async function askingTiny(
  tables: Record<string, Row[]>,
  settings: Record<string, unknown> = {},
  options: { copied?: boolean; accept?: boolean } = {},
): Promise<Asking> {
  const { path } = writeSource(join(temporaryFolder(), 'tiny'), tables, settings);
  return askingOf((await exported(path, options)).out, options);
}
