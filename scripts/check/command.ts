import { Command } from 'commander';
import { openDatabase } from '../engine/database.ts';
import { refuseServedRejects, rejectsFileOf, writeRejects } from '../export/rejects.ts';
import { readSource } from '../source/source.ts';
import { cancellable, terminalReport } from '../terminal/progress.ts';
import { checkSource, refuseTooManyRejects } from './check-source.ts';
import { printTables } from './report.ts';

/** Folder of data files given by the environment when `--files` is not. */
export const filesVariable = 'CASEBOARD_FILES';

/** `caseboard check SOURCE`: reads and checks a source without exporting it. */
export function checkCommand(signal: AbortSignal): Command {
  return new Command('check')
    .description('read and check a source: rows read, loaded and rejected by table and rule')
    .argument('<source>', 'name under data/sources, or a source folder')
    .option('--files <folder>', `folder of the source's data files (or ${filesVariable})`)
    .option('--rejects <file>', 'where rejected rows go')
    .action(async (name: string, options: { files?: string; rejects?: string }) => {
      const report = terminalReport();
      const source = await readSource(name, options.files ?? process.env[filesVariable]);
      const rejects = options.rejects ?? rejectsFileOf(source.name);
      await refuseServedRejects(rejects);
      const database = await openDatabase();
      signal.addEventListener('abort', () => database.interrupt(), { once: true });
      try {
        const checked = await checkSource(database, source, cancellable(report, signal));
        await writeRejects(database, rejects);
        report.done();
        printTables(checked.tables, source.warnings, rejects);
        refuseTooManyRejects(checked, source.settings.reject_limit, rejects);
      } catch (cause) {
        throw signal.aborted ? signal.reason : cause;
      } finally {
        database.close();
      }
    });
}
