import { Command } from 'commander';
import { wholeNumber } from '../demo/command.ts';
import { serveSite, type ServeOptions } from './serve.ts';
import { print } from '../terminal/print.ts';

/** `caseboard serve`: serves the built site on this machine until it is stopped. */
export function serveCommand(signal: AbortSignal): Command {
  return new Command('serve')
    .description('serve the built site on this machine')
    .option('--folder <folder>', 'the built site', 'build')
    .option('--host <name>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'first port to try', wholeNumber, 4173)
    .option('--base <path>', 'sub-path to serve from', '/')
    .option('--name <host...>', 'further names under which readers reach it, such as that of a proxy')
    .action(async ({ name, ...options }: ServeOptions & { name?: string[] }) => {
      const serving = await serveSite({ ...options, names: name ?? [] });
      print(`Caseboard is at ${serving.address} (Ctrl-C stops it)\n`);
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      await serving.close();
    });
}
