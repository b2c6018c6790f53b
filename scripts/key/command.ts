import { Command } from 'commander';
import { formatQuantity } from '../../src/lib/format/quantity.ts';
import { filesVariable } from '../check/command.ts';
import { readSource } from '../source/source.ts';
import { print } from '../terminal/print.ts';
import { terminalReport } from '../terminal/progress.ts';
import { writeKey } from './write-key.ts';

/** `caseboard key SOURCE`: which of the agency's own numbers stands behind each pseudonym. */
export function keyCommand(): Command {
  return new Command('key')
    .description(
      'write which of your own case numbers stands behind each pseudonym; the site opens the file from your disk',
    )
    .argument('<source>', 'name under data/sources, or a source folder')
    .option('--facility <id>', 'only cases that were ever held at this institution')
    .option('--files <folder>', `folder of the source's data files (or ${filesVariable})`)
    .requiredOption('--out <file>', 'where the key goes, such as key.csv; never below a folder that is served')
    .addHelpText(
      'after',
      '\nThe key is made with the secret of the export and is worth as much as the records: only you can read the file. Hand it to nobody who may not see them, and remove it when the secret changes.',
    )
    .action(async (name: string, options: { facility?: string; files?: string; out: string }) => {
      const report = terminalReport();
      const source = await readSource(name, options.files ?? process.env[filesVariable]);
      const cases = await writeKey(source, { out: options.out, facility: options.facility ?? null, report });
      report.done();
      print(`The numbers of ${formatQuantity(cases, 'case')} are in ${options.out}, which only you can read.\n`);
    });
}
