import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FileList, Manifest } from '../../src/lib/export/manifest.ts';
import { createBrowserEngine, type BrowserEngine } from '../../src/lib/engine/wasm/browser-engine.ts';
import { ask, describeRequest } from '../../src/lib/questions/ask.ts';
import { questions } from '../../src/lib/questions/index.ts';
import { openExport } from './open-case.ts';
import { parityRequests, type ParityRequest } from './parity-requests.ts';

const folder = '/fixtures/demo/none/-/demo/';

async function read<Content>(file: string): Promise<Content> {
  return (await (await fetch(`${folder}${file}`)).json()) as Content;
}

let engine: BrowserEngine;
let files: FileList;
let requests: ParityRequest[];
let native: object[][];

beforeAll(async () => {
  const manifest = await read<Manifest>('manifest.json');
  native = await read<object[][]>('native-rows.json');
  requests = parityRequests(manifest, await read<string[]>('cases.json'));
  const options = openExport('demo', manifest.version);
  engine = createBrowserEngine(options);
  files = await options.files();
});

afterAll(() => engine.dispose());

/** An export with none before it has kept no projections; tests/pipeline/projection.test.ts makes three in a row. */
const withoutRows = ['population/time-study', 'population/projection-kept'];

describe('native and browser engine', () => {
  it.each([...questions.keys()])('agree row by row on %s', async (id) => {
    let rows = 0;
    for (const [index, { question, request }] of requests.entries()) {
      if (question.id !== id) continue;
      const answer = await ask(engine, files.marts, question, request);
      expectSame(answer.rows, native[index] ?? [], JSON.stringify(describeRequest(request)), id);
      rows += answer.rows.length;
    }
    if (!withoutRows.includes(id)) expect(rows, 'rows compared').toBeGreaterThan(0);
  });
});

/**
 * Where all of a kind took part, or none, a regression has an estimate without end; where it stops, the last places of
 * exp() are magnified in what a condition found, far from where the condition would hold. What a comparison shows
 * weighs such people next to nothing.
 */
function toleranceOf(question: string, column: string, row: Record<string, unknown>): number {
  if (question !== 'programs/comparison' || !['value', 'effective_comparison'].includes(column)) return 1e-10;
  return row.passed === false || row.verdict === 'not_comparable' ? 1e-5 : 1e-8;
}

/**
 * The same rows in the same order, whole numbers exactly. Fractions may differ by rounding: the engines add up in
 * another order, and the exp() and pow() of two JavaScript engines differ in the last place.
 */
function expectSame(found: readonly object[], expected: readonly object[], asked: string, question: string): void {
  const said = JSON.parse(JSON.stringify(found)) as Record<string, unknown>[];
  expect(said.length, asked).toBe(expected.length);
  for (const [index, row] of said.entries()) {
    const wanted = expected[index] as Record<string, unknown>;
    expect(Object.keys(row), asked).toEqual(Object.keys(wanted));
    for (const [name, value] of Object.entries(row)) {
      const other = wanted[name];
      const rounded = typeof value === 'number' && typeof other === 'number' && !Number.isInteger(other);
      if (rounded)
        expect(Math.abs(value - other), `${asked} ${name}`).toBeLessThanOrEqual(
          toleranceOf(question, name, wanted) * Math.max(1, Math.abs(other)),
        );
      else if (value !== other) expect({ [name]: value }, asked).toEqual({ [name]: other });
    }
  }
}
