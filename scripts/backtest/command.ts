import { Command, Option } from 'commander';
import { recordLimit, recordSentence } from '../../src/lib/summaries/projection.ts';
import { ask, missingTables } from '../../src/lib/questions/ask.ts';
import { populationBacktest } from '../../src/lib/questions/population/backtest.ts';
import { readRequest } from '../../src/lib/questions/read-request.ts';
import { formatScope, scopeName } from '../../src/lib/questions/scope.ts';
import { formatAnswer, type AnswerFormat } from '../answer/format.ts';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import { nativeEngine } from '../engine/native.ts';
import { defaultExport } from '../export/command.ts';
import { scopesOf } from '../export/scopes.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import { print, printData } from '../terminal/print.ts';

/** `caseboard backtest`: how wrong past projections were, for one place or for all of them. */
export function backtestCommand(signal: AbortSignal): Command {
  return new Command('backtest')
    .description('how wrong past population projections were, by months ahead')
    .option('--data <folder>', 'export folder', defaultExport)
    .option('--scope <scope>', 'agency, region=ID, facility=ID, or all', 'agency')
    .option('--until <date>', 'only what came before this day')
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'csv', 'json']).default('table'))
    .action(async (options: { data: string; scope: string; until?: string; format: AnswerFormat }) => {
      const { manifest, files, folder } = await readExport(options.data);
      const texts = options.scope === 'all' ? scopesOf(manifest.scopes).map(formatScope) : [options.scope];
      const engine = await nativeEngine(folder, files);
      try {
        for (const scope of texts) {
          const values: Record<string, string> = options.until === undefined ? {} : { until: options.until };
          const request = readRequest(populationBacktest, { scope, values }, manifest);
          if ('error' in request) throw new Failure(request.error, { exitCode: exitCodes.usage });
          const missing = missingTables(populationBacktest, request, files.marts);
          if (missing.length > 0) {
            throw new Failure(
              `A projection needs ${missing.join(' or ')}, which ${manifest.source.agency_name} has not supplied.`,
              { exitCode: exitCodes.source },
            );
          }
          const answer = await ask(engine, files.marts, populationBacktest, request, { signal });
          if (options.format === 'table') {
            print(`${scopeName(request.scope, manifest)}. ${recordSentence(answer.rows)}\n`);
          }
          printData(formatAnswer(answer, populationBacktest, options.format));
        }
        if (options.format === 'table' && manifest.population_basis === 'stays') print(`${recordLimit}\n`);
      } finally {
        engine.close();
      }
    });
}
