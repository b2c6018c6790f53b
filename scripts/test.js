// `npm test`: everything, with its own set-up. Types and lint first, because they are quick to say no; then one Vitest
// run over unit, pipeline, engine parity and browser tests, so that its summary closes the output.
import { spawnSync } from 'node:child_process';

/** @param {string} title @param {string[]} args */
function run(title, args) {
  console.log(`\n— ${title}`);
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`${title} failed.`);
    process.exit(status ?? 1);
  }
}

run('What the tests need of the machine', ['--import', 'tsx', 'tests/tools.ts', '--install']);
run('Files that Kit generates', ['node_modules/@sveltejs/kit/svelte-kit.js', 'sync']);
run('Types', ['node_modules/svelte-check/bin/svelte-check', '--tsconfig', './tsconfig.json', '--fail-on-warnings']);
run('Format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']);
run('Lint', ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.']);
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exit(status ?? 1);
