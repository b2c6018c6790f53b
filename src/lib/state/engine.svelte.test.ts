import type { BrowserEngine } from '../engine/wasm/browser-engine.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Progress } from '../engine/engine.ts';
import { exampleDataset } from '../export/fixture.ts';
import { Dataset } from './dataset.svelte.ts';
import { onceIdle, QueryEngine } from './engine.svelte.ts';
import { dataFolder, FakeEngine } from './fixture.ts';

let dataset: Dataset;
let made: { version: string; engine: FakeEngine }[];
let query: QueryEngine;

beforeEach(() => {
  dataset = new Dataset(exampleDataset(), dataFolder);
  made = [];
  query = new QueryEngine(dataset, (_dataset, version) => {
    const engine = new FakeEngine();
    made.push({ version, engine });
    return Promise.resolve(engine);
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the query engine of a page', () => {
  it('sleeps until somebody wants it, and is made once', async () => {
    expect([query.state, made.length]).toEqual(['asleep', 0]);
    const [one, other] = await Promise.all([query.start(), query.start()]);
    expect([query.state, made.length, one === other]).toEqual(['ready', 1, true]);
  });

  it('tells everybody who waits how far it is, and nothing afterwards', async () => {
    const half: Progress = { step: 'Loading', loaded: 1, total: 2 };
    const engine = new FakeEngine();
    const seen: unknown[] = [];
    const heard: Progress[] = [];
    engine.starting = (options) => {
      options?.onProgress?.(half);
      seen.push(starting.state, starting.progress);
      return Promise.resolve();
    };
    const starting = new QueryEngine(dataset, () => Promise.resolve(engine));
    await starting.start({ onProgress: (progress) => heard.push(progress) });
    expect([seen, heard]).toEqual([['starting', half], [half]]);
    expect([starting.state, starting.progress]).toEqual(['ready', null]);
  });

  it('says why it could not start, and starts when it is asked again', async () => {
    const first = await query.start();
    const [engine] = made.map((each) => each.engine);
    if (!engine) throw new Error('none was made');
    engine.starting = () => Promise.reject(new Error('The query engine could not start.'));
    await expect(query.start()).rejects.toThrow('could not start');
    expect([query.state, query.problem]).toEqual(['failed', 'The query engine could not start.']);
    engine.starting = () => Promise.resolve();
    expect(await query.start()).toBe(first);
    expect([query.state, query.problem]).toEqual(['ready', null]);
  });

  it('is made anew where it could not even be fetched', async () => {
    let tries = 0;
    const engine = new FakeEngine();
    const flaky = new QueryEngine(dataset, () =>
      (tries += 1) === 1 ? Promise.reject(new Error('The network is gone.')) : Promise.resolve(engine),
    );
    await expect(flaky.start()).rejects.toThrow('The network is gone.');
    expect(await flaky.start()).toBe(engine);
  });

  it('does not count as failed for somebody who no longer waited', async () => {
    const engine = (await query.start()) as FakeEngine;
    const controller = new AbortController();
    engine.starting = () => {
      controller.abort();
      return Promise.reject(controller.signal.reason);
    };
    await expect(query.start({ signal: controller.signal })).rejects.toThrow();
    expect([query.state, query.problem]).toEqual(['ready', null]);
  });

  it('gives way to one of its own for a newer export, and is ended', async () => {
    const old = (await query.start()) as FakeEngine;
    dataset.manifest = exampleDataset({ version: '2026-07-31.11111111' });
    const current = await query.start();
    expect(made.map(({ version }) => version)).toEqual(['2026-06-30.00000000', '2026-07-31.11111111']);
    expect([current === old, old.disposed]).toEqual([false, true]);
  });

  it('of an old export that fails late takes nothing from the new one', async () => {
    let fail: (error: Error) => void = () => undefined;
    let tries = 0;
    const engine = new FakeEngine();
    const slow = new QueryEngine(dataset, () =>
      (tries += 1) === 1 ? new Promise((_, reject) => (fail = reject)) : Promise.resolve(engine),
    );
    const first = slow.start();
    first.catch(() => undefined);
    dataset.manifest = exampleDataset({ version: '2026-07-31.11111111' });
    await slow.start();
    fail(new Error('Too late.'));
    await expect(first).rejects.toThrow('Too late.');
    expect(await slow.start()).toBe(engine);
    expect(tries).toBe(2);
  });

  it('wakes when the browser has nothing better to do; a failure then is only noticed', async () => {
    const idle: (() => void)[] = [];
    vi.stubGlobal('requestIdleCallback', (work: () => void) => idle.push(work));
    const failing = new QueryEngine(dataset, () => Promise.reject(new Error('The network is gone.')));
    failing.wakeWhenIdle(() => false);
    expect(failing.state).toBe('asleep');
    idle[0]?.();
    await new Promise((resolve) => setImmediate(resolve));
    expect(failing.problem).toBe('The network is gone.');
  });

  it('sleeps on while a figure is on its way', () => {
    vi.useFakeTimers();
    const idle: (() => void)[] = [];
    vi.stubGlobal('requestIdleCallback', (work: () => void) => idle.push(work));
    const made = vi.fn(() => Promise.reject<BrowserEngine>(new Error('The network is gone.')));
    const patient = new QueryEngine(dataset, made);
    let busy = true;
    patient.wakeWhenIdle(() => busy);
    idle[0]?.();
    expect(made).not.toHaveBeenCalled();
    busy = false;
    vi.runAllTimers();
    idle[1]?.();
    expect(made).toHaveBeenCalledOnce();
    vi.useRealTimers();
  });

  it('wakes after a second in a browser that does not say when it is idle', () => {
    vi.useFakeTimers();
    const work = vi.fn();
    onceIdle(work);
    vi.advanceTimersByTime(999);
    expect(work).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(work).toHaveBeenCalledOnce();
  });
});
