import { data } from './about.ts';
import { caseManager, caseManagers, casePage, worklist } from './casework.ts';
import { compare } from './compare.ts';
import { contents } from './contents.ts';
import { coordinator } from './coordinator.ts';
import { programPage, programsPage, recidivismPage } from './outcomes.ts';
import { overview } from './overview.ts';
import { page, panelsOf, type Page } from './page.ts';
import { population } from './population.ts';
import { projection } from './projection.ts';
import { regions } from './regions.ts';
import { rowsPage } from './rows.ts';
import { trends } from './trends.ts';

/** The pages that draw figures of their own. */
const drawn: readonly Page[] = [
  overview,
  population,
  projection,
  worklist,
  caseManagers,
  caseManager,
  casePage,
  rowsPage,
  coordinator,
  recidivismPage,
  programsPage,
  programPage,
  regions,
  trends,
  compare,
  data,
];

/** Every page with its figures, in the order of the navigation: for the export, the tests, and what lists figures. */
export const pages: readonly Page[] = contents.map(
  (entry) => drawn.find(({ id }) => id === entry.id) ?? page({ ...entry, panels: {} }),
);

/** Pages on which a measure is drawn. */
export function pagesUsing(measure: string): Page[] {
  return pages.filter((each) => panelsOf(each).some((panel) => panel.measure === measure));
}
