import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { comesTrue, type Tab } from '../browsers/tab.ts';
import type { FloorWork } from './floor-work.ts';

const require = createRequire(import.meta.url);
const engine = [
  '@duckdb/duckdb-wasm/dist/duckdb-eh.wasm',
  '@duckdb/duckdb-wasm/dist/duckdb-browser-eh.worker.js',
  'parquet-wasm/esm/parquet_wasm_bg.wasm',
];

/** Puts the floor's page beside a built site, under `floor/`: it reads the same data from the same server. */
export async function prepareFloor(site: string): Promise<void> {
  const folder = join(site, 'floor');
  await mkdir(folder, { recursive: true });
  for (const path of engine) {
    await copyFile(require.resolve(path), join(folder, path.split('/').at(-1) ?? ''));
  }
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: resolve(folder),
      emptyOutDir: false,
      lib: { entry: resolve(import.meta.dirname, 'floor-page.ts'), formats: ['es'], fileName: () => 'floor.js' },
    },
  });
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><meta charset="utf-8"><title>Floor</title><script type="module" src="floor.js"></script>\n',
  );
}

export interface FloorTimes {
  /** Milliseconds from navigation until the rows of the first view were there. */
  first: number;
  /** Milliseconds of the statements of each further view, by bare queries one after the other. */
  warm: number[];
}

/** One cold run of the floor for the work of a page, in a browser that has just been started. */
export async function runFloor(tab: Tab, site: string, address: string, work: FloorWork): Promise<FloorTimes> {
  await writeFile(join(site, 'floor', 'work.json'), JSON.stringify(work));
  await tab.goto(`${address}floor/`);
  await comesTrue(tab, () => 'floor' in window, null);
  const { first, views } = await tab.evaluate(() => window.floor, null);
  return { first, warm: views.slice(1) };
}
