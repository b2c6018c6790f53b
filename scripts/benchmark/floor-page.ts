// The floor, in the page: DuckDB-WASM and parquet-wasm as their packages give them, and nothing else. It fills the tables
// a page of ours needs and runs the same statements by bare `query()`. Bundled and served by `floor.ts`.
import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm';
import openParquet, { readParquet } from 'parquet-wasm/esm';
import type { FloorWork } from './floor-work.ts';

declare global {
  interface Window {
    /** Milliseconds: until the first view's statements had their rows, then of the statements of each view. */
    floor: Promise<{ first: number; views: number[] }>;
  }
}

async function run(): Promise<{ first: number; views: number[] }> {
  const response = await fetch('work.json');
  const { tables, views } = (await response.json()) as FloorWork;
  const fetched = tables.map(({ files }) =>
    Promise.all(
      files.map(
        async (file) =>
          new Uint8Array(await (await fetch(new URL(file, new URL('../data/', location.href)))).arrayBuffer()),
      ),
    ),
  );
  const reader = openParquet({ module_or_path: 'parquet_wasm_bg.wasm' });
  const database = new AsyncDuckDB(new VoidLogger(), new Worker('duckdb-browser-eh.worker.js'));
  await database.instantiate('duckdb-eh.wasm');
  const connection = await database.connect();
  await reader;
  for (const [index, { name, create }] of tables.entries()) {
    await connection.query(create);
    for (const bytes of (await fetched[index]) ?? []) {
      const stream = readParquet(bytes).intoIPCStream();
      await connection.insertArrowFromIPCStream(stream, { name, create: false });
    }
  }
  let first = Number.NaN;
  const times: number[] = [];
  for (const statements of views) {
    const began = performance.now();
    for (const sql of statements) await connection.query(sql);
    if (Number.isNaN(first)) first = performance.now();
    times.push(performance.now() - began);
  }
  return { first, views: times };
}

window.floor = run();
