import { Command, InvalidArgumentError, Option } from 'commander';
import { join } from 'node:path';
import { sourcesFolder } from '../source/source.ts';
import { print } from '../terminal/print.ts';
import { terminalReport } from '../terminal/progress.ts';
import type { DemoOptions } from './generate.ts';

/** `caseboard demo`: makes the demonstration agency as a source folder. */
export function demoCommand(signal: AbortSignal): Command {
  return new Command('demo')
    .description('make the demonstration agency: an invented department with every table of the contract')
    .addOption(new Option('--size <size>', 'how large').choices(['small', 'default', 'federal']).default('default'))
    .option('--seed <number>', 'another seed gives another agency', wholeNumber, 1)
    .option('--region-returns <ratio>', 'hazard of return after a release from one region, as a multiple', ratio, 1)
    .option('--out <folder>', 'where the source folder goes', join(sourcesFolder, 'demo'))
    .action(async (options: { size: DemoOptions['size']; seed: number; regionReturns: number; out: string }) => {
      const report = terminalReport();
      const { generateDemo } = await import('./generate.ts');
      await generateDemo({ ...options, signal, report: report.step });
      report.done();
      print(`The demonstration agency (${options.size}, seed ${options.seed}) is in ${options.out}.\n`);
    });
}

function ratio(text: string): number {
  const value = Number(text);
  // Beyond that, more returns would have to be taken away elsewhere than there are; see region-returns.ts.
  if (!(value >= 1 && value <= 1.5)) throw new InvalidArgumentError('It must be a number from 1 to 1.5.');
  return value;
}

export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) throw new InvalidArgumentError('It must be a whole number.');
  return value;
}
