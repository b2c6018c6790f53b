import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { contract } from '../../data/contract/contract.ts';
import { sqlTypeOf } from '../../data/contract/column.ts';
import { formatPeriod } from '../../src/lib/calendar/period.ts';
import { defaultPeriod } from '../../src/lib/calendar/period-steps.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import { thisCopy } from '../../src/lib/export/definitions.ts';
import {
  schemaVersion,
  type AnswerList,
  type Annotation,
  type ExportLists,
  type FileList,
  type Manifest,
} from '../../src/lib/export/manifest.ts';
import type { CheckedSource } from '../check/check-source.ts';
import { historyStart } from '../check/history.ts';
import { hasPages, sourceInPlace } from '../check/export-before.ts';
import { inspectSource, type InspectedSource } from '../check/inspect.ts';
import { coresAllowed, identifier, memoryLimit, openDatabase, type Database } from '../engine/database.ts';
import { openSpill, removeDeadSpills } from '../engine/spill.ts';
import type { Source } from '../source/source.ts';
import { exitCodes, Failure, machineFailure } from '../terminal/failure.ts';
import { cancellable, type Report } from '../terminal/progress.ts';
import { writeAnswers, type UnnamedAnswer } from './answer-files.ts';
import { countCompleteness } from './completeness.ts';
import { writeContents } from './contents.ts';
import { keepProjections } from './kept-projections.ts';
import { makeMarts, readMarts } from './mart.ts';
import { writeList } from './parts.ts';
import { prepareProjections, recordProjections } from './projection.ts';
import { definePseudonym, secretOfContents } from './pseudonym.ts';
import { openIncoming, publish } from './publish.ts';
import { forgetRejects, refuseServedRejects, rejectsFileOf } from './rejects.ts';
import { secretFor } from './secret.ts';
import { readDimensions, readPlaces, readStaff } from './scopes.ts';
import { setVariables } from './variables.ts';

export interface ExportOptions {
  out: string;
  /** Where rejected rows are written; default data/rejects/<source>.csv. */
  rejects?: string;
  /** Whether what stands out about the extract as a whole is so. */
  accept?: boolean;
  /** Removes the export before at once, and takes nothing over from it. */
  forgetPrevious?: boolean;
  /** Writes no answers of pages: for the command line alone. Never in the place of an export that has them. */
  withoutPages?: boolean;
  /** Whether an export of another source may be replaced. */
  replace?: boolean;
  report: Report;
  signal?: AbortSignal;
}

export interface ExportResult {
  manifest: Manifest;
  files: ExportLists;
  rejects: string;
  /** Pseudonyms were made with the public key of the demonstration. */
  isPublic: boolean;
  checked: InspectedSource;
}

/**
 * Reads, checks and exports a source: Parquet, answers and manifest under `out/<version>`, switched in one rename.
 * Whatever goes wrong, the export that was there stays whole.
 */
export async function exportSource(source: Source, options: ExportOptions): Promise<ExportResult> {
  const report = cancellable(options.report, options.signal);
  // Before anything is read or removed.
  if (options.withoutPages) await refuseToTakePages(options.out);
  await removeDeadSpills();
  const spill = await openSpill();
  const database = await openDatabase({ temporaryFolder: spill, memoryLimit });
  // A session more than cores, but no more than three: some of the time each waits for this program's thread.
  const sessions = [database, await database.connect()];
  if (coresAllowed().threads !== '1') sessions.push(await database.connect());
  const stop = () => sessions.forEach((session) => session.interrupt());
  options.signal?.addEventListener('abort', stop, { once: true });
  let incoming: string | null = null;
  try {
    const { secret, isPublic } = await secretFor(source);
    const rejects = options.rejects ?? rejectsFileOf(source.name);
    await refuseServedRejects(rejects, options.out);
    await forgetRejects(rejects);
    const checked = await inspectSource(database, source, {
      out: options.out,
      rejects,
      accept: options.accept ?? false,
      verb: 'export',
      report,
    });
    if (checked.stop) throw checked.stop;
    if (!options.replace) await refuseOtherSource(database, source, options.out);
    incoming = await openIncoming(options.out);
    const { manifest, files } = await writeExport(sessions, source, checked, secret, incoming, {
      ...options,
      report,
      spill,
    });
    report.step('Putting the new export in place');
    const published = await publish(incoming, options.out, manifest, options);
    incoming = null;
    options.report.done();
    return { manifest: published, files, rejects, isPublic, checked };
  } catch (cause) {
    if (options.signal?.aborted) {
      throw new Failure('Cancelled. The previous export is untouched.', { exitCode: exitCodes.cancelled, cause });
    }
    throw machineFailure(cause, options.out);
  } finally {
    options.signal?.removeEventListener('abort', stop);
    for (const session of sessions.toReversed()) session.close();
    if (incoming) await rm(incoming, { recursive: true, force: true });
    await rm(spill, { recursive: true, force: true });
  }
}

/**
 * @param sessions on the same tables, so that two cores are busy although most statements use one and some of the time
 *   there is none; the first makes tables where nothing is gained by sharing
 */
