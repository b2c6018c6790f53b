import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Manifest } from '../export/manifest.ts';
import { Dataset } from './dataset.svelte.ts';
import { dataFolder, FakeHost, until } from './fixture.ts';
import { NewerData } from './newer-data.svelte.ts';

const july = { version: '2026-07-31.11111111', as_of: '2026-07-31', exported_at: '2026-08-01T00:00:00.000Z' };

let host: FakeHost;
let june: Manifest;
let dataset: Dataset;
let newer: NewerData;

beforeEach(async () => {
  // The tab was opened just now.
  vi.useFakeTimers({ toFake: ['Date'], now: Math.ceil(performance.timeOrigin) });
  host = new FakeHost();
  vi.stubGlobal('fetch', host.fetch);
  june = await host.put();
  dataset = new Dataset(june, dataFolder);
  await dataset.refresh();
  newer = new NewerData(dataset);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const looks = () => host.asked.filter((path) => path === 'manifest.json').length;
const never = () => {
  throw new Error('reloaded');
};

/** A tab that is left and come back to. */
class Tab extends EventTarget {
  visibilityState: DocumentVisibilityState = 'visible';

  turn(to: DocumentVisibilityState): void {
    this.visibilityState = to;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}
const watched = () => {
  const tab = new Tab();
  return { tab, stop: newer.watch(tab as unknown as Document) };
};
const minutesPass = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000);

describe('an open tab', () => {
  it('says that newer data are there, and shows none of them before it is told to', async () => {
    await host.put(july);
    await newer.look();
    expect(newer.sentence).toBe('Newer data, as of Jul 31, 2026, are on the host.');
    expect(newer.action).toBe('Show them');
    expect(dataset.manifest).toBe(june);
    expect((await dataset.files()).version).toBe(june.version);

    const accepted = newer.accept(never);
    expect([newer.sentence, dataset.manifest.version]).toEqual([null, july.version]);
    await accepted;
    expect(host.asked.at(-1)).toBe('manifest.json');
    expect((await dataset.files()).version).toBe(july.version);
  });

  it('says nothing while the host has what is shown, and takes an offer back that no longer holds', async () => {
    await newer.look();
    expect(newer.sentence).toBeNull();
    await host.put(july);
    await newer.look();
    expect(newer.sentence).not.toBeNull();
    await host.put();
    await newer.look();
    expect(newer.sentence).toBeNull();
    expect(dataset.manifest).toBe(june);
  });

  it('does not call an earlier export that was put back newer', async () => {
    await host.put({ version: '2026-05-31.22222222', as_of: '2026-05-31', exported_at: '2026-06-01T00:00:00.000Z' });
    await newer.look();
    expect(newer.sentence).toBe('Other data, as of May 31, 2026, are on the host.');
  });

  it('looks when it is seen again, though not more than once a minute', async () => {
    const { tab, stop } = watched();
    expect(looks()).toBe(1);
    tab.turn('hidden');
    tab.turn('visible');
    expect(looks()).toBe(1);

    minutesPass(1);
    await host.put(july);
    tab.turn('hidden');
    expect(looks()).toBe(1);
    tab.turn('visible');
    tab.turn('visible');
    expect(looks()).toBe(2);
    await until(() => expect(newer.sentence).toMatch(/^Newer data/));

    stop();
    minutesPass(5);
    tab.turn('visible');
    expect(looks()).toBe(2);
  });

  it('looks at once where it was not seen when it began to watch', async () => {
    minutesPass(10);
    await host.put(july);
    expect(looks()).toBe(1);
    const { stop } = watched();
    await until(() => expect(newer.sentence).toMatch(/^Newer data/));
    stop();
  });

  it('says when the data shown have gone from the host, which a missing file tells', async () => {
    for (const path of host.files.keys()) host.files.delete(path);
    await host.put(july);
    await expect(dataset.files()).rejects.toThrow(/is not on the server\. Reload the page/);
    expect(dataset.missed).toBe(1);
    await newer.look();
    expect(newer.sentence).toMatch(
      /^Newer data, as of Jul 31, 2026, are on the host\. Files of the data shown.* no longer there: what has not been fetched yet will not come\.$/,
    );
    await newer.accept(never);
    expect([dataset.missed, (await dataset.files()).version]).toEqual([0, july.version]);
  });

  it('asks for a reload where only another version of the site can draw what is there', async () => {
    await host.put({ ...july, definitions: '0000000000000000' });
    await newer.look();
    expect(newer.sentence).toMatch(/^The site on the host has changed\. Reload the page .* as of Jul 31, 2026\.$/);
    const reload = vi.fn();
    await newer.accept(reload);
    expect([reload.mock.calls.length, dataset.manifest]).toEqual([1, june]);
  });

  it.each([
    ['is gone', () => new TypeError('Failed to fetch')],
    ['fails', () => new Response('', { status: 500 })],
    ['answers with a page', () => new Response('<!doctype html>')],
  ])('stays as it is while the host %s', async (_what, answer) => {
    host.refuse = answer;
    await newer.look();
    expect([newer.sentence, dataset.problem, dataset.manifest]).toEqual([null, null, june]);
  });

  it('says so when the host no longer lets it in', async () => {
    host.refuse = () => new Response('', { status: 401 });
    await newer.look();
    expect([newer.sentence, dataset.manifest]).toEqual([null, june]);
    expect(dataset.problem).toMatch(/no longer lets this browser in/);
  });

  it('no longer says that the data could not be looked up once they could', async () => {
    host.refuse = () => new TypeError('Failed to fetch');
    await dataset.refresh();
    expect(dataset.problem).toMatch(/could not be looked up/);
    host.refuse = null;
    await newer.look();
    expect(dataset.problem).toBeNull();
  });
});
