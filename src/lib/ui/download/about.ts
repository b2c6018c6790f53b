import { formatDate } from '../../calendar/date.ts';
import { periodLabel } from '../../calendar/period.ts';
import { calendarOf } from '../../export/calendar.ts';
import type { ChosenView } from '../../pages/view.ts';
import { scopeName } from '../../questions/scope.ts';
import { filterWords } from '../../pages/pickers.ts';

/** What a download says about itself, whatever its format: a file outlives the page it came from. */
export interface About {
  readonly title: string;
  /** Named facts, in the order they are written. */
  readonly facts: readonly Fact[];
}

export interface Fact {
  readonly name: string;
  readonly text: string;
}

export interface AboutOptions {
  title: string;
  /** Measure, population, period: the line under the title. */
  shows?: string | undefined;
  definition?: string | undefined;
  /** Version of the data the rows were counted on; the view's without it. */
  version?: string | null | undefined;
}

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

/** The facts as lines of text, the title first. */
export function aboutLines({ title, facts }: About): string[] {
  return [title, ...facts.map(({ name, text }) => `${name}: ${text}`)];
}
