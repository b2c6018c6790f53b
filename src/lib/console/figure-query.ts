import { calendarOf } from '../export/calendar.ts';
import type { Manifest } from '../export/manifest.ts';
import { periodLabel } from '../calendar/period.ts';
import { findMeasure } from '../measures/measures.ts';
import { questionOf } from '../questions/index.ts';
import { readableSql } from '../questions/readable-sql.ts';
import { filterWords } from '../pages/pickers.ts';
import { formatScope, scopeName } from '../questions/scope.ts';
import { placeFor, type LinkedFigure } from './figure-link.ts';

/** The queries of a figure, ready for the console. */
export interface FigureQuery {
  /** Label of its measure. */
  measure: string;
  page: string;
  /** Path and query string of the page it is drawn on, below the site's base. */
  href: string;
  /** Place, period and filters, in words. */
  view: string;
  /** In the order they are asked, bound values written out. */
  statements: string[];
  /** What becomes of their rows. */
  remark: string;
  /** Place whose rows they need, as `formatScope` writes it. */
  place: string;
}

/** Loaded only when a link names a figure: it knows every question. */
export function figureQuery({ page, panel, request, href }: LinkedFigure, dataset: Manifest): FigureQuery {
  const question = questionOf(panel.question);
  const statements = question.statements(request).map(readableSql);
  const { scope, period } = request;
  return {
    measure: findMeasure(panel.measure)?.label ?? question.title,
    page: page.title,
    href,
    view: [
      scopeName(scope, dataset),
      periodLabel(period, calendarOf(dataset)).full,
      ...filterWords({ filters: request.filters, dataset }),
    ].join(', '),
    statements,
    remark:
      statements.length > 1
        ? `It is worked out from the rows of ${statements.length} queries, shown one at a time.`
        : 'It is worked out from the rows of this query.',
    place: formatScope(placeFor(question.needs(request), scope, dataset)),
  };
}
