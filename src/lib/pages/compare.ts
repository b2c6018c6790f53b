import { parsePeriod, type Period } from '../calendar/period.ts';
import { samePeriodLastYear } from '../calendar/period-steps.ts';
import { calendarOf } from '../export/calendar.ts';
import type { FigureSpec } from '../measures/figure.ts';
import { canSpeakOf, figureRequest } from '../measures/request.ts';
import { comparedBesides, figureOf, matrixColumns, type MatrixColumn, type ShownMeasure } from '../measures/figures.ts';
import { formatScope, parseScope, type Scope } from '../questions/scope.ts';
import { entries } from './contents.ts';
import type { Chosen } from './page-params.ts';
import { page, type PanelDefinition, type View } from './page.ts';

export interface ComparedMeasure extends ShownMeasure {
  readonly section: MatrixColumn['section'] | 'Coordinator and staff';
}

/** The measures set side by side: those of the matrix, and what a coordinator answers for. */
export const comparedMeasures: readonly ComparedMeasure[] = [
  ...matrixColumns,
  ...comparedBesides.map(({ measure, label }) => ({ measure, label, section: 'Coordinator and staff' as const })),
];

export const comparedSections = [...new Set(comparedMeasures.map(({ section }) => section))];

/** One of the two sides. */
export interface Side {
  readonly scope: Scope;
  readonly period: Period;
}

/**
 * The other side, as a link names it (`with`, `with-period`). Another place alone is seen in the same period; without
 * either it is the same place in the period compared with, or the same period a year before.
 */
export function otherSide(
  view: Pick<View, 'scope' | 'period' | 'comparison' | 'pageParams' | 'dataset'>,
): Chosen<Side> {
  const { pageParams, dataset } = view;
  const notes: string[] = [];
  let scope: Scope | null = null;
  let period: Period | null = null;
  if (pageParams['with'] !== undefined) {
    const read = parseScope(pageParams['with'], dataset);
    if ('error' in read) notes.push(`${read.error} The link’s other place was ignored.`);
    else if (read.kind === 'staff') notes.push('Case managers are not set side by side; the link’s was ignored.');
    else scope = read;
  }
  if (pageParams['with-period'] !== undefined) {
    const read = parsePeriod(pageParams['with-period'], calendarOf(dataset));
    if ('error' in read) notes.push(`${read.error} The link’s other period was ignored.`);
    else period = read;
  }
  const same = scope === null || formatScope(scope) === formatScope(view.scope);
  return {
    value: {
      scope: scope ?? view.scope,
      period: period ?? (same ? (view.comparison ?? samePeriodLastYear(view.period)) : view.period),
    },
    note: notes.length === 0 ? null : notes.join(' '),
  };
}

/** Parameters of the link for the other side, what follows from the first left out. */
export function otherOwn(
  side: Side,
  view: Pick<View, 'scope' | 'period' | 'comparison' | 'dataset'>,
): Record<string, string> {
  const same = formatScope(side.scope) === formatScope(view.scope);
  const own: Record<string, string> = same ? {} : { with: formatScope(side.scope) };
  const implied = otherSide({ ...view, pageParams: own }).value.period;
  return implied.id === side.period.id ? own : { ...own, 'with-period': side.period.id };
}

/** Whether both sides would show the same figure: of the same place, and of its own days whatever the period. */
export function isOneFigure({ at }: Pick<FigureSpec, 'at'>, first: Scope, second: Scope): boolean {
  return at !== undefined && formatScope(first) === formatScope(second);
}

function sidesOf({ measure }: ComparedMeasure): [string, PanelDefinition][] {
  const spec = figureOf(measure);
  if (!spec) throw new Error(`${measure} has no single figure`);
  const { question } = spec;
  const asked = figureRequest(spec);
  return [
    [
      `a:${measure}`,
      { measure, question, request: ({ scope, period }) => (canSpeakOf(spec, scope) ? { period, ...asked } : null) },
    ],
    [
      `b:${measure}`,
      {
        measure,
        question,
        request(view) {
          const { scope, period } = otherSide(view).value;
          if (isOneFigure(spec, view.scope, scope)) return null;
          return canSpeakOf(spec, scope) ? { scope, period, ...asked } : null;
        },
      },
    ],
  ];
}

export const compare = page({
  ...entries.compare,
  answered: ['agency'],
  panels: Object.fromEntries(comparedMeasures.flatMap(sidesOf)),
});
