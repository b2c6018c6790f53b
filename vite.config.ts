import { join } from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { prepareEngine } from './scripts/prepare-engine.ts';
import { chromiumOptions, findChromium } from './scripts/chromium.ts';
import { awaitsExport, exportInPlace } from './scripts/site-build.js';
import { refuseOlderData, refuseUnknownFiles } from './scripts/static-folder.ts';
import * as commands from './tests/engine/commands.ts';
import { thisCopy } from './src/lib/export/definitions.ts';
import { readings } from './src/lib/measures/readings.ts';
import { measuresWithRows } from './src/lib/measures/with-rows.ts';
import { serveFixtures } from './tests/engine/serve-fixtures.ts';

export default defineConfig(async () => {
  // Before anything lists the static folder.
  await prepareEngine();

  return {
    plugins: [sveltekit(), withoutParquetModule(), withoutMeasureTexts(), withoutDefinitions(), withoutStrangers()],
    build: {
      target: 'es2022' as const,
      // Compressing every file for a line of the log takes a second and more.
      reportCompressedSize: false,
      // Two of bits-ui's components are used: without this all three hundred of its files are compiled, twice.
      rolldownOptions: {
        experimental: { lazyBarrel: true },
        // Forty small files compress worse than one, by a tenth: what every page loads comes together, and what those
        // with figures share.
        output: {
          codeSplitting: {
            groups: [
              { name: (id: string, build: ModuleGraph) => (isOfFrame(id, build) ? 'frame' : null), priority: 2 },
              // Half of the pages read figures by measure; the others should not carry all of them.
              { name: 'readings', test: /\/src\/lib\/measures\/(readings|figures)\.ts/, priority: 1 },
              { name: 'analysis', test: /\/src\/lib\/analysis\//, minShareCount: 6, priority: 1 },
              { name: 'figures', minShareCount: 12 },
            ],
          },
        },
      },
    },
    worker: { format: 'es' as const, plugins: () => [withoutParquetModule()] },
    optimizeDeps: {
      // Found only behind dynamic imports and in a worker; named so that a first visit in dev does not reload the page.
      include: ['@duckdb/duckdb-wasm', 'apache-arrow'],
      exclude: ['parquet-wasm'],
    },
    test: {
      maxWorkers: 2,
      reporters: ['default', './tests/closing-line.ts'],
      projects: [
        {
          extends: true as const,
          test: {
            name: 'unit',
            include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'data/**/*.test.ts'],
            exclude: ['**/*.svelte.test.ts'],
            environment: 'node',
            // Nothing here changes what others see: to load everything anew for each file takes twice the whole time.
            isolate: false,
            // Whole agencies are drawn and every day of ten thousand years is tried; slow machines need the time.
            testTimeout: 60_000,
            hookTimeout: 60_000,
          },
        },
        {
          // State is compiled as it is for a browser: on a server nothing that watches it runs.
          extends: true as const,
          resolve: { conditions: ['browser'] },
          test: {
            name: 'state',
            include: ['src/**/*.svelte.test.ts'],
            environment: './tests/client-environment.ts',
            server: { deps: { inline: ['svelte', 'esm-env'] } },
            testTimeout: 60_000,
            hookTimeout: 60_000,
          },
        },
        {
          extends: true as const,
          test: {
            name: 'pipeline',
            include: ['tests/pipeline/**/*.test.ts'],
            environment: 'node',
            globalSetup: ['./tests/pipeline/demo-fixture.ts'],
            // Agencies written by hand are not the demonstration, whose key is public.
            // Two files run at a time on two cores.
            env: { CASEBOARD_SECRET: 'a secret of the pipeline tests', CASEBOARD_CORES: '1' },
            // Nothing here changes what others see: to load everything anew takes each file seconds.
            isolate: false,
            testTimeout: 120_000,
            hookTimeout: 120_000,
          },
        },
        {
          extends: true as const,
          plugins: [serveFixtures()],
          test: {
            name: 'parity',
            include: ['tests/engine/**/*.browser.test.ts'],
            globalSetup: ['./tests/engine/fixtures.ts'],
            testTimeout: 60_000,
            hookTimeout: 60_000,
            fileParallelism: false,
            browser: {
              enabled: true,
              headless: true,
              screenshotFailures: false,
              commands,
              provider: playwright({
                launchOptions: { executablePath: findChromium(), ...chromiumOptions },
              }),
              instances: [{ browser: 'chromium' as const }],
            },
          },
        },
        {
          extends: true as const,
          test: {
            name: 'browser',
            include: ['tests/browser/**/*.test.ts'],
            environment: 'node',
            globalSetup: ['./tests/browser/setup.ts'],
            // As for the pipeline: each file has a site and a browser of its own.
            isolate: false,
            testTimeout: 180_000,
            hookTimeout: 180_000,
            // After the others: two browsers at a time are what two cores carry.
            sequence: { groupOrder: 1 },
            // A machine under load may be slower than any patience: a test that passes the second time is named at the end.
            retry: 1,
          },
        },
      ],
    },
  };
});

