import { vi } from 'vitest';
import { checkSource } from '../../scripts/check/check-source.ts';
import { identifier, openDatabase } from '../../scripts/engine/database.ts';
import { readSource } from '../../scripts/source/source.ts';
import { silent } from '../../scripts/terminal/progress.ts';

/**
 * Of every table a source supplies how many rows were read and rejected, and a sum over all that is in the others, in
 * whatever order they came.
 */
export async function loadedRows(
  folder: string,
  { files, environment = {} }: { files?: string; environment?: Record<string, string> } = {},
): Promise<unknown[]> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const database = await openDatabase();
  try {
    const { tables } = await checkSource(database, await readSource(folder, files), silent);
    const found: unknown[] = [];
    for (const { name, read, rejected } of tables.filter(({ supplied }) => supplied)) {
      const sum = await database.value(`SELECT CAST(sum(hash(rows)) AS VARCHAR) FROM main.${identifier(name)} AS rows`);
      found.push({ name, read, rejected, sum });
    }
    return found;
  } finally {
    database.close();
    vi.unstubAllEnvs();
  }
}
