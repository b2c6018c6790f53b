import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleDataset } from '../../export/fixture.ts';
import { MemoryStorage } from '../../browser/fixture.ts';
import { pages } from '../../pages/index.ts';
import { suggestedName, viewInWords, type SavedView } from './saved-view.ts';
import { decodeViews, encodeViews } from './view-file.ts';
import { ViewStore } from './view-store.ts';

const view: SavedView = {
  id: 'a',
  name: 'Men in the north',
  route: '/population/',
  search: '?region=R1&sex=M',
  saved: '2026-07-02T08:00:00.000Z',
};

describe('saved views', () => {
  it('are kept, renamed and taken away, newest first, each source for itself', () => {
    const kept = new MemoryStorage();
    const store = new ViewStore('north', () => kept);
    store.add({ name: 'First', route: '/', search: '' });
    store.add({ name: ' Second ', route: '/population/', search: '?sex=M' });
    const [second, first] = store.all().views;
    expect([second?.name, first?.name]).toEqual(['Second', 'First']);
    store.rename(first?.id ?? '', 'Renamed');
    store.remove(second?.id ?? '');
    expect(store.all()).toEqual({ views: [{ ...first, name: 'Renamed' }], problem: null });
    expect(new ViewStore('south', () => kept).all().views).toEqual([]);
  });

  it('come back from a file into another browser, and those already there stay as they are', () => {
    const there = new MemoryStorage();
    const store = new ViewStore('north', () => there);
    const kept = new MemoryStorage();
    const here = new ViewStore('north', () => kept);
    here.add({ name: 'Mine', route: '/', search: '' });
    const file = here.export();
    here.rename(here.all().views[0]?.id ?? '', 'Changed since');
    expect(here.import(file)).toEqual({
      kept: true,
      words: ['No view was added.', 'One was here already and stayed as they are.'],
    });
    expect(here.all().views[0]?.name).toBe('Changed since');
    expect(store.import(file).words).toEqual(['One view was added.']);
    expect(new ViewStore('south', () => new MemoryStorage()).import(file)).toEqual({
      kept: false,
      words: ['The views belong to the data of “north”; this site shows “south”. Nothing was changed.'],
    });
  });

  it('that a browser refuses to keep are said in a sentence', () => {
    const refusing = new ViewStore('north', () => {
      throw new DOMException('no', 'SecurityError');
    });
    expect(refusing.all().problem).toMatch(/does not allow .*\.$/);
    expect(refusing.add({ name: 'x', route: '/', search: '' })).toEqual({
      ok: false,
      reason: expect.stringMatching(/did not keep the view: .*\. Copy the link instead\.$/),
    });
  });

  it('of a file read back as they were written', () => {
    const views = fc.uniqueArray(
      fc.record({
        id: fc.stringMatching(/^[a-z0-9-]{1,20}$/),
        name: fc.string({ minLength: 1, maxLength: 60 }).filter((name) => name.trim() === name && name !== ''),
        route: fc.constantFrom(...pages.map(({ route }) => route)),
        search: fc.webQueryParameters().map((text) => (text === '' ? '' : `?${text}`)),
        saved: fc
          .date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
          .map((date) => date.toISOString()),
      }),
      { selector: ({ id }) => id, maxLength: 6 },
    );
    fc.assert(
      fc.property(views, (written) => {
        expect(decodeViews(encodeViews('north', written))).toEqual({ source: 'north', views: written, left: [] });
      }),
      { numRuns: 30 },
    );
  });

  it('that are damaged, or lead elsewhere, are left out and named; the rest is kept', () => {
    const entries = [
      view,
      { ...view, id: 'b', name: 'Away', route: '//elsewhere.example/' },
      { ...view, id: 'c', name: 'Script', route: 'javascript:alert(1)' },
      { ...view, id: 'd', name: 'Old page', route: '/no-such-page/' },
      { ...view, name: 'Twice' },
      { ...view, id: 'e', name: '' },
      null,
    ];
    const read = decodeViews(encodeViews('north', entries as SavedView[]));
    if ('error' in read) throw new Error(read.error);
    expect(read.views).toEqual([view]);
    expect(read.left).toHaveLength(6);
    expect(read.left.join(' ')).toMatch(
      /“Away”.*“Script”.*“Old page”.*\/no-such-page\/.*“Twice”.*twice.*number 6.*number 7/,
    );
    for (const wrong of ['', '{', '[]', 'null', '{"format":"caseboard-memo-drafts"}']) {
      expect(decodeViews(wrong)).toEqual({
        error: expect.stringMatching(/^The file is not a file of saved views.*\.$/),
      });
    }
    expect(decodeViews('{"format":"caseboard-views","schema_version":2}')).toEqual({
      error: 'The views were saved in format 2; this Caseboard reads format 1.',
    });
  });

  it('are described from what their address says', () => {
    const dataset = exampleDataset();
    const region = dataset.scopes.regions[0];
    const words = viewInWords({ route: '/population/', search: `?region=${region?.id}&period=2026Q2&sex=M` }, dataset);
    expect(words).toMatchObject({ page: 'Population', place: region?.name, period: 'FY 2026 Q2', notes: [] });
    expect(words.filters).toMatch(/^Sex: /);
    expect(suggestedName(words)).toMatch(new RegExp(`^Population, ${region?.name}, FY 2026 Q2, Sex`));
    expect(viewInWords({ route: '/', search: '?facility=GONE' }, dataset).notes).toHaveLength(1);
  });
});
