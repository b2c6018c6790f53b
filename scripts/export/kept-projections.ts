import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { unpackAnswer, type AnswerFile } from '../../src/lib/export/answers.ts';
import { schemaVersion, type ExportLists, type Manifest } from '../../src/lib/export/manifest.ts';
import { literal, type Database } from '../engine/database.ts';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import { exitCodes, Failure, messageOf } from '../terminal/failure.ts';

/** A month of a projection as an export showed it. */
interface Shown {
  date: string;
  projected: number;
  lower80: number;
  upper80: number;
  lower95: number;
  upper95: number;
}

/** Years that projections of earlier exports are kept. */
const keptYears = 10;

/**
 * Takes over the projections of the export that is being replaced: those it had kept, and its own. Of the exports of a
 * calendar month the first is kept. An export of another source or profile, or none, leaves nothing to keep.
 * @param out folder of the export that is being replaced; null to begin a new record
 */
export async function keepProjections(
  database: Database,
  out: string | null,
  { source, profile, asOf }: { source: string; profile: Manifest['profile']; asOf: string },
): Promise<void> {
  await database.run(`CREATE OR REPLACE TABLE main.projection_kept
    (scope VARCHAR, made_on DATE, date DATE, projected DOUBLE, lower80 DOUBLE, upper80 DOUBLE, lower95 DOUBLE, upper95 DOUBLE)`);
  const previous = out === null ? null : await readPrevious(out);
  if (previous?.manifest.source.name !== source || previous.manifest.profile !== profile) return;
  try {
    await takeOver(database, previous, asOf);
  } catch (cause) {
    throw new Failure(
      `The projections kept in ${previous.folder} cannot be taken over: ${messageOf(cause)} Put that folder back from a copy, ` +
        `or remove ${out} to begin a new record, and run the command again.`,
      { exitCode: exitCodes.machine, cause },
    );
  }
}

async function takeOver(database: Database, previous: Previous, asOf: string): Promise<void> {
  await copyKept(database, previous, asOf);
  // The same data once more, or older ones put back: what was kept stays kept.
  if (previous.manifest.as_of >= asOf) return;
  const month = previous.manifest.as_of.slice(0, 7);
  const known = await database.value(
    `SELECT count(*) FROM main.projection_kept WHERE strftime(made_on, '%Y-%m') = ${literal(month)}`,
  );
  if (Number(known) > 0) return;
  for (const [key, entry] of Object.entries(previous.files.answers)) {
    if (!key.startsWith('projection/')) continue;
    const answer = JSON.parse(await readFile(join(previous.folder, entry.file), 'utf8')) as AnswerFile;
    const panel = answer.panels.projection;
    if (!panel || 'missing' in panel) continue;
    const values = unpackAnswer<Shown & Record<string, unknown>>(panel).map(
      ({ date, projected, lower80, upper80, lower95, upper95 }) =>
        `(${[answer.scope, previous.manifest.as_of, date].map(literal).join(', ')}, ${[projected, lower80, upper80, lower95, upper95].map(Number).join(', ')})`,
    );
    if (values.length > 0) await database.run(`INSERT INTO main.projection_kept VALUES ${values.join(', ')}`);
  }
}

interface Previous {
  manifest: Manifest;
  files: ExportLists;
  folder: string;
}

async function readPrevious(out: string): Promise<Previous | null> {
  try {
    return await readExport(out, { anyDefinitions: true });
  } catch {
    return readEarlierFormat(out);
  }
}

/** What an export of an earlier format projected is kept all the same; the first had no hash of its own. */
async function readEarlierFormat(out: string): Promise<Previous | null> {
  try {
    const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8')) as Manifest;
    if (!(manifest.schema_version < schemaVersion)) return null;
    const folder = join(out, basename(manifest.version));
    const read = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8')) as ExportLists;
    const files = await read('files.json');
    // Up to format 3 one list had both.
    return {
      manifest,
      files: manifest.schema_version > 3 ? { ...files, ...(await read('answers.json')) } : files,
      folder,
    };
  } catch {
    // No earlier export, or one that cannot be read: nothing to keep.
    return null;
  }
}

async function copyKept(database: Database, { files, folder }: Previous, asOf: string): Promise<void> {
  const [part] = files.marts.projection_kept?.parts ?? [];
  if (!part) return;
  await database.run(`INSERT INTO main.projection_kept
    SELECT scope, made_on, date, projected, lower80, upper80, lower95, upper95
    FROM read_parquet(${literal(join(folder, part.file))})
    WHERE made_on >= DATE ${literal(asOf)} - INTERVAL ${keptYears} YEAR`);
}
