import { describe, expect, it } from 'vitest';
import { contents } from '$lib/pages/contents.ts';
import { exampleDataset } from '$lib/export/fixture.ts';
import { population } from '$lib/pages/population.ts';
import { defaultView } from '$lib/pages/view.ts';
import { entryGroups, matchingGroups } from './palette-entries.ts';

const dataset = exampleDataset();
const view = { ...defaultView(dataset, { kind: 'facility', id: 'F1' }), filters: { sex: ['M'] } };
const groups = entryGroups({
  view,
  here: population,
  saved: [{ id: 'a', name: 'Morning', route: '/worklist/', search: '?region=R1', saved: '2026-07-02T08:00:00.000Z' }],
  actions: [{ id: 'action print', label: 'Print this page' }],
});
const found = (query: string) =>
  matchingGroups(groups, query).flatMap(({ label, entries }) => entries.map((entry) => `${label}: ${entry.label}`));
const pathOf = (id: string) => groups.flatMap(({ entries }) => entries).find((entry) => entry.id === id)?.path;

describe('the list of everything', () => {
  it('begins with pages, saved views and actions, and finds the rest by name', () => {
    expect(matchingGroups(groups, '').map(({ label }) => label)).toEqual(['Pages', 'Saved views', 'Actions']);
    expect(found('popul')[0]).toBe('Pages: Population');
    expect(found('institution F2')).toEqual(['Places: Institution F2']);
    expect(found('MORN')).toEqual(['Saved views: Morning']);
    expect(found('average daily')[0]).toBe('Measures: Average daily population');
    expect(found('qwertz')).toEqual([]);
    expect(found('institution  F2 ')).toEqual(['Places: Institution F2']);
  });

  it('finds every page by its title, and by what readers call it who do not know that', () => {
    for (const { id, title } of contents) {
      const [pages] = matchingGroups(groups, title).filter(({ label }) => label === 'Pages');
      expect(pages?.entries[0]?.id, title).toBe(`page ${id}`);
    }
    const pagesFor = (word: string) =>
      matchingGroups(groups, word)
        .find(({ label }) => label === 'Pages')
        ?.entries.map(({ label }) => label);
    expect(found('forecast')[0]).toBe('Pages: Projection');
    expect(found('recidivism')[0]).toBe('Pages: Return after release');
    expect(found('packet')[0]).toBe('Pages: Regional packet');
    expect(pagesFor('timeliness')).toEqual(['Worklist', 'Case managers', 'Case manager']);
    expect(found('timeliness').some((entry) => entry.startsWith('Measures: '))).toBe(true);
    expect(pagesFor('pseudonym')).toEqual(['Help']);
  });

  it('begins without the pages that are reached from another', () => {
    const [pages] = matchingGroups(groups, '');
    const listed = contents.filter((page) => !('under' in page));
    expect(pages?.entries.map(({ label }) => label)).toEqual(listed.map(({ title }) => title));
  });

  it('keeps period and filters, and the page where it can speak of the place', () => {
    expect(pathOf('place facility=F2')).toBe('/population/?facility=F2&sex=M');
    expect(pathOf('place agency')).toBe('/population/?sex=M');
    expect(pathOf('page worklist')).toBe('/worklist/?facility=F1&sex=M');
    expect(pathOf('view a')).toBe('/worklist/?region=R1');
    const unscoped = entryGroups({ view, here: undefined, saved: [], actions: [] });
    const places = unscoped.find(({ label }) => label === 'Places')?.entries ?? [];
    expect(places.find(({ id }) => id === 'place region=R2')?.path).toBe('/?region=R2&sex=M');
  });

  it('lists the case managers of the place only', () => {
    const staff = (scope: Parameters<typeof defaultView>[1]) =>
      entryGroups({ view: defaultView(dataset, scope), here: undefined, saved: [], actions: [] })
        .find(({ label }) => label === 'Case managers')
        ?.entries.map(({ id }) => id.replace('staff ', '')) ?? [];
    const at = (facility: string) =>
      dataset.scopes.staff.filter(({ facility_id }) => facility_id === facility).map(({ id }) => id);
    expect(staff({ kind: 'agency' })).toEqual(dataset.scopes.staff.map(({ id }) => id));
    expect(staff({ kind: 'facility', id: 'F1' })).toEqual(at('F1'));
    expect(staff({ kind: 'region', id: 'R1' })).toEqual(at('F1'));
  });
});
