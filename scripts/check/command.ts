import { rm } from 'node:fs/promises';
import { Command } from 'commander';
import { memoryLimit, openDatabase } from '../engine/database.ts';
import { openSpill, removeDeadSpills } from '../engine/spill.ts';
import { defaultExport } from '../export/publish.ts';
import { forgetRejects, refuseServedRejects, rejectsFileOf } from '../export/rejects.ts';
import { secretFor } from '../export/secret.ts';
import { readSource, type Source } from '../source/source.ts';
import { exitCodes, Failure, machineFailure } from '../terminal/failure.ts';
import { print } from '../terminal/print.ts';
import { cancellable } from '../terminal/progress.ts';
import { reportFor, sayOptions, summarised, summaryOf, type SayOptions, type Summary } from '../terminal/summary.ts';
import { inspectSource } from './inspect.ts';
import { pagesPossible, profileLines, profileTables } from './profile.ts';
import { printTables } from './report.ts';

/** Folder of data files given by the environment when `--files` is not. */
export const filesVariable = 'CASEBOARD_FILES';

interface CheckOptions extends SayOptions {
  files?: string;
  rejects?: string;
  out: string;
  accept?: boolean;
  profile?: boolean;
  strict?: boolean;
}

/** `caseboard check SOURCE`: reads and checks a source without exporting it. */
export function checkCommand(signal: AbortSignal): Command {
  const command = new Command('check')
    .description('read and check a source: rows read, loaded and rejected by table and rule')
    .argument('<source>', 'name under data/sources, or a source folder')
    .option('--files <folder>', `folder of the source's data files (or ${filesVariable})`)
    .option('--rejects <file>', 'where rejected rows go')
    .option('--out <folder>', 'the export it would replace, to compare with', defaultExport)
    .option('--accept', 'what stands out about the extract as a whole is so')
    .option('--profile', 'per column what is filled, from where to where, which codes; per page what it lacks')
    .option('--strict', 'stop at names nobody knows, and at what "init" left to do');
  for (const [flag, text] of sayOptions) command.option(flag, text);
  return command.action(async (name: string, options: CheckOptions) => {
    const summary: Summary = { command: 'check', source: name };
    await summarised(options, summary, async () => {
      const report = reportFor(options);
      const source = await readSource(name, options.files ?? process.env[filesVariable]);
      const rejects = options.rejects ?? rejectsFileOf(source.name);
      await refuseServedRejects(rejects, options.out);
      await forgetRejects(rejects);
      // As an export does: an extract larger than the memory is checked on the disk.
      await removeDeadSpills();
      const spill = await openSpill();
      const database = await openDatabase({ temporaryFolder: spill, memoryLimit });
      signal.addEventListener('abort', () => database.interrupt(), { once: true });
      try {
        const inspected = await inspectSource(database, source, {
          out: options.out,
          rejects,
          accept: options.accept ?? false,
          verb: 'check',
          report: cancellable(report, signal),
        });
        report.done();
        Object.assign(summary, summaryOf(source, inspected, rejects));
        if (options.profile) {
          const columns = await profileTables(database, inspected.tables, source);
          const pages = pagesPossible(inspected.tables);
          Object.assign(summary, { columns, pages });
          if (!options.json && !options.quiet) print(profileLines(columns, pages));
        }
        if (!options.json && !options.quiet) {
          printTables(inspected.tables, [...source.warnings, ...inspected.accepted], rejects);
          print(toDoText(source));
        }
        if (inspected.stop) throw inspected.stop;
        if (options.strict) refuseLoose(source);
        // An export needs it for its pseudonyms, and says the same.
        await secretFor(source);
      } catch (cause) {
        throw signal.aborted ? signal.reason : machineFailure(cause, rejects);
      } finally {
        database.close();
        await rm(spill, { recursive: true, force: true });
      }
    });
  });
}

function toDoText({ toDo }: Source): string {
  if (toDo.length === 0) return '';
  const lines = toDo.map((left, index) => `${index + 1}. ${left}`);
  return ['What is left to do, in order:', ...lines, ''].join('\n');
}

/** What else only is said: a misspelled file is a table that is missing from every page. */
function refuseLoose({ typos, toDo }: Source): void {
  const lines = [...typos, ...(toDo.length > 0 ? [`${toDo.length} things are left to do; the first: ${toDo[0]}`] : [])];
  if (lines.length === 0) return;
  throw new Failure(['The check stopped, as --strict asks for.', ...lines].join('\n'), { exitCode: exitCodes.source });
}