async function writeExport(
  sessions: readonly Database[],
  source: Source,
  checked: InspectedSource,
  secret: string,
  folder: string,
  { report, signal, out, spill, forgetPrevious, withoutPages = false }: ExportOptions & { spill: string },
): Promise<{ manifest: Manifest; files: ExportLists }> {
  const [database] = sessions;
  if (!database) throw new Error('an export takes a session');
  await createMissingTables(database, checked.supplied);
  const historyFrom = await readHistoryStart(database, source, checked);
  for (const session of sessions) {
    await setVariables(session, {
      asOf: checked.asOf,
      historyFrom,
      settings: source.settings,
      programExposure: source.programExposure,
      holidays: source.holidays,
    });
  }
  await definePseudonym(database, secret === '' ? await secretOfContents(database) : secret);
  report.step('Counting completeness');
  await countCompleteness(database, checked.supplied);
  const profile: Manifest['profile'] = 'internal';
  const basis = checked.supplied.has('stay') ? 'stays' : checked.supplied.has('population_count') ? 'counts' : null;
  await prepareProjections(database);
  await keepProjections(database, forgetPrevious ? null : out, { source: source.name, profile, asOf: checked.asOf });
  report.step('Making the marts');
  const made = await makeMarts(sessions, await readMarts(), checked.supplied);
  // From here on there are only small statements, each of which needs one core.
  await database.run('SET threads = 1');
  const places = await readPlaces(database);
  const { draft, marts, answers } = await writeContents(sessions, made, {
    folder,
    places,
    withoutPages,
    report,
    signal,
    project: (session) =>
      recordProjections(session, {
        asOf: checked.asOf,
        historyFrom,
        basis,
        scopes: places,
        settings: source.settings,
        spill,
        signal,
      }),
    describe: async (session) => ({
      schema_version: schemaVersion,
      version: '',
      exported_at: new Date().toISOString(),
      made_by: thisCopy.version,
      definitions: thisCopy.definitions,
      as_of: checked.asOf,
      history_from: historyFrom,
      source: {
        name: source.name,
        agency_name: String(await session.value('SELECT agency_name FROM main.agency')),
        abbreviation: source.abbreviation,
        marking: source.marking,
        demonstration: source.demonstration,
      },
      profile,
      population_basis: basis,
      settings: source.settings,
      custody_levels: source.custodyLevels,
      default_period: formatPeriod(defaultPeriod(calendarOf({ as_of: checked.asOf, settings: source.settings }))),
      scopes: { ...places, staff: await readStaff(session, made) },
      dimensions: await readDimensions(session, made, source.custodyLevels),
      tables: checked.tables,
      annotations: annotationsOf(source),
      ...(checked.accepted.length > 0 ? { accepted: checked.accepted } : {}),
      ...(withoutPages ? { without_pages: true } : {}),
      files: { file: 'files.json', bytes: 0, sha256: '' },
      answers: { file: 'answers.json', bytes: 0, sha256: '' },
    }),
  });
  const version = versionOf(draft, marts, answers);
  const files: FileList = { version, marts };
  const list: AnswerList = { version, answers: await writeAnswers(answers, version, folder) };
  const manifest: Manifest = {
    ...draft,
    version,
    files: await writeList(folder, 'files.json', files),
    answers: await writeList(folder, 'answers.json', list),
  };
  return { manifest, files: { ...files, ...list } };
}

/** A typing error in `--out` must not put one agency's figures where another's are read. */
async function refuseOtherSource(database: Database, source: Source, out: string): Promise<void> {
  const before = await sourceInPlace(out);
  const agency = String(await database.value('SELECT agency_name FROM main.agency'));
  if (before === null || before.name === source.name || before.agency_name === agency) return;
  throw new Failure(
    `The export in ${out} is of another source: ${before.name} (${before.agency_name}). Nothing was changed. Name another ` +
      'folder with --out, or say with --replace that it is to be replaced.',
    { exitCode: exitCodes.usage },
  );
}

/** A site that shows the export in place would be left without its figures. */
async function refuseToTakePages(out: string): Promise<void> {
  if (!(await hasPages(out))) return;
  throw new Failure(
    `The export in ${out} has the answers of the site's pages, and --without-pages would take them away. Nothing was ` +
      'changed. Name another folder with --out.',
    { exitCode: exitCodes.usage },
  );
}

/** The source's annotations, oldest first. */
function annotationsOf(source: Source): Annotation[] {
  return source.annotations
    .map(({ date, text, facility }) => ({ date, text, facility_id: facility ?? null }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** The as-of date and a hash of everything the dataset holds: equal data, asked the same questions, have equal versions. */
function versionOf(draft: Manifest, marts: FileList['marts'], answers: readonly UnnamedAnswer[]): string {
  const hash = createHash('sha256');
  hash.update(`[${JSON.stringify({ ...draft, exported_at: null })},${JSON.stringify(marts)},[`);
  // One by one: the answers of a large agency are longer than a text may be.
  answers.forEach((answer, index) => hash.update(`${index > 0 ? ',' : ''}${JSON.stringify(answer)}`));
  return `${draft.as_of}.${hash.update(']]').digest('hex').slice(0, 8)}`;
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
  return historyStart(database, checked.supplied, checked.asOf);
}
