import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ProgramComparison } from '../analysis/program-comparison/comparison.ts';
import { parseView } from '../pages/view.ts';
import type { Request } from '../questions/question.ts';
import { ComparisonRun } from './comparison.svelte.ts';
import { Dataset } from './dataset.svelte.ts';
import { QueryEngine } from './engine.svelte.ts';
import { dataFolder, FakeEngine, FakeHost, FakeWorker, until } from './fixture.ts';

const marts = { release_compared: [], program_part: [] };
let host: FakeHost;
let engine: FakeEngine;
let dataset: Dataset;
let run: ComparisonRun;

beforeEach(async () => {
  FakeWorker.all.length = 0;
  host = new FakeHost();
  engine = new FakeEngine();
  vi.stubGlobal('fetch', host.fetch);
  vi.stubGlobal('Worker', FakeWorker);
  dataset = new Dataset(await host.put({}, [], marts), dataFolder);
  run = new ComparisonRun(dataset, new QueryEngine(dataset, () => Promise.resolve(engine)));
});
afterEach(() => vi.unstubAllGlobals());

function of(program: string): Request {
  const { scope, period } = parseView(new URLSearchParams(), dataset.manifest).view;
  return { scope, period, by: null, filters: {}, params: { program }, dataset: dataset.manifest };
}

const waiting = (count: number) => until(() => expect(engine.waiting).toHaveLength(count));
const working = (count: number) => until(() => expect(FakeWorker.all).toHaveLength(count));
const found = (name: string) => ({ name }) as unknown as ProgramComparison;

/** Answers the two statements: nobody's pattern, and this many released. */
async function count(released: number): Promise<void> {
  await waiting(1);
  engine.next().answer([]);
  await waiting(1);
  engine.next().answer([{ released, exposed: 40 }]);
}

describe('the outcome comparison of a program', () => {
  it('counts people, then weighs everybody who began and those who completed, each in a worker of its own', async () => {
    const started = run.start(of('P1'));
    expect([run.status, run.step]).toEqual(['running', 'Counting people by what is recorded of them']);
    await count(900);
    await working(1);
    expect(run.step).toBe('Everybody who began');
    FakeWorker.all[0]?.say({ progress: { done: 10, draws: 200 } });
    expect(run.progress).toEqual({ done: 10, draws: 200 });
    FakeWorker.all[0]?.say({ result: found('began') });
    await working(2);
    expect(run.step).toBe('Only those who completed');
    FakeWorker.all[1]?.say({ result: found('completed') });
    await started;
    expect([run.status, run.dataset]).toEqual(['ready', dataset.manifest.version]);
    expect(run.result).toMatchObject({
      account: { released: 900, exposed: 40 },
      lines: [
        { line: 'started', found: found('began') },
        { line: 'completed', found: found('completed') },
      ],
    });
    expect(FakeWorker.all.map(({ ended }) => ended)).toEqual([true, true]);
  });

  it('gives way to another; what the first still finds is not shown', async () => {
    const first = run.start(of('P1'));
    await count(900);
    await working(1);
    const second = run.start(of('P2'));
    expect([FakeWorker.all[0]?.ended, run.status, run.result]).toEqual([true, 'running', null]);
    FakeWorker.all[0]?.say({ result: found('old') });
    await first;
    expect([run.status, run.result]).toEqual(['running', null]);
    await count(500);
    await working(2);
    FakeWorker.all[1]?.say({ result: found('began') });
    await working(3);
    FakeWorker.all[2]?.say({ result: found('completed') });
    await second;
    expect(run.result?.account.released).toBe(500);
  });

  it('that a reader cancels ends the worker at once and says so', async () => {
    const started = run.start(of('P1'));
    await count(900);
    await working(1);
    run.cancel();
    await started;
    expect([run.status, run.message, FakeWorker.all[0]?.ended]).toEqual([
      'failed',
      'Cancelled. Nothing was worked out.',
      true,
    ]);
    run.cancel();
    expect(run.message).toBe('Cancelled. Nothing was worked out.');
  });

  it('says why it failed, wherever it did', async () => {
    const one = run.start(of('P1'));
    await count(900);
    await working(1);
    FakeWorker.all[0]?.say({ failure: { message: 'Nobody took part.' } });
    await one;
    expect([run.status, run.message, run.progress]).toEqual(['failed', 'Nobody took part.', null]);
    const other = run.start(of('P1'));
    await count(900);
    await working(2);
    FakeWorker.all[1]?.break();
    await other;
    expect(run.message).toMatch(/stopped unexpectedly\. Change anything, or reload/);
    engine.starting = () => Promise.reject(new Error('The query engine could not start.'));
    await run.start(of('P1'));
    expect(run.message).toBe('The query engine could not start.');
  });

  it('says which tables it lacks', async () => {
    dataset.manifest = await host.put({ version: '2026-07-31.11111111' }, [], {
      ...marts,
      program_part: ['program_enrollment'],
    });
    await run.start(of('P1'));
    expect([run.status, run.message]).toEqual([
      'failed',
      expect.stringMatching(/needs the table program_enrollment, which/),
    ]);
    expect(engine.asked).toEqual([]);
  });

  it('changes nothing once the page is left', async () => {
    const started = run.start(of('P1'));
    await count(900);
    await working(1);
    run.close();
    await started;
    expect([FakeWorker.all[0]?.ended, run.result]).toEqual([true, null]);
  });
});
