import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { FileList } from '../../src/lib/export/manifest.ts';
import type { EngineError } from '../../src/lib/engine/engine.ts';
import { createBrowserEngine, type BrowserEngineOptions } from '../../src/lib/engine/wasm/browser-engine.ts';
import { agency, openCase } from './open-case.ts';
import type { Fault } from './serve-fixtures.ts';

function open(options: BrowserEngineOptions) {
  const engine = createBrowserEngine(options);
  onTestFinished(() => engine.dispose());
  return engine;
}

async function failure(work: Promise<unknown>): Promise<EngineError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  return error as EngineError;
}

const faults: [fault: Fault, file: string, kind: EngineError['kind'], message: RegExp][] = [
  ['missing', 'engine.json', 'missing', /^engine\/engine\.json is not on the server\. Reload the page/],
  ['missing', 'duckdb-eh.bin', 'missing', /^engine\/duckdb-eh\.bin is not on the server\. Reload the page/],
  ['missing', 'duckdb-worker.bin', 'missing', /^engine\/duckdb-worker\.bin is not on the server/],
  ['missing', 'parquet.bin', 'missing', /^engine\/parquet\.bin is not on the server/],
  ['page', 'engine.json', 'corrupt', /^engine\/engine\.json is a web page/],
  ['page', 'duckdb-eh.bin', 'corrupt', /^engine\/duckdb-eh\.bin is a web page instead of the file\. Reload the page/],
  ['page', 'duckdb-worker.bin', 'corrupt', /^engine\/duckdb-worker\.bin is a web page/],
  ['page', 'parquet.bin', 'corrupt', /^engine\/parquet\.bin is a web page/],
  ['damaged', 'duckdb-eh.bin', 'corrupt', /^engine\/duckdb-eh\.bin does not match its checksum/],
  ['short', 'duckdb-eh.bin', 'corrupt', /^engine\/duckdb-eh\.bin has \d+ bytes where \d+ were expected/],
  ['dropped', 'duckdb-eh.bin', 'unavailable', /^engine\/duckdb-eh\.bin could not be fetched: the connection failed/],
  ['silent', 'duckdb-eh.bin', 'unavailable', /^engine\/duckdb-eh\.bin could not be fetched: no answer for 1 s/],
];

test.for(faults)('engine %s: %s', { timeout: 20_000 }, async ([fault, file, kind, message]) => {
  // A busy machine may take a second to start a worker: only silence has to be waited for.
  const engine = open({ ...openCase(fault, file).options, timeoutMs: fault === 'silent' ? 1_000 : 10_000 });
  const error = await failure(engine.start());
  expect(error.message).toMatch(message);
  expect(error.kind).toBe(kind);
  expect(engine.status()).toEqual({ state: 'failed', error });
  // And so for whoever wants numbers.
  expect((await failure(engine.query('SELECT 1'))).message).toMatch(message);
  expect((await failure(engine.load(agency('large')))).message).toMatch(message);
});

test('a module that does not compile is reported within seconds', { timeout: 20_000 }, async () => {
  const { options } = openCase();
  const engine = open({ ...options, engineBase: options.engineBase.replace('/engine/', '/broken-engine/') });
  const error = await failure(engine.start());
  expect(error.kind).toBe('unavailable');
  expect(error.message).toMatch(/query engine stopped working/);
});

test('an engine that never answers is given up', { timeout: 20_000 }, async () => {
  const silent = replaceWorkers((url, options) =>
    url.startsWith('blob:') ? new Worker(URL.createObjectURL(new Blob(['/* says nothing */'])), options) : undefined,
  );
  const engine = open({ ...openCase().options, timeoutMs: 1_000 });
  const error = await failure(engine.start());
  expect(silent()).toBe(1);
  expect(error.message).toMatch(/did not start within 1 s/);
});

test('a failure is not kept', async () => {
  const engine = open(openCase('missing-once', 'duckdb-eh.bin').options);
  expect((await failure(engine.start())).kind).toBe('missing');
  await engine.start();
  expect(engine.status()).toEqual({ state: 'ready' });

  const data = open(openCase('missing-once', 'large-agency.parquet').options);
  expect((await failure(data.load(agency('large')))).message).toMatch(/^data\/v1\/large-agency\.parquet is not on the/);
  await data.load(agency('large'));
  expect(await data.query('SELECT count(*) AS n FROM large')).toEqual([{ n: 200_000 }]);
});

test.each(['duckdb-worker.bin', 'parquet.bin'])(
  'what an attempt without %s had is not fetched again by the next',
  async (file) => {
    const once = openCase('missing-once', file);
    const engine = open(once.options);
    expect((await failure(engine.start())).kind).toBe('missing');
    await engine.start();
    expect(await engine.query('SELECT 1 AS n')).toEqual([{ n: 1 }]);
    const fetched = (name: string) => once.requests().then((all) => all.filter((each) => each.endsWith(name)).length);
    expect(await fetched(file)).toBe(2);
    expect(await fetched('duckdb-eh.bin')).toBe(1);
  },
);

