import { describe, expect, it } from 'vitest';
import { exampleDataset } from '../export/fixture.ts';
import { contents } from './contents.ts';
import { lastingSearch, latestSearch } from './lasting-link.ts';
import { offersPicker } from './page.ts';
import { parseView } from './view.ts';

const dataset = exampleDataset();
/** An export of a later quarter, with which the same link is opened again. */
const later = { ...dataset, default_period: '2030Q1', as_of: '2030-03-31' };
const viewOf = (search: string, of = dataset) => parseView(new URLSearchParams(search), of).view;
const dated = contents.filter((page) => offersPicker(page, 'period'));

describe('a link that was copied', () => {
  it.each(['', '?period=L12M', '?compare=none&sex=F', '?period=2026-04&measure=timeliness'])(
    'of “%s” shows after a later export what was seen',
    (search) => {
      expect(dated.length).toBeGreaterThan(10);
      for (const page of dated) {
        const seen = viewOf(search);
        const again = viewOf(lastingSearch(page, seen, search), later);
        expect([again.period.from, again.period.to]).toEqual([seen.period.from, seen.period.to]);
        if (offersPicker(page, 'comparison')) expect(again.compare).toBe(seen.compare);
        expect([again.filters, again.pageParams]).toEqual([seen.filters, seen.pageParams]);
      }
    },
  );

  it('for the latest period shows the period of the later export', () => {
    const [page] = dated;
    const again = viewOf(latestSearch(page!, viewOf('?period=2026-04&sex=F'), '?period=2026-04&sex=F'), later);
    expect(again.period.id).toBe('2030Q1');
    expect(again.filters).toEqual({ sex: ['F'] });
  });

  it('of a page without a period is left as it is', () => {
    const [page] = contents.filter((each) => !offersPicker(each, 'period') && !offersPicker(each, 'comparison'));
    expect(lastingSearch(page!, viewOf('?facility=F1'), '?facility=F1')).toBe('?facility=F1');
  });
});
