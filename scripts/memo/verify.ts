import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { Command } from 'commander';
import { formatDate } from '../../src/lib/calendar/date.ts';
import { parsePeriod } from '../../src/lib/calendar/period.ts';
import { memoInputs } from '../../src/lib/documents/memo/gather.ts';
import type { MemoInput } from '../../src/lib/documents/memo/input.ts';
import { compareNow, type Restated } from '../../src/lib/documents/memo/restated.ts';
import {
  nameOf,
  sealedInDrafts,
  sealedInWord,
  sealedText,
  type Found,
} from '../../src/lib/documents/memo/sealed-file.ts';
import { shortHash, type Seal } from '../../src/lib/documents/memo/sealed.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import { formatQuantity } from '../../src/lib/format/quantity.ts';
import { nativeEngine } from '../engine/native.ts';
import { defaultExport } from '../export/command.ts';
import { exitCodes, Failure, messageOf } from '../terminal/failure.ts';
import { print } from '../terminal/print.ts';
import { refuseOther } from './drafts.ts';
import { attachmentsOf } from './pdf-attachment.ts';

/** A memorandum of a file, and the file's name. */
type InFile = Found & { readonly file: string };

/** `caseboard memo verify`: signed memoranda beside the export in place. */
export function verifyCommand(signal: AbortSignal): Command {
  return new Command('verify')
    .description('compare signed memoranda (draft files, Word files, PDFs of this command) with the export in place')
    .argument('<path>', 'a file of drafts, a Word file, a PDF, or a folder of them')
    .option('--data <folder>', 'export folder', defaultExport)
    .addHelpText(
      'after',
      '\nEvery figure that is another one now is printed as signed | now | why.' +
        '\nOf a PDF only what is attached to it is read, not its pages; one that a browser saved carries the hash alone.' +
        '\nExit codes: 0 the same, 5 figures were restated since, 6 a file was altered after it was sealed.',
    )
    .action(async (path: string, options: { data: string }) => {
      const found = await readPath(path);
      const { manifest, files, folder } = await readExport(options.data);
      const engine = await nativeEngine(folder, files);
      const asked = new Map<string, Promise<MemoInput[]>>();
      /** Everybody of the institution in the quarter: asked once, however many of their memoranda there are. */
      const today = async ({ facility, period: id, staff }: Seal): Promise<MemoInput | null> => {
        const period = parsePeriod(id, calendarOf(manifest));
        if ('error' in period) throw new Failure(period.error, { exitCode: exitCodes.source });
        const key = JSON.stringify([facility, id]);
        const source = { engine, marts: files.marts, dataset: manifest };
        const inputs = asked.get(key) ?? memoInputs(source, { facility }, period, { signal });
        asked.set(key, inputs);
        return (await inputs).find(({ person }) => person.id === staff) ?? null;
      };
      const counts = { same: 0, restated: 0, altered: 0, unkept: 0 };
      try {
        for (const item of found) {
          if (item.kind === 'altered') {
            counts.altered += 1;
            print(`${item.name} (${item.file}): altered. ${item.what}\n`);
          } else if (item.kind === 'not kept') {
            counts.unkept += 1;
            print(`${item.name} (${item.file}): finished before figures were kept; its figures were not kept.\n`);
          } else {
            const { memo } = item;
            refuseOther(memo.seal.source, manifest, `${nameOf(memo)} (${item.file}) is`);
            const { restated, wentOn } = await compareNow(memo.seal, await today(memo.seal));
            counts[restated.length > 0 ? 'restated' : 'same'] += 1;
            const { seal, sha256 } = memo;
            print(
              `${nameOf(memo)} (${item.file}), sealed ${shortHash(sha256)} from data as of ${formatDate(seal.as_of)}: ` +
                `${restated.length > 0 ? `${formatQuantity(restated.length, 'figure')} restated since` : 'the same'}.\n` +
                (seal.definitions === manifest.definitions
                  ? ''
                  : '  Signed under other definitions than those of this export: a figure may have moved by them.\n') +
                linesOf(restated) +
                (wentOn.length > 0 ? `  Not restated, but gone on since:\n${linesOf(wentOn)}` : ''),
            );
          }
        }
      } finally {
        engine.close();
      }
      const of = counts.same + counts.restated + counts.altered;
      const unkept = counts.unkept === 0 ? '' : ` Of ${counts.unkept} more no figures were kept.`;
      print(
        `${formatQuantity(of, 'signed memorandum', 'signed memoranda')} beside version ${manifest.version}: ` +
          `${counts.same} the same, ${counts.restated} restated, ${counts.altered} altered.${unkept}\n`,
      );
      process.exitCode =
        counts.altered > 0 ? exitCodes.altered : counts.restated > 0 ? exitCodes.restated : exitCodes.ok;
    });
}

function linesOf(figures: readonly Restated[]): string {
  return figures.map(({ label, was, now, why }) => `  ${label}: ${was} | ${now} | ${why}\n`).join('');
}

/** What the files hold, in the order of their names. Fails with a sentence where there is nothing to compare. */
async function readPath(path: string): Promise<InFile[]> {
  const about = await stat(path).catch((cause: unknown) => {
    throw new Failure(`There is no file or folder ${path}: ${messageOf(cause)}.`, {
      exitCode: exitCodes.source,
      cause,
    });
  });
  const names = about.isDirectory() ? (await readdir(path)).sort().map((name) => join(path, name)) : [path];
  const known = names.filter((name) => ['.json', '.docx', '.pdf'].includes(extname(name).toLowerCase()));
  if (known.length === 0) {
    const what = about.isDirectory() ? 'holds no draft file (.json), Word file (.docx) or PDF' : 'is none of them';
    throw new Failure(`${path} ${what}.`, {
      exitCode: exitCodes.source,
    });
  }
  const found: InFile[] = [];
  for (const name of known) {
    // A folder may hold other files of these kinds.
    const items = await readOne(name, !about.isDirectory());
    found.push(...items.map((item) => ({ ...item, file: basename(name) })));
  }
  if (found.length === 0) {
    throw new Failure(`${path} holds no memorandum that is final: no figures are sealed in it.`, {
      exitCode: exitCodes.source,
    });
  }
  return found;
}

async function readOne(name: string, strict: boolean): Promise<Found[]> {
  const bytes = await readFile(name);
  if (extname(name).toLowerCase() === '.pdf') return Promise.all(attachmentsOf(bytes).map((text) => sealedText(text)));
  if (extname(name).toLowerCase() === '.docx') {
    const found = await sealedInWord(bytes);
    if (found === null && strict)
      throw new Failure(`${name} is not a Word file that can be read.`, { exitCode: exitCodes.source });
    return found ?? [];
  }
  const read = await sealedInDrafts(bytes.toString('utf8'));
  if (!('error' in read)) return read.found;
  if (strict) throw new Failure(`${name}: ${read.error}`, { exitCode: exitCodes.source });
  return [];
}
