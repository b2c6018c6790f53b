import { Command, Option } from 'commander';
import { formatNumber } from '../../src/lib/format/number.ts';
import { filesVariable } from '../check/command.ts';
import { printTables } from '../check/report.ts';
import { readSource } from '../source/source.ts';
import { print } from '../terminal/print.ts';
import { reportFor, sayOptions, summarised, summaryOf, type SayOptions, type Summary } from '../terminal/summary.ts';
import { exportSource } from './export.ts';
import { defaultExport } from './publish.ts';

export { defaultExport };

interface ExportCommandOptions extends SayOptions {
  files?: string;
  out: string;
  rejects?: string;
  accept?: boolean;
  forgetPrevious?: boolean;
  replace?: boolean;
  withoutPages?: boolean;
}

/** `caseboard export SOURCE`: checks a source and writes what the site reads. */
export function exportCommand(signal: AbortSignal): Command {
  const command = new Command('export')
    .description('check a source and write Parquet, answers and manifest for the site')
    .argument('<source>', 'name under data/sources, or a source folder')
    .option('--files <folder>', `folder of the source's data files (or ${filesVariable})`)
    .option('--out <folder>', 'where the export goes', defaultExport)
    .option('--forget-previous', 'remove the export before at once, and take no projections over from it')
    .option('--replace', 'the export in the folder is of another source, and is to be replaced')
    .option('--without-pages', 'only what the command line reads (answer, measure, memo, packet): quicker, and no site')
    .option('--rejects <file>', 'where rejected rows go (default data/rejects/<source>.csv)')
    .option('--accept', 'what stands out about the extract as a whole is so; the export states it')
    .addOption(
      new Option('--profile <profile>', 'what may leave the agency').choices(['internal']).default('internal'),
    );
  for (const [flag, text] of sayOptions) command.option(flag, text);
  return command.action(async (name: string, options: ExportCommandOptions) => {
    const summary: Summary = { command: 'export', source: name, out: options.out };
    await summarised(options, summary, async () => {
      const source = await readSource(name, options.files ?? process.env[filesVariable]);
      const result = await exportSource(source, { ...options, report: reportFor(options), signal });
      const { manifest, files, rejects, isPublic } = result;
      const parts = Object.values(files.marts).flatMap((mart) => mart.parts);
      const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
      Object.assign(summary, summaryOf(source, result.checked, rejects), {
        agency: manifest.source.agency_name,
        version: manifest.version,
        previous: manifest.previous ?? null,
        exported_at: manifest.exported_at,
        bytes,
      });
      if (options.quiet || options.json) return;
      printTables(manifest.tables, [...source.warnings, ...(manifest.accepted ?? [])], rejects);
      if (isPublic) {
        print('Pseudonyms of this demonstration use a public key: they protect nobody, and nobody exists.\n');
      }
      print(
        `Exported ${manifest.source.agency_name}, data as of ${manifest.as_of}, version ${manifest.version}: ` +
          `${parts.length} Parquet files, ${formatNumber(bytes / 1e6, 1)} MB, ${manifest.without_pages ? 'no answers of pages' : `${Object.keys(files.answers).length} answers`}, in ${options.out}.\n`,
      );
    });
  });
}
