import { readFile } from 'node:fs/promises';
import { previousPeriod } from '../../src/lib/calendar/period-steps.ts';
import type { Period } from '../../src/lib/calendar/period.ts';
import { decodeDrafts } from '../../src/lib/documents/memo/draft-file.ts';
import type { MemoDraft } from '../../src/lib/documents/memo/draft.ts';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { exitCodes, Failure, messageOf } from '../terminal/failure.ts';

/** The drafts of a quarter and of the one before it, by staff id. */
export interface QuarterDrafts {
  readonly drafts: ReadonlyMap<string, MemoDraft>;
  readonly before: ReadonlyMap<string, MemoDraft>;
}

/** Reads a file of drafts saved from the site; without one there are none. Fails with a sentence. */
export async function readDrafts(file: string | undefined, period: Period, dataset: Manifest): Promise<QuarterDrafts> {
  if (file === undefined) return { drafts: new Map(), before: new Map() };
  const content = await readFile(file, 'utf8').catch((cause: unknown) => {
    const absent = (cause as { code?: string }).code === 'ENOENT';
    throw new Failure(
      absent
        ? `There is no file ${file}. Export the drafts on the memoranda page, and name that file with --drafts.`
        : `The drafts in ${file} cannot be read: ${messageOf(cause)}.`,
      { exitCode: exitCodes.source, cause },
    );
  });
  const read = decodeDrafts(content);
  if ('error' in read) throw new Failure(`${file}: ${read.error}`, { exitCode: exitCodes.source });
  refuseOther(read.source, dataset, `The drafts in ${file} are`);
  const of = (id: string) =>
    new Map(read.drafts.filter((draft) => draft.period === id).map((draft) => [draft.staff, draft]));
  return { drafts: of(period.id), before: of(previousPeriod(period).id) };
}

/** Staff ids mean nothing in another agency's data. */
export function refuseOther(source: string, dataset: Manifest, what: string): void {
  if (source === dataset.source.name) return;
  throw new Failure(`${what} of "${source}", not of "${dataset.source.name}".`, { exitCode: exitCodes.source });
}
