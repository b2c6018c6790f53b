import { flushSync } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { exampleDataset } from '../export/fixture.ts';
import { App } from './app.svelte.ts';
import { Dataset } from './dataset.svelte.ts';
import { QueryEngine } from './engine.svelte.ts';
import { dataFolder, FakeEngine } from './fixture.ts';
import type { PanelView } from './panels.svelte.ts';

const { addresses } = vi.hoisted(() => ({ addresses: [] as string[] }));
vi.mock('$app/navigation', () => ({ replaceState: (address: URL) => addresses.push(address.search) }));
vi.mock('$app/state', () => ({ page: { state: {} } }));

let app: App;
beforeEach(() => {
  addresses.length = 0;
  location.search = '?region=R1';
  const dataset = new Dataset(exampleDataset(), dataFolder);
  app = new App(dataset, new QueryEngine(dataset, () => Promise.resolve(new FakeEngine())));
});

const table = (keys: string[]) => ({ keys: () => keys, saved: () => null });

describe('the view the link names', () => {
  it('is the default one until the link has been read', () => {
    expect([app.view.scope, app.notes]).toEqual([{ kind: 'agency' }, []]);
    app.follow('?region=R2&sex=F');
    expect([app.view.scope, app.view.filters]).toEqual([{ kind: 'region', id: 'R2' }, { sex: ['F'] }]);
  });

  it('says what of the link it does not know', () => {
    app.follow('?region=GONE&period=2026Q9');
    expect(app.notes).toHaveLength(2);
    expect(app.notes.join(' ')).toMatch(/region was ignored.*period was ignored/);
  });

  it('follows a newer export: what it does not have any more is named', () => {
    app.follow('?region=R2');
    const seen: number[] = [];
    const stop = $effect.root(() => {
      $effect(() => void seen.push(app.notes.length));
    });
    flushSync();
    const { scopes } = exampleDataset();
    app.dataset.manifest = exampleDataset({
      version: '2026-07-31.11111111',
      scopes: { ...scopes, regions: scopes.regions.slice(0, 1) },
    });
    flushSync();
    stop();
    expect([seen, app.view.scope]).toEqual([[0, 1], { kind: 'agency' }]);
  });

  it('names tables of the link the page does not have, once its figures are there', () => {
    app.follow('?table=nowhere&ascending.trend=month&descending.places=colour');
    app.tables.list('trend', table(['month']));
    app.tables.list('places', table(['name']));
    app.panels = { pending: true } as PanelView;
    expect(app.notes).toEqual([]);
    app.panels = { pending: false } as PanelView;
    expect(app.notes).toEqual([
      'This page has no table “nowhere” here; how the link shows it was ignored.',
      'The table “places” has no column “colour”; it was ignored.',
    ]);
  });

  it('stands in a download beside the data it is of', () => {
    app.follow('?region=R1&sex=F');
    const { facts } = app.about({ title: 'Population' });
    expect(Object.fromEntries(facts.map(({ name, text }) => [name, text]))).toMatchObject({
      'Data version': '2026-06-30.00000000',
      Source: 'Example agency',
    });
    app.panels = { pending: false, view: app.view } as PanelView;
    expect(app.about({ title: 'Population' }).facts).toContainEqual({ name: 'Place', text: 'East' });
  });
});

describe('tables of a page', () => {
  it('are looked at as the link says, and the address follows every change', () => {
    app.follow('?region=R1&ascending.trend=month');
    expect(app.tables.of('trend').sort).toEqual({ key: 'month', direction: 'ascending' });
    app.tables.change('trend', { open: true });
    expect(addresses).toEqual(['?region=R1&table=trend&ascending.trend=month']);
    app.tables.change('trend', { open: false, sort: null });
    expect(addresses.at(-1)).toBe('?region=R1');
  });

  it('that share a panel are both known, and go with their figures', () => {
    const [one, other] = [app.tables.list('trend', table(['month'])), app.tables.list('trend', table(['year']))];
    expect(app.tables.count).toBe(2);
    app.follow('?ascending.trend=year');
    expect(app.notes).toEqual([]);
    other();
    expect([app.tables.count, app.notes.length]).toEqual([1, 1]);
    one();
    expect(app.tables.count).toBe(0);
  });

  it('make themselves known without being told of each other', () => {
    let listed = 0;
    const stop = $effect.root(() => {
      $effect(() => {
        listed += 1;
        const away = app.tables.list('trend', table([]));
        return () => void away();
      });
    });
    flushSync();
    app.tables.list('places', table([]));
    flushSync();
    stop();
    expect(listed).toBe(1);
  });
});
