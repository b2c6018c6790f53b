// What nothing uses any more does not stay: files, exports and packages. `npm run lint` runs it.
export default {
  entry: [
    'scripts/caseboard.ts',
    'scripts/simulation/signals.ts',
    'scripts/benchmark/floor-page.ts',
    'tests/tools.ts',
    'tests/prepare.ts',
    'tests/**/*.test.ts',
    'src/**/*.test.ts',
    'src/**/*.worker.ts',
    'src/routes/**/+*.{svelte,ts}',
  ],
  project: ['src/**/*.{ts,svelte}', 'scripts/**/*.{ts,js}', 'data/**/*.ts', 'tests/**/*.ts'],
  ignoreExportsUsedInFile: true,
  // Programs of the machine that the tests install where they can (tests/tools.ts).
  ignoreBinaries: ['mount', 'umount'],
  // The editor's parts are taken one by one; the package that gathers them fixes the version they go together in.
  ignoreDependencies: ['codemirror'],
  // Called by name from the browser's side of a test.
  ignore: ['tests/engine/commands.ts'],
};
