// A build of the site that begins before its export is there: only the figures in its pages depend on the export, and the
// rest of the build takes a core that making an export leaves free for much of its time.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Set for a build that waits; vite.config.ts asks for it by `exportInPlace`. */
const waits = 'CASEBOARD_BUILD_WAITS';
const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Begins a build that waits for the export before it reads it. `finish` is called once that is in place, and gives the exit
 * code of the build and what it said; `stop` ends a build whose export failed.
 * @param {Record<string, string>} [env] further variables, such as CASEBOARD_SITE
 */
export function beginBuild(env = {}) {
  const child = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn'], {
    cwd: root,
    // Closing what the build reads says that the export is there. It closes, too, where whoever began it is killed.
    stdio: ['pipe', 'pipe', 'pipe'],
    // Where tests begin it, their own NODE_ENV would give a development version.
    env: { ...process.env, NODE_ENV: 'production', ...env, [waits]: 'yes' },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
  /** @type {Promise<number>} */
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
  // A build that has failed by itself reads no more.
  child.stdin.on('error', () => {});
  return {
    async finish() {
      child.stdin.end();
      return { code: await ended, said };
    },
    stop: () => void child.kill(),
  };
}

/** In the build: whether its export is still being made. */
export const awaitsExport = () => process.env[waits] !== undefined;

/** In such a build: ends once the export is in place. */
export async function exportInPlace() {
  const { stdin } = process;
  if (!stdin.readableEnded) await new Promise((resolve) => void stdin.resume().once('end', () => resolve(null)));
}