test('a lost connection is tried once more', async () => {
  const once = openCase('dropped-once', 'large-agency.parquet');
  const engine = open(once.options);
  await engine.load(agency('large'));
  expect((await once.requests()).filter((file) => file.endsWith('large-agency.parquet'))).toHaveLength(2);
  expect(await engine.query('SELECT count(*) AS n FROM large')).toEqual([{ n: 200_000 }]);
});

const dataFaults: [fault: Fault, message: RegExp][] = [
  ['damaged', /^data\/v1\/large-agency\.parquet does not match its checksum\. Reload the page/],
  ['page', /^data\/v1\/large-agency\.parquet is a web page/],
  ['short', /^data\/v1\/large-agency\.parquet has \d+ bytes where \d+ were expected/],
];

test.for(dataFaults)('data %s: named, and nothing of it is counted', async ([fault, message]) => {
  const engine = open(openCase(fault, 'large-agency.parquet').options);
  const error = await failure(engine.load(agency('large')));
  expect(error.message).toMatch(message);
  expect(error.kind).toBe('corrupt');
  // The rest of the page goes on.
  await engine.load(agency('every_type'));
  expect(await engine.query('SELECT count(*) AS n FROM every_type')).toEqual([{ n: 5 }]);
  expect((await failure(engine.query('SELECT count(*) FROM large'))).kind).toBe('query');
});

test('a file with another number of rows than listed is refused', async () => {
  const { options } = openCase();
  const files = async (): Promise<FileList> => {
    const list = await options.files();
    const part = list.marts['every_type']?.parts[0];
    if (part) part.rows += 1;
    return list;
  };
  const engine = open({ ...options, files });
  const error = await failure(engine.load(agency('every_type')));
  expect(error.message).toMatch(/every_type-agency\.parquet has 5 rows where 6 were expected/);
});

test('a file that is not Parquet is named, and the reader recovers', async () => {
  const { options } = openCase();
  const files = async (): Promise<FileList> => {
    const list = await options.files();
    const expected = await fetch(`${options.base}v1/expected.json`);
    const bytes = new Uint8Array(await expected.arrayBuffer());
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const part = list.marts['every_type']?.parts[0];
    if (part) Object.assign(part, { file: 'expected.json', bytes: bytes.length, sha256 });
    return list;
  };
  const engine = open({ ...options, files });
  expect((await failure(engine.load(agency('every_type')))).message).toMatch(
    /^data\/v1\/expected\.json could not be read/,
  );
  await engine.load(agency('large'));
  expect(await engine.query('SELECT count(*) AS n FROM large')).toEqual([{ n: 200_000 }]);
});

test('data that was not exported is named with the reason', async () => {
  const engine = open(openCase().options);
  expect((await failure(engine.load(agency('absent')))).message).toBe(
    'There is no data for absent: its source lacks stays.',
  );
  expect((await failure(engine.load(agency('unknown_mart')))).message).toBe(
    'There is no data for unknown mart: the export did not write it.',
  );
  expect((await failure(engine.load([{ mart: 'appended', part: 'F99' }]))).kind).toBe('missing');
});

test('after a crash what runs fails readably, and the next load starts it again', async () => {
  let duckdb: Worker | undefined;
  replaceWorkers((url, options) => {
    const worker = new Worker(url, options);
    if (url.startsWith('blob:')) duckdb = worker;
    return worker;
  });
  const engine = open(openCase().options);
  await engine.load(agency('every_type'));
  const running = failure(
    engine.query('SELECT count(*) AS n FROM range(2000) AS a, range(2000) AS b, range(2000) AS c'),
  );
  await new Promise((resolve) => setTimeout(resolve, 100));
  duckdb?.dispatchEvent(new ErrorEvent('error', { message: 'Uncaught RangeError: Out of memory' }));
  expect(await running).toMatchObject({ kind: 'unavailable' });
  expect((await running).message).toMatch(/ran out of memory/);
  expect(engine.status().state).toBe('failed');
  await engine.load(agency('every_type'));
  expect(await engine.query('SELECT count(*) AS n FROM every_type')).toEqual([{ n: 5 }]);
});

test('once closed, everything fails readably', async () => {
  const engine = open(openCase().options);
  await engine.start();
  const running = failure(
    engine.query('SELECT count(*) AS n FROM range(2000) AS a, range(2000) AS b, range(2000) AS c'),
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  engine.dispose();
  expect((await running).message).toBe('The query engine was closed.');
  expect((await failure(engine.query('SELECT 1'))).message).toBe('The query engine was closed.');
});

const NativeWorker = globalThis.Worker;
afterEach(() => {
  globalThis.Worker = NativeWorker;
});

/** Lets a test stand between the engine and its workers; counts how often it did. */
function replaceWorkers(make: (url: string, options?: WorkerOptions) => Worker | undefined): () => number {
  let count = 0;
  globalThis.Worker = new Proxy(NativeWorker, {
    construct(target, [url, options]: [string | URL, WorkerOptions | undefined]) {
      globalThis.Worker = NativeWorker;
      const made = make(String(url), options);
      globalThis.Worker = proxy;
      if (made) count += 1;
      return made ?? new target(url, options);
    },
  });
  const proxy = globalThis.Worker;
  return () => count;
}
