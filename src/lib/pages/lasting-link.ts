import { rangePeriod } from '../calendar/period.ts';
import { offersPicker, type PageEntry } from './page.ts';
import { queryText, type ChosenView } from './view.ts';

/**
 * The query string of a page with its period and comparison written out: opened after a later export, it shows what was
 * seen. “The last twelve months” become those days, for they would move on.
 * @param search of the address, with everything else the reader chose
 */
export function lastingSearch(page: PageEntry, view: ChosenView, search: string): string {
  const lasting = new URLSearchParams(search);
  if (offersPicker(page, 'period')) {
    const { kind, from, to, id } = view.period;
    lasting.set('period', kind === 'last-12-months' ? rangePeriod(from, to).id : id);
  }
  if (offersPicker(page, 'comparison')) lasting.set('compare', view.compare);
  return queryText(lasting);
}

/** The same without a period: whoever opens it sees the latest there is. */
export function latestSearch(page: PageEntry, view: ChosenView, search: string): string {
  const latest = new URLSearchParams(lastingSearch(page, view, search));
  latest.delete('period');
  return queryText(latest);
}
