import type { Manifest } from '../export/manifest.ts';
import type { MartPart } from '../engine/engine.ts';
import { onActionOf, panelOf, panelRequest, type Page, type Panel } from '../pages/page.ts';
import { formatView, viewOn, type ChosenView } from '../pages/view.ts';
import type { Request } from '../questions/question.ts';
import { agencyScope, facilitiesOf, parentScope, type Scope } from '../questions/scope.ts';

/** A figure as the console takes it up. */
export interface LinkedFigure {
  page: Page;
  panel: Panel;
  request: Request;
  /** Path and query string of the page it is drawn on, below the site's base. */
  href: string;
}

const separator = '.';

/** The query string under which the console shows the SQL of a figure: the figure and its view, never the text. */
export function figureSearch(page: string, panel: string, view: ChosenView): string {
  return formatView(view, { figure: `${page}${separator}${panel}`, ...ownOf(view) });
}

/** The page's own parameters, without those of the console. */
function ownOf({ pageParams: own }: ChosenView): Record<string, string> {
  return Object.fromEntries(Object.entries(own).filter(([name]) => name !== 'figure' && name !== 'sql'));
}

/** The figure a link names; a sentence where it names none of this site, or one that says nothing for the view. */
export function linkedFigure(text: string, view: ChosenView, pages: readonly Page[]): LinkedFigure | { error: string } {
  const at = text.indexOf(separator);
  const named = text.slice(0, at);
  const page = pages.find(({ id }) => id === named || onActionOf(id) === named);
  const panel = page && panelOf({ panels: page.id === named ? page.panels : page.onAction }, text.slice(at + 1));
  if (!page || !panel) return { error: `The link names a figure “${text}” that this site does not have.` };
  const request = panelRequest(panel, viewOn(page, view));
  if (!request) return { error: `The figure “${panel.key}” of ${page.title} says nothing for this place and period.` };
  return { page, panel, request, href: `${page.route}${formatView(view, ownOf(view))}` };
}

/**
 * The smallest place the console offers whose rows hold all the parts a figure needs: an institution, a region, or the
 * agency.
 */
export function placeFor(parts: readonly MartPart[], scope: Scope, dataset: Pick<Manifest, 'scopes'>): Scope {
  const needed = new Set(parts.map(({ part }) => part).filter((part) => part !== 'agency'));
  for (let place: Scope | null = scope; place; place = parentScope(place, dataset)) {
    if (place.kind !== 'facility' && place.kind !== 'region') continue;
    const held = facilitiesOf(place, dataset);
    if ([...needed].every((part) => held.includes(part))) return place;
  }
  return agencyScope;
}
