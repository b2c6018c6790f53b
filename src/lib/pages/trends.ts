import { addMonths, firstOfMonth, monthsBetween, type IsoDate } from '../calendar/date.ts';
import { effectiveEnd, fiscalYearOf, quarterOf, rangePeriod, type Period } from '../calendar/period.ts';
import { calendarOf } from '../export/calendar.ts';
import { monthsQuestion, monthsRequest, placesOf, type PlaceColumn } from '../measures/request.ts';
import { grainsOf, type Grain } from '../measures/grain.ts';
import { figureOf, figures } from '../measures/figures.ts';
import type { MeasureId } from '../measures/measures.ts';
import type { Scope } from '../questions/scope.ts';
import { entries } from './contents.ts';
import { chosenMeasure, chosenOf, type Chosen } from './page-params.ts';
import { page, type View } from './page.ts';

export const trendPlaces = { region: 'region_id', institution: 'facility_id', unit: 'unit_id' } as const;
export type TrendPlace = keyof typeof trendPlaces;

/** Months looked back on for points of each length: two years of months, six of quarters, ten fiscal years. */
const spans: Readonly<Record<Grain, number>> = { month: 24, quarter: 72, year: 120 };

const firstMeasure = 'timeliness';

export interface TrendChoice {
  readonly measure: Chosen<MeasureId>;
  readonly by: Chosen<TrendPlace>;
  readonly grain: Chosen<Grain>;
}

const offeredIn: Readonly<Record<Scope['kind'], readonly TrendPlace[]>> = {
  agency: ['institution', 'region', 'unit'],
  region: ['institution', 'unit'],
  facility: ['unit', 'institution'],
  unit: ['unit'],
  staff: [],
};

/** Places of a scope that can stand side by side, the one a reader first sees first. */
export function placesOffered(scope: Scope, measure: string): readonly TrendPlace[] {
  const spec = figureOf(measure);
  const told: readonly PlaceColumn[] = spec ? placesOf(spec) : [];
  return offeredIn[scope.kind].filter((place) => told.includes(trendPlaces[place]));
}

export function trendChoice(view: Pick<View, 'pageParams' | 'scope'>): TrendChoice {
  const measure = chosenMeasure(view, firstMeasure, (spec) => grainsOf(spec).length > 0);
  const offered = placesOffered(view.scope, measure.value);
  const spec = figureOf(measure.value);
  return {
    measure,
    by: chosenOf(view.pageParams, 'by', offered, offered[0] ?? 'institution'),
    grain: chosenOf(view.pageParams, 'grain', spec ? grainsOf(spec) : [], usualGrain(measure.value)),
  };
}

/** The length of a point a reader first sees: a month, where a month of one place holds enough. */
function usualGrain(measure: string): Grain {
  const spec = figureOf(measure);
  return (spec && grainsOf(spec)[0]) ?? 'month';
}

/** Parameters of the link for choices, what a reader first sees left out. */
export function trendOwn(choice: { measure: string; by: string; grain: string }, scope: Scope): Record<string, string> {
  return {
    ...(choice.measure === firstMeasure ? {} : { measure: choice.measure }),
    ...(choice.by === placesOffered(scope, choice.measure)[0] ? {} : { by: choice.by }),
    ...(choice.grain === usualGrain(choice.measure) ? {} : { grain: choice.grain }),
  };
}

/** The months of a trend: up to the end of the period, in whole quarters or fiscal years, no earlier than the history. */
export function trendSpan(view: Pick<View, 'period' | 'dataset'>, grain: Grain): Period {
  const end = effectiveEnd(view.period, view.dataset.as_of);
  const to = firstOfMonth(end) === end ? end : addMonths(firstOfMonth(end), 1);
  const calendar = calendarOf(view.dataset);
  const back = addMonths(to, -spans[grain]);
  const starts = {
    month: () => back,
    quarter: () => quarterOf(back, calendar).from,
    year: () => fiscalYearOf(back, calendar).from,
  };
  const whole = starts[grain]();
  const history = view.dataset.history_from;
  const from = history !== null && firstOfMonth(history) > whole ? firstOfMonth(history) : whole;
  return rangePeriod(from < to ? from : addMonths(to, -1), to);
}

export function trendMonths({ from, to }: Pick<Period, 'from' | 'to'>): IsoDate[] {
  return monthsBetween(from, to);
}

export const trends = page({
  ...entries.trends,
  answered: ['agency', 'region'],
  ahead(view) {
    const { measure, by, grain } = trendChoice(view);
    return figures
      .filter(([id, spec]) => id !== measure.value && grainsOf(spec).includes(grain.value))
      .map(([id]) => trendOwn({ measure: id, by: by.value, grain: grain.value }, view.scope));
  },
  panels: {
    series: {
      measure: firstMeasure,
      question: 'casework/timeliness-monthly',
      chosen(view) {
        const { measure } = trendChoice(view);
        const spec = figureOf(measure.value);
        return spec ? { measure: measure.value, question: monthsQuestion(spec) } : null;
      },
      request(view) {
        const { measure, by, grain } = trendChoice(view);
        const spec = figureOf(measure.value);
        const asked = spec && monthsRequest(spec);
        if (!asked) return null;
        return { period: trendSpan(view, grain.value), by: trendPlaces[by.value], ...asked };
      },
    },
  },
});
