import { Command, Option } from 'commander';
import { formatNumber } from '../../src/lib/format/number.ts';
import { filesVariable } from '../check/command.ts';
import { printTables } from '../check/report.ts';
import { readSource } from '../source/source.ts';
import { print } from '../terminal/print.ts';
import { terminalReport } from '../terminal/progress.ts';
import { exportSource } from './export.ts';
import { defaultExport } from './publish.ts';

export { defaultExport };

interface ExportCommandOptions {
  files?: string;
  out: string;
  rejects?: string;
  accept?: boolean;
  forgetPrevious?: boolean;
}

/** `caseboard export SOURCE`: checks a source and writes what the site reads. */
export function exportCommand(signal: AbortSignal): Command {
  return new Command('export')
    .description('check a source and write Parquet, answers and manifest for the site')
    .argument('<source>', 'name under data/sources, or a source folder')
    .option('--files <folder>', `folder of the source's data files (or ${filesVariable})`)
    .option('--out <folder>', 'where the export goes', defaultExport)
    .option('--forget-previous', 'remove the export before at once, and take no projections over from it')
    .option('--rejects <file>', 'where rejected rows go (default data/rejects/<source>.csv)')
    .option('--accept', 'what stands out about the extract as a whole is so; the export states it')
    .addOption(new Option('--profile <profile>', 'what may leave the agency').choices(['internal']).default('internal'))
    .action(async (name: string, options: ExportCommandOptions) => {
      const report = terminalReport();
      const source = await readSource(name, options.files ?? process.env[filesVariable]);
      const { manifest, files, rejects, isPublic } = await exportSource(source, { ...options, report, signal });
      printTables(manifest.tables, [...source.warnings, ...(manifest.accepted ?? [])], rejects);
      const parts = Object.values(files.marts).flatMap((mart) => mart.parts);
      const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
      if (isPublic) {
        print('Pseudonyms of this demonstration use a public key: they protect nobody, and nobody exists.\n');
      }
      print(
        `Exported ${manifest.source.agency_name}, data as of ${manifest.as_of}, version ${manifest.version}: ` +
          `${parts.length} Parquet files, ${formatNumber(bytes / 1e6, 1)} MB, ${Object.keys(files.answers).length} answers, in ${options.out}.\n`,
      );
    });
}
