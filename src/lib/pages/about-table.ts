import { formatDate } from '../calendar/date.ts';
import { periodLabel } from '../calendar/period.ts';
import { calendarOf } from '../export/calendar.ts';
import { scopeName } from '../questions/scope.ts';
import type { About, AboutOptions, Fact } from '../ui/download/about.ts';
import { filterWords } from './pickers.ts';
import type { ChosenView } from './view.ts';

/** The facts of a figure or table on a page about a place; `view` is null where a page is about no place. */
export function aboutTable(
  view: ChosenView | null,
  dataset: ChosenView['dataset'],
  { title, shows, definition, version }: AboutOptions,
): About {
  const facts: (Fact | null)[] = [
    shows ? { name: 'Shows', text: shows } : null,
    view && { name: 'Place', text: scopeName(view.scope, dataset) },
    view && { name: 'Period chosen', text: periodLabel(view.period, calendarOf(dataset)).full },
    view && { name: 'Filters', text: filterWords(view).join('; ') || 'none' },
    definition ? { name: 'Definition', text: definition } : null,
    { name: 'Data as of', text: formatDate(dataset.as_of) },
    { name: 'Data version', text: version ?? dataset.version },
    { name: 'Source', text: [dataset.source.agency_name, dataset.source.marking].filter(Boolean).join('. ') },
  ];
  return { title, facts: facts.filter((fact) => fact !== null) };
}
