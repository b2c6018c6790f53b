// `npm start`: from a fresh install to the dashboards of the demonstration agency. What is there already is kept:
// an export made before (your own agency's, say) is served as it is.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';

/** @param {string} command @param {string[]} args */
function run(command, args) {
  const { status } = spawnSync(process.execPath, [command, ...args], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const caseboard = 'scripts/caseboard.js';
if (!existsSync('static/data/manifest.json')) {
  // One made by an earlier version has no seal, without which its public key is refused.
  if (!existsSync('data/sources/demo/demonstration.json')) run(caseboard, ['demo']);
  run(caseboard, ['export', 'demo']);
}
run('node_modules/vite/bin/vite.js', ['build', '--logLevel', 'warn']);
run(caseboard, ['serve', ...process.argv.slice(2)]);
