import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { main } from '../../scripts/caseboard.ts';
import { publicFilesVariable } from '../public-files.ts';

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export const repository = fileURLToPath(new URL('../../', import.meta.url));
const entry = fileURLToPath(new URL('../../scripts/caseboard.js', import.meta.url));

/** What the machine of the tests sets is no part of what they try: a test that needs it says so. */
const unset = { [publicFilesVariable]: undefined };

/** Runs a command line in this process: the exit code and the texts of the real one, without a second of start-up. */
export async function runHere(args: string[], environment: Record<string, string | undefined> = {}): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      written[stream] += String(text);
      return true;
    }),
  );
  for (const [name, value] of Object.entries({ ...unset, ...environment })) vi.stubEnv(name, value);
  try {
    process.exitCode = 0;
    await main(args);
    return { code: Number(process.exitCode), ...written };
  } finally {
    process.exitCode = 0;
    spies.forEach((spy) => spy.mockRestore());
    vi.unstubAllEnvs();
  }
}

/** The real command line in a process of its own. */
export function caseboard(args: string[], options: SpawnOptions = {}): Promise<Outcome> {
  return outcomeOf(start(args, options));
}

export function start(args: string[], options: SpawnOptions = {}): ChildProcess {
  return startThrough([], args, options);
}

/** Starts the command line through another command, such as one that limits what it may do. */
export function startThrough(through: string[], args: string[], options: SpawnOptions = {}): ChildProcess {
  const [command = process.execPath, ...rest] = [...through, process.execPath, entry, ...args];
  return spawn(command, rest, {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...unset },
    ...options,
  });
}

/** Waits for a process to end; `code` is null when a signal ended it. */
export function outcomeOf(child: ChildProcess): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
