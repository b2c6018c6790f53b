// `npm test`: everything, with its own set-up. Types, format and lint first, because they are quick to say no; then one
// Vitest run over unit, pipeline, engine parity and browser tests, so that its summary closes the output.
import { spawn, spawnSync } from 'node:child_process';

/** @param {string} title @param {string[]} args */
function run(title, args) {
  console.log(`\n— ${title}`);
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) refuse(title, status);
}

/**
 * Runs a step beside others and says what it said once it is through, so that no two are mixed.
 * @param {string} title @param {string[]} args
 * @returns {Promise<void>}
 */
function runBeside(title, args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  /** @type {Buffer[]} */
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => said.push(bytes));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      process.stdout.write(`\n— ${title}\n${Buffer.concat(said).toString()}`);
      if (status !== 0) refuse(title, status);
      resolve();
    });
  });
}

/** @param {string} title @param {number | null} status @returns {never} */
function refuse(title, status) {
  console.error(`${title} failed.`);
  process.exit(status ?? 1);
}

run('What the tests need of the machine', ['--import', 'tsx', 'tests/tools.ts', '--install']);
run('Files that Kit generates', ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']);
await Promise.all([
  // What many tests share takes a core for half a minute: it is ready when they begin.
  runBeside('The site that the browser tests share', ['--import', 'tsx', 'tests/prepare.ts']),
  // Two rows of about the same length.
  runBeside('Types', [
    'node_modules/svelte-check/bin/svelte-check',
    ...['--tsconfig', './tsconfig.json', '--fail-on-warnings'],
  ])
    .then(() =>
      runBeside('Floors and circles of imports', [
        'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
        ...['src', 'scripts', 'data', '--config', '.dependency-cruiser.js'],
      ]),
    )
    .then(() => runBeside('What nothing uses', ['node_modules/knip/bin/knip.js', '--no-progress'])),
  runBeside('Format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']).then(() =>
    runBeside('Lint', ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']),
  ),
]);
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
