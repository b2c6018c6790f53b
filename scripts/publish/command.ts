import { Command } from 'commander';
import { print } from '../terminal/print.ts';
import { publishSite } from './publish-site.ts';

/** `caseboard publish`: the pages of a built site, rendered anew from the export in it. */
export function publishCommand(signal: AbortSignal): Command {
  return new Command('publish')
    .description('render the pages of a built site anew from the export in it: their figures without JavaScript')
    .option('--site <folder>', 'the built site, with the export in its folder "data"', 'build')
    .option(
      '--server <folder>',
      'what its build left to render pages with (default .svelte-kit/output/server beside it)',
    )
    .option('--quiet', 'say nothing when all is well')
    .action(async ({ quiet, ...options }: { site: string; server?: string; quiet?: boolean }) => {
      const { manifest, pages, changed } = await publishSite({ ...options, signal });
      if (quiet) return;
      print(
        `The pages in ${options.site} show ${manifest.source.agency_name}, data as of ${manifest.as_of}, version ` +
          `${manifest.version}: ${changed} of ${pages} were rendered anew, the others said the same before.\n`,
      );
    });
}
