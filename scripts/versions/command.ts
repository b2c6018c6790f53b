import { Command } from 'commander';
import { defaultExport } from '../export/publish.ts';
import { currentVersion, restoreVersion, versionsIn } from '../export/versions.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import { print } from '../terminal/print.ts';

/** `caseboard versions [DIR]`: the exports that were kept, the newest first. */
export function versionsCommand(): Command {
  return new Command('versions')
    .description('the exports kept in a folder: version, as-of date, when it was made, of which agency')
    .argument('[folder]', 'export folder', defaultExport)
    .action(async (folder: string) => {
      const all = await versionsIn(folder);
      if (all.length === 0) throw new Failure(`No export lies in ${folder}.`, { exitCode: exitCodes.source });
      const current = await currentVersion(folder);
      const lines = all.map(
        ({ version, as_of: asOf, exported_at: at, source, without_pages: bare }) =>
          `${version === current ? '*' : ' '} ${version}  as of ${asOf}  exported ${at.slice(0, 16).replace('T', ' ')} UTC  ${source.agency_name}${bare ? '  (without pages)' : ''}`,
      );
      print(`${lines.join('\n')}\n* in place. "caseboard restore VERSION" puts another one there.\n`);
    });
}

/** `caseboard restore VERSION`: an export that was kept takes the place of the newest. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('put a kept export back in place; the site then shows its figures')
    .argument('<version>', 'as "caseboard versions" lists it')
    .option('--data <folder>', 'export folder', defaultExport)
    .action(async (version: string, { data }: { data: string }) => {
      const { as_of: asOf, source, previous } = await restoreVersion(data, version);
      print(
        `${source.agency_name}, data as of ${asOf}, version ${version}, is in place in ${data}.` +
          `${previous ? ` The one before, ${previous}, is kept.` : ''}\n`,
      );
    });
}
