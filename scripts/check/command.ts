import { Command } from 'commander';
import { openDatabase } from '../engine/database.ts';
import { defaultExport } from '../export/publish.ts';
import { refuseServedRejects, rejectsFileOf } from '../export/rejects.ts';
import { secretFor } from '../export/secret.ts';
import { readSource } from '../source/source.ts';
import { cancellable, terminalReport } from '../terminal/progress.ts';
import { inspectSource } from './inspect.ts';
import { printTables } from './report.ts';

/** Folder of data files given by the environment when `--files` is not. */
export const filesVariable = 'CASEBOARD_FILES';

interface CheckOptions {
  files?: string;
  rejects?: string;
  out: string;
  accept?: boolean;
}

/** `caseboard check SOURCE`: reads and checks a source without exporting it. */
export function checkCommand(signal: AbortSignal): Command {
  return new Command('check')
    .description('read and check a source: rows read, loaded and rejected by table and rule')
    .argument('<source>', 'name under data/sources, or a source folder')
    .option('--files <folder>', `folder of the source's data files (or ${filesVariable})`)
    .option('--rejects <file>', 'where rejected rows go')
    .option('--out <folder>', 'the export it would replace, to compare with', defaultExport)
    .option('--accept', 'what stands out about the extract as a whole is so')
    .action(async (name: string, options: CheckOptions) => {
      const report = terminalReport();
      const source = await readSource(name, options.files ?? process.env[filesVariable]);
      const rejects = options.rejects ?? rejectsFileOf(source.name);
      await refuseServedRejects(rejects);
      const database = await openDatabase();
      signal.addEventListener('abort', () => database.interrupt(), { once: true });
      try {
        const inspected = await inspectSource(database, source, {
          out: options.out,
          rejects,
          accept: options.accept ?? false,
          report: cancellable(report, signal),
        });
        report.done();
        printTables(inspected.tables, [...source.warnings, ...inspected.accepted], rejects);
        if (inspected.stop) throw inspected.stop;
        // An export needs it for its pseudonyms, and says the same.
        await secretFor(source);
      } catch (cause) {
        throw signal.aborted ? signal.reason : cause;
      } finally {
        database.close();
      }
    });
}
