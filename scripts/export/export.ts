import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract } from '../../data/contract/contract.ts';
import { sqlTypeOf, type Table } from '../../data/contract/column.ts';
import { formatPeriod, defaultPeriod } from '../../src/lib/calendar/period.ts';
import { calendarOf } from '../../src/lib/dataset/calendar.ts';
import { schemaVersion, type FileList, type Manifest } from '../../src/lib/dataset/manifest.ts';
import { checkSource, refuseTooManyRejects, type CheckedSource } from '../check/check-source.ts';
import { identifier, literal, openDatabase, type Database } from '../engine/database.ts';
import { engineOn } from '../engine/native.ts';
import type { Source } from '../source/source.ts';
import { exitCodes, Failure, machineFailure } from '../terminal/failure.ts';
import type { Report } from '../terminal/progress.ts';
import { writeAnswers } from './answers.ts';
import { countCompleteness } from './completeness.ts';
import { focusOn } from './focus.ts';
import { makeMarts, readMarts } from './mart.ts';
import { fileEntry, writeMart } from './parts.ts';
import { definePseudonym, secretFor } from './pseudonym.ts';
import { openIncoming, publish } from './publish.ts';
import { rejectsFileOf, writeRejects } from './rejects.ts';
import { readDimensions, readScopes } from './scopes.ts';

export interface ExportOptions {
  out: string;
  /** Where rejected rows are written; default data/rejects/<source>.csv. */
  rejects?: string;
  report: Report;
  signal?: AbortSignal;
}

export interface ExportResult {
  manifest: Manifest;
  files: FileList;
  rejects: string;
}

/**
 * Reads, checks and exports a source: Parquet, answers and manifest under `out/<version>`, switched in one rename.
 * Whatever goes wrong, the export that was there stays whole.
 */
export async function exportSource(source: Source, options: ExportOptions): Promise<ExportResult> {
  const spill = await mkdtemp(join(tmpdir(), 'caseboard-'));
  const database = await openDatabase({ temporaryFolder: spill, memoryLimit: '5GB' });
  const stop = () => database.interrupt();
  options.signal?.addEventListener('abort', stop, { once: true });
  let incoming: string | null = null;
  try {
    const secret = secretFor(source);
    const rejects = options.rejects ?? rejectsFileOf(source.name);
    const checked = await checkSource(database, source, options.report);
    await writeRejects(database, rejects);
    refuseTooManyRejects(checked, source.settings.reject_limit, rejects);
    incoming = await openIncoming(options.out);
    const { manifest, files } = await writeExport(database, source, checked, secret, incoming, options);
    options.signal?.throwIfAborted();
    options.report.step('Putting the new export in place');
    await publish(incoming, options.out, manifest);
    incoming = null;
    options.report.done();
    return { manifest, files, rejects };
  } catch (cause) {
    if (options.signal?.aborted) {
      throw new Failure('Cancelled. The previous export is untouched.', { exitCode: exitCodes.cancelled, cause });
    }
    throw machineFailure(cause, options.out);
  } finally {
    options.signal?.removeEventListener('abort', stop);
    database.close();
    if (incoming) await rm(incoming, { recursive: true, force: true });
    await rm(spill, { recursive: true, force: true });
  }
}

async function writeExport(
  database: Database,
  source: Source,
  checked: CheckedSource,
  secret: string,
  folder: string,
  { report, signal }: ExportOptions,
): Promise<{ manifest: Manifest; files: FileList }> {
  await createMissingTables(database, checked.supplied);
  const historyFrom = await readHistoryStart(database, source, checked);
  await database.run(`SET VARIABLE as_of = DATE ${literal(checked.asOf)}`);
  await database.run(`SET VARIABLE history_from = DATE ${literal(historyFrom ?? checked.asOf)}`);
  await definePseudonym(database, secret);
  report.step('Counting completeness');
  await countCompleteness(database, checked.supplied);
  report.step('Making the marts');
  const made = await makeMarts(database, await readMarts(), checked.supplied);
  const scopes = await readScopes(database);
  const marts: FileList['marts'] = {};
  for (const mart of made.filter(({ mart: { part } }) => part !== 'none')) {
    signal?.throwIfAborted();
    report.step(`Writing ${mart.mart.name}`);
    marts[mart.mart.name] = await writeMart(
      database,
      mart,
      folder,
      scopes.facilities.map(({ id }) => id),
    );
  }
  const draft: Manifest = {
    schema_version: schemaVersion,
    version: versionOf(source, checked, marts),
    exported_at: new Date().toISOString(),
    as_of: checked.asOf,
    history_from: historyFrom,
    source: {
      name: source.name,
      agency_name: String(await database.value('SELECT agency_name FROM main.agency')),
      abbreviation: source.abbreviation,
      marking: source.marking,
      demonstration: source.demonstration,
    },
    profile: 'internal',
    population_basis: checked.supplied.has('stay')
      ? 'stays'
      : checked.supplied.has('population_count')
        ? 'counts'
        : null,
    settings: source.settings,
    custody_levels: source.custodyLevels,
    default_period: formatPeriod(defaultPeriod(calendarOf({ as_of: checked.asOf, settings: source.settings }))),
    scopes,
    dimensions: await readDimensions(database, made, source.custodyLevels),
    tables: checked.tables,
    files: { file: 'files.json', bytes: 0, sha256: '' },
  };
  signal?.throwIfAborted();
  const focus = (facility: string | null) => focusOn(database, made, facility);
  const answers = await writeAnswers(engineOn(database), draft, marts, folder, { report, signal, focus });
  const files: FileList = { version: draft.version, marts, answers };
  await writeFile(join(folder, 'files.json'), JSON.stringify(files));
  return { manifest: { ...draft, files: await fileEntry(folder, 'files.json') }, files };
}

/** The as-of date and a hash of everything the dataset holds: equal data have equal versions. */
function versionOf(source: Source, checked: CheckedSource, marts: FileList['marts']): string {
  const content = JSON.stringify([schemaVersion, source.settings, source.custodyLevels, checked.tables, marts]);
  return `${checked.asOf}.${createHash('sha256').update(content).digest('hex').slice(0, 8)}`;
}

/** Tables the source does not supply stand empty, so that marts can join them; what needs them says so by itself. */
async function createMissingTables(database: Database, supplied: ReadonlySet<string>): Promise<void> {
  for (const table of contract) {
    if (supplied.has(table.name)) continue;
    const columns = Object.entries(table.columns).map(([name, { kind }]) => `${identifier(name)} ${sqlTypeOf[kind]}`);
    await database.run(`CREATE TABLE main.${identifier(table.name)} (${columns.join(', ')})`);
  }
}

/**
 * First day from which the population is complete. An extract of stays usually begins with "everybody in custody
 * since a day", and that day is `history_from` in source.json; without it, the month after the first release seen.
 */
async function readHistoryStart(database: Database, source: Source, checked: CheckedSource): Promise<string | null> {
  if (source.historyFrom) return source.historyFrom;
  if (checked.supplied.has('stay')) {
    return (await database.value(
      `SELECT CAST(coalesce(
         CAST(date_trunc('month', min(release_date)) + INTERVAL 1 MONTH AS DATE), min(admission_date)) AS VARCHAR) FROM main.stay`,
    )) as string | null;
  }
  return (await database.value('SELECT CAST(min(count_date) AS VARCHAR) FROM main.population_count')) as string | null;
}
