import { flushSync } from 'svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AskerOptions } from '../documents/asker.ts';
import type { App } from './app.svelte.ts';
import { Dataset } from './dataset.svelte.ts';
import { DocumentJob } from './document-job.svelte.ts';
import { QueryEngine } from './engine.svelte.ts';
import { dataFolder, FakeEngine, FakeHost, until } from './fixture.ts';

/** A document whose figures a test hands over: the last one asked for first. */
class Job extends DocumentJob<string> {
  readonly under: { what: string; options: AskerOptions; done: (text: string) => void; fail: (why: Error) => void }[] =
    [];

  show(what: string): Promise<void> {
    return this.ask([what], (_source, options) => {
      return new Promise((done, fail) => this.under.push({ what, options, done, fail }));
    });
  }
}

/** One that the export may have written: `counted` are those it was asked for and had to count. */
class Prepared extends DocumentJob<string> {
  readonly counted: string[] = [];

  show(what: string, written: () => Promise<string | null>): Promise<void> {
    return this.ask([what], () => (this.counted.push(what), Promise.resolve(`${what}, counted`)), written);
  }
}

let host: FakeHost;
let engine: FakeEngine;
let dataset: Dataset;
let job: Job;

beforeEach(async () => {
  host = new FakeHost();
  engine = new FakeEngine();
  vi.stubGlobal('fetch', host.fetch);
  dataset = new Dataset(await host.put(), dataFolder);
  job = new Job({ dataset, engine: new QueryEngine(dataset, () => Promise.resolve(engine)) } as App);
});
afterEach(() => vi.unstubAllGlobals());

const begun = (count: number) => until(() => expect(job.under).toHaveLength(count));

describe('a document that is asked for', () => {
  it('is on its way, then there, and is not asked for twice', async () => {
    expect(job.status).toBe('idle');
    const shown = job.show('north');
    expect(job.status).toBe('loading');
    await begun(1);
    void job.show('north');
    job.under[0]?.done('the north');
    await shown;
    await job.show('north');
    expect([job.status, job.result, job.under.length]).toEqual(['ready', 'the north', 1]);
  });

  it('is there without the engine where the export has written it, and is counted where that cannot be had', async () => {
    const prepared = new Prepared({ dataset, engine: new QueryEngine(dataset, () => Promise.resolve(engine)) } as App);
    await prepared.show('north', () => Promise.resolve('the north, written'));
    expect([prepared.status, prepared.result, prepared.counted]).toEqual(['ready', 'the north, written', []]);
    await prepared.show('south', () => Promise.resolve(null));
    await prepared.show('west', () => Promise.reject(new Error('gone')));
    expect([prepared.status, prepared.result, prepared.counted]).toEqual(['ready', 'west, counted', ['south', 'west']]);
  });

  it('says which question is being answered, until it is there', async () => {
    const shown = job.show('north');
    await begun(1);
    job.under[0]?.options.onQuestion?.('Caseload', 3);
    job.under[0]?.options.onProgress?.({ step: 'Loading', loaded: 1, total: null });
    expect([job.question, job.progress?.step]).toEqual([{ title: 'Caseload', before: 3 }, 'Loading']);
    job.under[0]?.done('the north');
    await shown;
    expect([job.question, job.progress]).toEqual([null, null]);
  });

  it('gives way to another, whichever is ready first', async () => {
    for (const oldFirst of [true, false]) {
      job.under.length = 0;
      const old = job.show(`north ${oldFirst}`);
      await begun(1);
      const current = job.show('south');
      await begun(2);
      expect(job.under.map(({ options }) => options.signal?.aborted)).toEqual([true, false]);
      const order = oldFirst ? [0, 1] : [1, 0];
      for (const at of order) job.under[at]?.done(job.under[at].what);
      await Promise.all([old, current]);
      expect([job.status, job.result]).toEqual(['ready', 'south']);
      job.close();
    }
  });

  it('never shows the one before while another is on its way', async () => {
    const shown = job.show('north');
    await begun(1);
    job.under[0]?.done('the north');
    await shown;
    void job.show('south');
    expect([job.status, job.result]).toEqual(['loading', null]);
  });

  it('says why it could not be made, and may be asked for again as it was', async () => {
    const shown = job.show('north');
    await begun(1);
    job.under[0]?.fail(new Error('The data reader stopped.'));
    await shown;
    expect([job.status, job.problem]).toEqual(['failed', 'The data reader stopped.']);
    const again = job.show('north');
    expect([job.status, job.problem]).toEqual(['loading', null]);
    await begun(2);
    job.under[1]?.done('the north');
    await again;
    expect(job.result).toBe('the north');
  });

  it('fails with the sentence of an engine that cannot start', async () => {
    engine.starting = () => Promise.reject(new Error('The query engine could not start.'));
    await job.show('north');
    expect([job.status, job.problem]).toEqual(['failed', 'The query engine could not start.']);
  });

  it('that a reader cancels is given up at once, and a late result changes nothing', async () => {
    const shown = job.show('north');
    await begun(1);
    job.under[0]?.options.onQuestion?.('Caseload', 3);
    job.cancel();
    expect([job.status, job.question, job.under[0]?.options.signal?.aborted]).toEqual(['cancelled', null, true]);
    job.under[0]?.done('too late');
    await shown;
    expect([job.status, job.result]).toEqual(['cancelled', null]);
    void job.show('north');
    await begun(2);
  });

  it('is made anew for a newer export', async () => {
    const shown = job.show('north');
    await begun(1);
    job.under[0]?.done('of June');
    await shown;
    await host.put({ version: '2026-07-31.11111111' });
    await dataset.refresh();
    void job.show('north');
    expect([job.status, job.result]).toEqual(['loading', null]);
  });

  it('that failed does not ask itself again: an effect that shows it is not told', async () => {
    let asked = 0;
    const stop = $effect.root(() => {
      $effect(() => {
        asked += 1;
        void job.show('north');
      });
    });
    flushSync();
    await begun(1);
    job.under[0]?.fail(new Error('The data reader stopped.'));
    await until(() => expect(job.status).toBe('failed'));
    flushSync();
    stop();
    expect([asked, job.under.length]).toEqual([1, 1]);
  });
});
