// `npm start`: from a fresh install to the dashboards of the demonstration agency. What is there already is kept:
// an export made before (your own agency's, say) is served as it is.
import { existsSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { beginBuild } from './site-build.js';

const caseboard = 'scripts/caseboard.js';
/** An export makes and forgets rows by the million: with more room for new ones, less time goes into clearing them away. */
const roomForNew = '--max-semi-space-size=64';
// Who presses Ctrl-C stops the steps, which clear up after themselves; this waits until they have.
process.on('SIGINT', () => {});
const build = beginBuild();
if (!existsSync('static/data/manifest.json')) {
  // One made by an earlier version has no seal, without which its public key is refused.
  if (!existsSync('data/sources/demo/demonstration.json')) await run('demo');
  await run('export', 'demo');
}
const { code, said } = await build.finish();
process.stderr.write(said);
if (code !== 0) process.exit(code);
await run('serve', ...process.argv.slice(2));

/** @param {string[]} args */
async function run(...args) {
  const child = spawn(process.execPath, [roomForNew, caseboard, ...args], { stdio: 'inherit' });
  const status = await new Promise((resolve) => child.once('close', resolve));
  if (status === 0) return;
  build.stop();
  process.exit(typeof status === 'number' ? status : 1);
}
