import { join } from 'node:path';
import { exportSource, type ExportResult } from '../../scripts/export/export.ts';
import { readSource } from '../../scripts/source/source.ts';
import { silent } from '../../scripts/terminal/progress.ts';
import { askingOf, type Asking } from './asking.ts';
import type { Row } from './source-folder.ts';
import { temporaryFolder, writeSource } from './source-folder.ts';

/**
 * Exports a source folder into `out` beside it; `accept` says that what stands out about the extract is so, `pages` that
 * the answers of the site's pages are written too.
 */
export async function exported(
  source: string,
  { accept = false, pages = true }: { accept?: boolean; pages?: boolean } = {},
): Promise<ExportResult & { out: string }> {
  const out = `${source}-out`;
  const options = { out, rejects: `${source}-rejects.csv`, accept, withoutPages: !pages, report: silent };
  return { ...(await exportSource(await readSource(source), options)), out };
}

/** Writes a source by hand, exports it, and opens it for questions; what pages show is not asked unless `pages` says so. */
export async function askingTiny(
  tables: Record<string, Row[]>,
  settings: Record<string, unknown> = {},
  options: { copied?: boolean; accept?: boolean; pages?: boolean } = {},
): Promise<Asking> {
  const { path } = writeSource(join(temporaryFolder(), 'tiny'), tables, settings);
  return askingOf((await exported(path, { pages: false, ...options })).out, options);
}