/** Modules a build is made of, each with those that import it statically. */
interface ModuleGraph {
  getModuleInfo(id: string): { importers: readonly string[] } | null;
}

const frame = /\/client-optimized\/(app|nodes\/0)\.js$|\/runtime\/client\/entry\.js$/;

/**
 * Whether the layout or the router imports a module, itself or through others. Not they themselves: in one file with the
 * list of all pages the styles of a page are no longer found.
 */
function isOfFrame(id: string, graph: ModuleGraph): boolean {
  if (frame.test(id)) return false;
  const above = new Set([id]);
  // A set goes on to what is added while it is gone through.
  for (const each of above) {
    if (frame.test(each)) return true;
    for (const importer of graph.getModuleInfo(each)?.importers ?? []) above.add(importer);
  }
  return false;
}

/**
 * Everything in the static folder is published: a build stops when there is something nobody knows. Where the export is
 * still being made, the build waits for it before anything of the folder is copied.
 */
function withoutStrangers() {
  const refuse = async () => {
    const site = process.env['CASEBOARD_SITE'] ?? '';
    await refuseOlderData(join(site, 'static'), join(site, 'build'));
    await refuseUnknownFiles(join(site, 'static'));
  };
  return {
    name: 'without-strangers',
    apply: 'build' as const,
    enforce: 'pre' as const,
    async buildStart() {
      if (!awaitsExport()) await refuse();
    },
    renderStart: {
      order: 'pre' as const,
      async handler(this: { environment: { config: { consumer: string } } }) {
        if (!awaitsExport() || this.environment.config.consumer !== 'client') return;
        await exportInPlace();
        await refuse();
      },
    },
  };
}

/** The package names its 5 MB module beside itself; we hand over our own compressed copy, so none goes into the build. */
function withoutParquetModule() {
  const named = "new URL('parquet_wasm_bg.wasm', import.meta.url)";
  return {
    name: 'without-parquet-module',
    enforce: 'pre' as const,
    transform(code: string, id: string) {
      if (!id.split('?')[0]?.endsWith('/parquet-wasm/esm/parquet_wasm.js')) return;
      if (!code.includes(named)) throw new Error(`parquet-wasm no longer says ${named}: adapt vite.config.ts`);
      return { code: code.replace(named, 'undefined'), map: null };
    },
  };
}

/**
 * A measure is one entry: its texts, how its figure is read and whether its rows can be listed. Pages read texts seldom
 * and some of them no figures, so that in the site both lists are data worked out here, and the texts stay in the part
 * that is fetched for the glossary.
 */
function withoutMeasureTexts() {
  return {
    name: 'without-measure-texts',
    enforce: 'pre' as const,
    transform(_code: string, id: string) {
      const file = id.split('?')[0] ?? '';
      const data = (name: string, value: unknown) => ({
        code: `export const ${name} = ${JSON.stringify(value)};`,
        map: null,
      });
      if (file.endsWith('/src/lib/measures/readings.ts')) return data('readings', readings);
      return file.endsWith('/src/lib/measures/with-rows.ts') ? data('measuresWithRows', measuresWithRows) : undefined;
    },
  };
}

/** The site carries the version and hash of its definitions; the files they are read from stay behind. */
function withoutDefinitions() {
  return {
    name: 'without-definitions',
    enforce: 'pre' as const,
    transform(_code: string, id: string) {
      if (!id.split('?')[0]?.endsWith('/src/lib/export/definitions.ts')) return;
      return { code: `export const thisCopy = ${JSON.stringify(thisCopy)};`, map: null };
    },
  };
}
