import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerFile } from '../export/answers.ts';
import { exampleDataset } from '../export/fixture.ts';
import { Dataset } from './dataset.svelte.ts';
import { dataFolder, FakeHost } from './fixture.ts';

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost();
  vi.stubGlobal('fetch', host.fetch);
});
afterEach(() => vi.unstubAllGlobals());

const newer = { version: '2026-07-31.11111111', as_of: '2026-07-31' };
const north: AnswerFile = {
  dataset: '2026-06-30.00000000',
  as_of: '2026-06-30',
  page: 'population',
  scope: 'region=R1',
  panels: {},
};
const asked = (name: string) => host.asked.filter((path) => path.includes(name)).length;

describe('the export a page reads', () => {
  it('is the one on the host as soon as that is known, not the one the site was built with', async () => {
    const dataset = new Dataset(exampleDataset(), dataFolder);
    await host.put(newer);
    await dataset.refresh();
    expect([dataset.manifest.version, dataset.problem]).toEqual([newer.version, null]);
  });

  it('stays the same object where nothing is new, so that no figure is asked for again', async () => {
    const built = await host.put();
    const dataset = new Dataset(built, dataFolder);
    await dataset.refresh();
    expect(dataset.manifest).toBe(built);
  });

  it.each([
    [
      'a host that is gone',
      () => new TypeError('Failed to fetch'),
      /looked up \(Failed to fetch\)\..* as of Jun 30, 2026\.$/,
    ],
    ['a host that fails', () => new Response('', { status: 500 }), /looked up \(the host answered 500\)/],
    ['a host that wants a sign-in', () => new Response('', { status: 401 }), /no longer lets this browser in/],
    ['a host that refuses', () => new Response('', { status: 403 }), /no longer lets this browser in/],
    [
      'a start page in place of the manifest',
      () => new Response('<!doctype html>'),
      /manifest\.json on this host is not JSON.*Reload the page; .* tell whoever keeps this site\./,
    ],
    [
      'a manifest of another format',
      () => new Response('{"schema_version":99}'),
      /is in format 99, and this Caseboard reads format/,
    ],
  ])('is what was built in, with a sentence, for %s', async (_what, answer, sentence) => {
    const built = exampleDataset();
    const dataset = new Dataset(built, dataFolder);
    host.refuse = answer;
    await dataset.refresh();
    expect(dataset.manifest).toBe(built);
    expect(dataset.problem).toMatch(sentence);
  });

  it('is not believed when its default period is nonsense', async () => {
    await host.put({ ...newer, default_period: '2026Q9' });
    const dataset = new Dataset(exampleDataset(), dataFolder);
    await dataset.refresh();
    expect(dataset.manifest.version).not.toBe(newer.version);
    expect(dataset.problem).toMatch(/default period is wrong/);
  });
});

describe('files of the export', () => {
  it('are fetched once, and again for a newer export', async () => {
    const dataset = new Dataset(await host.put({}, [north]), dataFolder);
    const [one, other] = await Promise.all([dataset.files(), dataset.files()]);
    expect(one).toBe(other);
    expect([one.version, asked('files.json')]).toEqual([dataset.manifest.version, 1]);
    await host.put(newer);
    await dataset.refresh();
    expect((await dataset.files()).version).toBe(newer.version);
  });

  it('are read again after a failure, which names the file and what to do', async () => {
    const dataset = new Dataset(await host.put({}, [north]), dataFolder);
    host.refuse = (path) => (path.endsWith('files.json') ? new Response('', { status: 404 }) : undefined);
    await expect(dataset.files()).rejects.toThrow(/files\.json is not on the server\. Reload the page/);
    host.refuse = null;
    expect((await dataset.files()).version).toBe(dataset.manifest.version);
  });

  it('hold the answers of a page and place, each fetched once', async () => {
    const dataset = new Dataset(await host.put({}, [north]), dataFolder);
    expect(await dataset.answers('population', 'region=R1')).toEqual(north);
    await dataset.answers('population', 'region=R1');
    expect(asked('answers/population/region=R1')).toBe(1);
    await expect(dataset.answers('population', 'region=R2')).rejects.toThrow(
      /no answers for region=R2 on this page\. Reload the page/,
    );
  });

  it('that were changed on the way are refused, and asked for again the next time', async () => {
    const dataset = new Dataset(await host.put({}, [north]), dataFolder);
    const path = [...host.files.keys()].find((name) => name.includes('answers/')) ?? '';
    const right = host.files.get(path) ?? '';
    host.files.set(path, right.replace('R1', 'R9'));
    await expect(dataset.answers('population', 'region=R1')).rejects.toThrow(/does not match its checksum/);
    host.files.set(path, right);
    expect(await dataset.answers('population', 'region=R1')).toEqual(north);
  });
});
