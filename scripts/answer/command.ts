import { setOwn } from '../../src/lib/analysis/own.ts';
import { Command, Option } from 'commander';
import { ask, missingTables, noteOf } from '../../src/lib/questions/ask.ts';
import { questions } from '../../src/lib/questions/index.ts';
import { readRequest } from '../../src/lib/questions/read-request.ts';
import { EngineError } from '../../src/lib/engine/engine.ts';
import { readExport } from '../../src/lib/export/read-export.server.ts';
import { nativeEngine } from '../engine/native.ts';
import { defaultExport } from '../export/command.ts';
import { exitCodes, Failure } from '../terminal/failure.ts';
import { formatAnswer, type AnswerFormat } from './format.ts';
import { printData } from '../terminal/print.ts';

/** `caseboard answer QUESTION`: the very numbers of the pages, without a browser. */
export function answerCommand(signal: AbortSignal): Command {
  return new Command('answer')
    .description('answer a question on an export: the very numbers of the pages, without a browser')
    .argument('<question>', 'for example population/daily; a wrong one lists them all')
    .option('--data <folder>', 'export folder', defaultExport)
    .option('--scope <scope>', 'agency, region=ID, facility=ID, unit=ID or staff=ID', 'agency')
    .option('--period <period>', '2026Q3, FY2026, 2026-04, L12M or 2026-04-01..2026-06-30')
    .option('--by <column>', 'group the rows')
    .addOption(new Option('--format <format>', 'how to print').choices(['table', 'csv', 'json']).default('table'))
    .allowUnknownOption()
    .allowExcessArguments()
    .addHelpText(
      'after',
      '\nFurther --NAME VALUE pairs are parameters of the question, or filters such as --sex F.\n\nQuestions:\n' +
        questionList(),
    )
    .action(async (id: string, options: AnswerOptions, command: Command) => {
      const question = questions.get(id);
      if (!question) {
        throw new Failure(`There is no question "${id}". The questions are:\n${questionList()}`, {
          exitCode: exitCodes.usage,
        });
      }
      const { manifest, files, folder } = await readExport(options.data);
      const request = readRequest(question, { ...options, values: readPairs(command.args.slice(1)) }, manifest);
      if ('error' in request) throw new Failure(request.error, { exitCode: exitCodes.usage });
      const missing = missingTables(question, request, files.marts);
      if (missing.length > 0) {
        throw new Failure(
          `${question.title} needs ${missing.join(' and ')}, which ${manifest.source.agency_name} has not supplied.`,
          {
            exitCode: exitCodes.source,
          },
        );
      }
      const engine = await nativeEngine(folder, files);
      try {
        const answer = await ask(engine, files.marts, question, request, { signal });
        printData(formatAnswer(answer, question, options.format));
        // CSV has no place for a sentence; whoever reads only the rows still hears it.
        const note = noteOf(answer);
        if (options.format === 'csv' && note !== undefined) process.stderr.write(`${note}\n`);
      } catch (cause) {
        if (cause instanceof EngineError) throw new Failure(`${cause.message}\n${cause.sql ?? ''}`, { cause });
        throw cause;
      } finally {
        engine.close();
      }
    });
}

interface AnswerOptions {
  data: string;
  scope: string;
  period?: string;
  by?: string;
  format: AnswerFormat;
}

function questionList(): string {
  const widest = Math.max(...[...questions.keys()].map((id) => id.length));
  return [...questions.values()].map((question) => `  ${question.id.padEnd(widest + 2)}${question.title}`).join('\n');
}

/** Reads `--name value` and `--name=value` pairs that are the question's own. */
function readPairs(args: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    const [name, inline] = argument.replace(/^--/, '').split(/=(.*)/s);
    const value = inline ?? args[(index += 1)];
    if (!argument.startsWith('--') || !name || value === undefined) {
      throw new Failure(`"${argument}" was not understood. Write --NAME VALUE.`, { exitCode: exitCodes.usage });
    }
    setOwn(values, name, value);
  }
  return values;
}
