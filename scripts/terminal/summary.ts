import type { InspectedSource } from '../check/inspect.ts';
import type { Source } from '../source/source.ts';
import { exitCodes, Failure, messageOf } from './failure.ts';
import { silent, terminalReport, type Report } from './progress.ts';

/** How much a command says: everything, only what is wrong, or one object for a program. */
export interface SayOptions {
  quiet?: boolean;
  json?: boolean;
}

export const sayOptions = [
  ['--quiet', 'say only what is wrong'],
  ['--json', 'print one object that sums up the run, whatever its end'],
] as const;

export function reportFor({ quiet, json }: SayOptions): Report {
  return quiet || json ? silent : terminalReport();
}

/** What a run came to, for a scheduler or a monitor: one object on standard output. */
export type Summary = Record<string, unknown>;

/**
 * Runs the work of a command and, with `--json`, prints its summary whatever its end; a failure is thrown on, so that
 * standard error and the exit code are the same with and without.
 * @param summary filled by the work as far as it comes
 */
export async function summarised(options: SayOptions, summary: Summary, work: () => Promise<void>): Promise<void> {
  const began = new Date();
  const end = (code: number, problem: string | null) => {
    if (!options.json) return;
    const ended = new Date();
    const whole = {
      ...summary,
      outcome: code === 0 ? 'ok' : (outcomes[code] ?? 'defect'),
      exit_code: code,
      problem,
      began_at: began.toISOString(),
      ended_at: ended.toISOString(),
      // Whole seconds are what a night is judged by.
      seconds: Math.ceil((ended.getTime() - began.getTime()) / 1000),
    };
    process.stdout.write(`${JSON.stringify(whole)}\n`);
  };
  try {
    await work();
    end(exitCodes.ok, null);
  } catch (cause) {
    const known = cause instanceof Failure;
    end(known ? cause.exitCode : 1, known ? messageOf(cause) : 'A defect in Caseboard; standard error says more.');
    throw cause;
  }
}

/** What each exit code asks of whoever reads it. */
const outcomes: Readonly<Record<number, string>> = {
  [exitCodes.source]: 'mend the source',
  [exitCodes.usage]: 'correct the command',
  [exitCodes.machine]: 'mend the machine',
  [exitCodes.later]: 'try again later',
  [exitCodes.cancelled]: 'cancelled',
};

/** What a check found, as the summary tells it; counts only, no value of a row. */
export function summaryOf(source: Source, { asOf, tables, accepted }: InspectedSource, rejects: string): Summary {
  return {
    as_of: asOf,
    tables: tables
      .filter(({ supplied }) => supplied)
      .map(({ name, read, loaded, rejected, warnings }) => ({
        name,
        read,
        loaded,
        rejected,
        warnings: warnings.length,
      })),
    not_supplied: tables.filter(({ supplied }) => !supplied).map(({ name }) => name),
    rejected: tables.reduce((sum, { rejected }) => sum + rejected, 0),
    rejects,
    accepted,
    warnings: [
      ...source.warnings,
      ...tables.flatMap(({ name, warnings }) => warnings.map((said) => `${name}: ${said}`)),
    ],
    to_do: source.toDo,
  };
}
