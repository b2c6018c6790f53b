import { Command, Option } from 'commander';
import { formatNumber } from '../../src/lib/format/number.ts';
import { parsePeriod, type Period } from '../../src/lib/calendar/period.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { memoInputs, type MemoWhom } from '../../src/lib/documents/memo/gather.ts';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import { nativeEngine } from '../engine/native.ts';
import { defaultExport } from '../export/command.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import { print } from '../terminal/print.ts';
import { terminalReport } from '../terminal/progress.ts';
import { readDrafts } from './drafts.ts';
import { verifyCommand } from './verify.ts';
import { writeMemos } from './write-memos.ts';

interface MemoOptions {
  facility?: string;
  staff?: string;
  quarter?: string;
  data: string;
  out: string;
  drafts?: string;
  paper: 'Letter' | 'A4';
}

/** `caseboard memo`: the quarterly memoranda of an institution or of one case manager, as Word and PDF. */
export function memoCommand(signal: AbortSignal): Command {
  return (
    new Command('memo')
      .description('write the quarterly memoranda of an institution or of one case manager, as Word and PDF')
      // What stands after "verify" is the sub-command's own.
      .enablePositionalOptions()
      .addCommand(verifyCommand(signal))
      .option('--facility <id>', 'everybody of an institution')
      .option('--staff <id>', 'one case manager')
      .option('--quarter <quarter>', 'fiscal quarter such as 2026Q3 (default the last complete one)')
      .option('--out <folder>', 'where the files go', 'memos')
      .option('--data <folder>', 'export folder', defaultExport)
      .option('--drafts <file>', 'drafts saved from the site: the words, names and dates to put in')
      .addOption(new Option('--paper <size>', 'paper of the PDFs').choices(['Letter', 'A4']).default('Letter'))
      .action(async (options: MemoOptions) => {
        const began = performance.now();
        const { manifest, files, folder } = await readExport(options.data);
        const whom = readWhom(options, manifest);
        const period = readQuarter(options.quarter, manifest);
        const { drafts, before } = await readDrafts(options.drafts, period, manifest);
        const report = terminalReport();
        report.step('Counting');
        const engine = await nativeEngine(folder, files);
        try {
          const source = { engine, marts: files.marts, dataset: manifest };
          const inputs = await memoInputs(source, whom, period, { signal });
          if (inputs.length === 0) throw nobody(whom, period);
          const written = await writeMemos(inputs, { ...options, drafts, before, report, signal });
          const seconds = formatNumber((performance.now() - began) / 1000, 1);
          const count = (files: string[], kind: string) =>
            `${files.length} ${kind} ${files.length === 1 ? 'file' : 'files'}`;
          print(
            `Wrote ${count(written.word, 'Word')} and ${count(written.pdf, 'PDF')} to ${options.out} in ${seconds} s.\n`,
          );
          if (written.noPdf) {
            throw new Failure(`The Word files are made; the PDFs are not. ${written.noPdf.message}`, {
              exitCode: written.noPdf.exitCode,
            });
          }
        } finally {
          report.done();
          engine.close();
        }
      })
  );
}

function readWhom({ facility, staff }: MemoOptions, dataset: Manifest): MemoWhom {
  if ((facility === undefined) === (staff === undefined)) {
    throw new Failure('Name whom the memoranda are about: either --facility ID or --staff ID.', {
      exitCode: exitCodes.usage,
    });
  }
  if (staff !== undefined) return { staff };
  if (!dataset.scopes.facilities.some(({ id }) => id === facility)) {
    const known = dataset.scopes.facilities.slice(0, 12).map(({ id, name }) => `${id} (${name})`);
    throw new Failure(`There is no institution "${facility}" in this export. There are ${known.join(', ')}.`, {
      exitCode: exitCodes.usage,
    });
  }
  return { facility: facility ?? '' };
}

function readQuarter(text: string | undefined, dataset: Manifest): Period {
  const period = parsePeriod(text ?? dataset.default_period, calendarOf(dataset));
  if ('error' in period) throw new Failure(period.error, { exitCode: exitCodes.usage });
  if (period.kind !== 'quarter') {
    throw new Failure(`A memorandum is of a fiscal quarter such as 2026Q3, not "${text}".`, {
      exitCode: exitCodes.usage,
    });
  }
  return period;
}

function nobody(whom: MemoWhom, period: Period): Failure {
  const message =
    'staff' in whom
      ? `There is no case manager "${whom.staff}" in this export.`
      : `Nobody at ${whom.facility} had cases or was a case manager in ${period.id}.`;
  return new Failure(message, { exitCode: exitCodes.usage });
}
