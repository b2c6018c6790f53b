import { Command, CommanderError, type OutputConfiguration } from 'commander';
import { saidOfDefect } from './source/engine-message.ts';
import { exitCodes, Failure } from './terminal/failure.ts';
import { plainText, surviveClosedPipes } from './terminal/print.ts';

/** What each command needs is read when it is asked for: the browser, the database and the pages take a second. */
const commands = {
  init: async () => (await import('./init/command.ts')).initCommand,
  contract: async () => (await import('./contract/command.ts')).contractCommand,
  demo: async () => (await import('./demo/command.ts')).demoCommand,
  check: async () => (await import('./check/command.ts')).checkCommand,
  export: async () => (await import('./export/command.ts')).exportCommand,
  versions: async () => (await import('./versions/command.ts')).versionsCommand,
  publish: async () => (await import('./publish/command.ts')).publishCommand,
  restore: async () => (await import('./versions/command.ts')).restoreCommand,
  answer: async () => (await import('./answer/command.ts')).answerCommand,
  measure: async () => (await import('./measure/command.ts')).measureCommand,
  backtest: async () => (await import('./backtest/command.ts')).backtestCommand,
  memo: async () => (await import('./memo/command.ts')).memoCommand,
  packet: async () => (await import('./packet/command.ts')).packetCommand,
  serve: async () => (await import('./serve/command.ts')).serveCommand,
  key: async () => (await import('./key/command.ts')).keyCommand,
  secret: async () => (await import('./secret/command.ts')).secretCommand,
};
type CommandName = keyof typeof commands;

/** Runs one command line. Sets the exit code; prints failures as sentences on standard error. */
export async function main(args: string[]): Promise<void> {
  surviveClosedPipes();
  const controller = new AbortController();
  const cancel = () => controller.abort(new Failure('Cancelled.', { exitCode: exitCodes.cancelled }));
  // A terminal that is closed, or a scheduler that ends, hangs up.
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.once(signal, cancel);
  const program = new Command('caseboard')
    .description('Reporting and analytics for correctional case management')
    .helpCommand(false)
    // What stands after a command is its own, and so is what stands after a command below it.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput(usageErrors('caseboard'))
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 2 the source or its rows are not right, 3 the command was not understood, ' +
        '4 the machine refused (disk, permission), 5 try again later (the database was stopped or not reached; of “memo verify”: restated since), ' +
        '6 a signed memorandum was altered, 130 cancelled.',
    );
  const [named = ''] = args;
  for (const load of Object.hasOwn(commands, named) ? [commands[named as CommandName]] : Object.values(commands)) {
    // Sub-commands inherit neither when they are made on their own.
    const made = (await load())(controller.signal).exitOverride();
    for (const below of made.commands)
      below.exitOverride().configureOutput(usageErrors(`caseboard ${made.name()} ${below.name()}`));
    program.addCommand(made.configureOutput(usageErrors(`caseboard ${made.name()}`)));
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (thrown) {
    process.exitCode = report(thrown);
  } finally {
    for (const signal of signals) process.removeListener(signal, cancel);
  }
}

/** What commander did not understand, as a sentence that says where to read how it is written. */
function usageErrors(command: string): OutputConfiguration {
  return {
    outputError(text, write) {
      const [said = '', ...further] = text
        .replace(/^error: /, '')
        .trim()
        .split('\n');
      const sentence = `${said.charAt(0).toUpperCase()}${said.slice(1).replace(/\.$/, '')}.`;
      write(`${plainText([sentence, ...further].join(' '))} "${command} --help" shows how it is written.\n`);
    },
  };
}

function report(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (thrown instanceof Failure) {
    process.stderr.write(`${plainText(thrown.message)}\n`);
    return thrown.exitCode;
  }
  // By its name: commands that need no export do not load what reads one.
  if (thrown instanceof Error && thrown.name === 'NoExport') {
    process.stderr.write(`${plainText(thrown.message)}\n`);
    return exitCodes.source;
  }
  process.stderr.write(`${plainText(saidOfDefect(thrown))}\n`);
  process.stderr.write('This is a defect in Caseboard, not in your data.\n');
  return 1;
}
