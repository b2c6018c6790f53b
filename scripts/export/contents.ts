import type { FileList, Manifest, PartEntry } from '../../src/lib/export/manifest.ts';
import type { Database } from '../engine/database.ts';
import { filteredViews } from '../../src/lib/pages/filtered.ts';
import { pages } from '../../src/lib/pages/index.ts';
import { KeptResults } from '../engine/kept-results.ts';
import { engineOn } from '../engine/native.ts';
import { shareOut } from '../engine/share-out.ts';
import type { Report } from '../terminal/progress.ts';
import type { UnnamedAnswer } from './answer-files.ts';
import { answerFilters } from './answer-filters.ts';
import { answerScope } from './answers.ts';
import type { MadeMart } from './mart.ts';
import { martEntries, partsOf, writePart } from './parts.ts';
import { holdsProjections } from './projection.ts';
import { scopesOf, type Places } from './scopes.ts';

export interface Contents {
  draft: Manifest;
  marts: FileList['marts'];
  answers: UnnamedAnswer[];
}

export interface ContentsOptions {
  folder: string;
  places: Places;
  /** Asks nothing of what pages show. */
  withoutPages: boolean;
  report: Report;
  signal?: AbortSignal | undefined;
  /** Fills what projections are made from, and projects at every past month. */
  project(session: Database): Promise<void>;
  /** The manifest, as far as it is known before there are files and answers. */
  describe(session: Database): Promise<Manifest>;
}

/** Rows of results that are kept from scope to scope: a hundred megabytes at most. */
const keptRows = 400_000;

/**
 * Everything that follows from the marts: projections, files, answers. It is one list of jobs for all sessions, because
 * projections and answers are worked out on this program's one thread, beside which the engine can write files.
 */
export async function writeContents(
  sessions: readonly Database[],
  made: readonly MadeMart[],
  { folder, places, withoutPages, report, signal, project, describe }: ContentsOptions,
): Promise<Contents> {
  const marts = martEntries(made);
  const facilities = places.facilities.map(({ id }) => id);
  const parts = partsOf(made, facilities);
  // Files of projections come last: whoever came to them early would only wait.
  const inTurn = [...parts.filter((part) => !holdsProjections(part)), ...parts.filter(holdsProjections)];
  const shown = withoutPages ? [] : pages;
  const scopes = withoutPages ? [] : scopesOf(places);
  const kept = new KeptResults(keptRows);
  const written = new Map<string, PartEntry>();
  const answers: UnnamedAnswer[][] = [];
  const filtered: (UnnamedAnswer | null)[] = [];
  // Jobs are taken in order, so both have begun before anybody waits for them.
  let projected: Promise<void> | undefined;
  let described: Promise<Manifest> | undefined;
  const manifest = () => described ?? Promise.reject(new Error('the manifest is described before it is read'));

  const jobs: ((session: Database) => Promise<void>)[] = [
    async (session) => {
      report.step('Projecting the population again at every past month');
      await (projected = project(session));
    },
    async (session) => {
      await (described = describe(session));
    },
    ...inTurn.map((part, index) => async (session: Database) => {
      if (inTurn[index - 1]?.mart !== part.mart) report.step(`Writing ${part.mart.name}`);
      if (holdsProjections(part)) await projected;
      written.set(part.file, await writePart(session, part, folder));
    }),
    // Projections are of everybody: no filter reaches them, and none has to wait for them.
    ...shown.map((page, index) => async (session: Database) => {
      const draft = await manifest();
      if (filteredViews(page, draft).size === 0) return;
      signal?.throwIfAborted();
      report.step(`Answering the filters of ${page.title}`);
      filtered[index] = await answerFilters(engineOn(session), draft, marts, page, { folder, signal });
    }),
    ...scopes.map((scope, index) => async (session: Database) => {
      await projected;
      const draft = await manifest();
      signal?.throwIfAborted();
      report.step(`Answering every page’s questions: scope ${index + 1} of ${scopes.length}`);
      answers[index] = await answerScope(engineOn(session), draft, marts, scope, { index, folder, kept });
    }),
  ];
  await shareOut(sessions, jobs, (session, job) => job(session));
  for (const { mart, file } of parts) {
    const entry = written.get(file);
    if (entry) marts[mart.name]?.parts.push(entry);
  }
  return {
    draft: await manifest(),
    marts,
    answers: [...answers.flat(), ...filtered.flatMap((answer) => answer ?? [])],
  };
}
