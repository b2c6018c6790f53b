import { describeSeries } from '../analysis/comparison-wording.ts';
import {
  monthly,
  rateLimits,
  shareLimits,
  valueLimits,
  type ProcessLimits,
  type Stretch,
} from '../analysis/process-limits.ts';
import { addDays, formatMonth, type IsoDate } from '../calendar/date.ts';
import { median } from '../projection/season.ts';
import { fiscalYearOf, periodLabel, quarterOf, type CalendarSettings, type Period } from '../calendar/period.ts';
import { axisDomain, type AxisDomain } from '../ui/charts/scale.ts';
import { calendarOf } from '../export/calendar.ts';
import type { Annotation, Manifest } from '../export/manifest.ts';
import type { FigureRow } from '../measures/measure-figure.ts';
import { placesIn, type Place } from '../measures/places.ts';
import type { PlaceColumn } from '../measures/request.ts';
import type { Grain } from '../measures/grain.ts';
import { readSeries, type SeriesPoint } from '../measures/series.ts';
import type { FigureSpec } from '../measures/figure.ts';
import { trendMonths } from '../pages/trends.ts';
import { facilitiesOf, type Scope } from '../questions/scope.ts';
import { changeOf, judgedChanges, type JudgedChange } from './trend-change.ts';

/** One place of the small multiples. */
export interface Multiple extends Place {
  readonly points: readonly SeriesPoint[];
  /** What is drawn: null where there is no figure, or the place was not open. */
  readonly values: readonly (number | null)[];
  /** Median of the places it is seen among, point by point; null where fewer than three have a figure. */
  readonly median: readonly (number | null)[];
  /** Limits of usual variation of its own points. */
  readonly limits: ProcessLimits;
  /** Points beyond their limits, by index. */
  readonly beyond: readonly number[];
  /** What the limits say, in words. */
  readonly words: string;
  /** The last year against the year before. */
  readonly change: JudgedChange;
  /** Happenings at the place or everywhere within the months shown, and the point each lies in. */
  readonly marks: readonly (Happening & { at: number })[];
}

/** Something that happened, numbered as it is drawn. */
export interface Happening extends Annotation {
  readonly number: number;
}

export interface Trends {
  readonly multiples: readonly Multiple[];
  readonly axis: AxisDomain;
  readonly labels: readonly string[];
  readonly happenings: readonly Happening[];
  /** What the grey line is, or why there is none. */
  readonly medianWords: string;
  readonly notes: readonly string[];
}

export interface TrendsOf {
  spec: FigureSpec;
  by: PlaceColumn;
  grain: Grain;
  scope: Scope;
  /** The months asked for. */
  span: Period;
  dataset: Manifest;
}

/** Fewest places whose middle is worth a line of its own. */
const minForMedian = 3;

export function trendsOf(rows: readonly FigureRow[], asked: TrendsOf): Trends {
  const { spec, by, grain, scope, span, dataset } = asked;
  const calendar = calendarOf(dataset);
  const context = { minimum: dataset.settings.minimum_for_rate, calendar, historyFrom: dataset.history_from };
  const months = trendMonths(span);
  const ofPlace = rowsByGroup(rows);
  const all = placesIn(by, scope, rows, span, dataset).map((place) => {
    const points = readSeries(spec, ofPlace.get(place.id) ?? [], place.id, { months, grain }, context);
    const values = points.map(({ period, figure }) => (isOpen(place.id, by, period, dataset) ? figure.value : null));
    return { place, points, values, region: regionOf(place.id, by, dataset) };
  });
  const shown = all.filter(
    ({ place, points }) => ofPlace.has(place.id) && points.some(({ figure }) => !figure.missing),
  );
  const medians = new Map<string | null, (number | null)[]>();
  for (const { region } of shown) {
    if (medians.has(region)) continue;
    const beside = shown.filter((other) => other.region === region);
    const points = beside[0]?.points ?? [];
    medians.set(
      region,
      points.map((_point, index) => medianOf(beside.map(({ values }) => values[index] ?? null))),
    );
  }
  const happenings = happeningsIn(span, scope, dataset);
  const stretch = stretchOf(grain, calendar);
  const limited = shown.map((item) => ({ ...item, limits: limitsOf(spec, item.points, item.values, stretch) }));
  const changes = judgedChanges(
    limited.map((item) => changeOf(spec, { ...item, widening: item.limits.widening }, grain, context)),
  );
  const multiples = limited.map(({ place, points, values, region, limits }, at): Multiple => {
    return {
      ...place,
      points,
      values,
      median: medians.get(region) ?? [],
      limits,
      beyond: points.flatMap((point, index) => (isBeyond(limits, point, values[index] ?? null) ? [index] : [])),
      words: describeSeries(limits),
      change: changes[at]!,
      marks: marksOf(happenings, points, facilityOf(place.id, by, dataset)),
    };
  });
  const drawn = multiples.flatMap(({ values, median }) => [...values, ...median]);
  return {
    multiples,
    axis: axisDomain(drawn, { count: 3, ...(spec.kind === 'share' ? { bounds: [0, 1] as const } : {}) }),
    labels: (shown[0]?.points ?? []).map(({ period }) =>
      grain === 'month' ? formatMonth(period.from) : periodLabel(period, calendar).short,
    ),
    happenings,
    medianWords: medianWords(medians, by, dataset),
    notes: hiddenWords(all.length - shown.length),
  };
}

function rowsByGroup(rows: readonly FigureRow[]): Map<string, FigureRow[]> {
  const found = new Map<string, FigureRow[]>();
  for (const row of rows) {
    if (typeof row['group'] !== 'string') continue;
    const known = found.get(row['group']);
    if (known) known.push(row);
    else found.set(row['group'], [row]);
  }
  return found;
}

/** Whether a place was open on some day of a period: that nobody is held in a closed one is no figure of it. */
function isOpen(id: string, by: PlaceColumn, period: Period, dataset: Manifest): boolean {
  const at = facilityOf(id, by, dataset);
  const facility = dataset.scopes.facilities.find((candidate) => candidate.id === at);
  if (!facility) return true;
  const { opened_date: opened, closed_date: closed } = facility;
  return (opened === null || opened < period.to) && (closed === null || closed > period.from);
}

function facilityOf(id: string, by: PlaceColumn, { scopes }: Pick<Manifest, 'scopes'>): string | null {
  if (by === 'facility_id') return id;
  return by === 'unit_id' ? (scopes.units.find((unit) => unit.id === id)?.facility_id ?? null) : null;
}

/** The region an institution or unit is seen in; regions are seen among all. */
function regionOf(id: string, by: PlaceColumn, dataset: Manifest): string | null {
  const at = facilityOf(id, by, dataset);
  return dataset.scopes.facilities.find((facility) => facility.id === at)?.region_id ?? null;
}

/** The middle value; null where there are fewer than three. */
export function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < minForMedian ? null : median(known);
}

/** What a point is, for its limits. Of fiscal years few are on record: limits of six are as wide as six make them. */
function stretchOf(grain: Grain, calendar: CalendarSettings): Stretch {
  if (grain === 'month') return monthly;
  return grain === 'quarter'
    ? {
        months: 3,
        one: 'quarter',
        many: 'quarters',
        minimum: 12,
        name: (from) => periodLabel(quarterOf(from, calendar), calendar).short,
      }
    : {
        months: 12,
        one: 'fiscal year',
        many: 'fiscal years',
        minimum: 6,
        name: (from) => periodLabel(fiscalYearOf(from, calendar), calendar).short,
      };
}

function limitsOf(
  spec: FigureSpec,
  points: readonly SeriesPoint[],
  values: readonly (number | null)[],
  stretch: Stretch,
): ProcessLimits {
  // Counts have limits of their own in every month; what is no count has those of its months.
  if (spec.kind === 'share') {
    return shareLimits(
      points.map(({ period, figure: { n, d }, partial }) => ({
        month: period.from,
        counts: n === null || d === null ? null : { onTime: n, due: d },
        partial,
      })),
      stretch,
    );
  }
  if (spec.kind === 'rate') {
    return rateLimits(
      points.map(({ period, figure: { n, d }, partial }) => ({
        month: period.from,
        counts: n === null || d === null ? null : { events: n, exposure: d },
        partial,
      })),
      100,
      stretch,
    );
  }
  return valueLimits(
    points.map(({ period, partial }, index) => ({ month: period.from, value: values[index] ?? null, partial })),
    stretch,
  );
}

function isBeyond(limits: ProcessLimits, { period, partial }: SeriesPoint, value: number | null): boolean {
  const at = limits.months.find(({ month }) => month === period.from);
  if (!at || partial || value === null || at.lower === null || at.upper === null) return false;
  return value < at.lower || value > at.upper;
}

/** What the source says happened, and institutions that opened or closed, within the months, oldest first. */
function happeningsIn(span: Period, scope: Scope, dataset: Manifest): Happening[] {
  const inside = new Set(facilitiesOf(scope, dataset));
  const known: Annotation[] = [
    ...(dataset.annotations ?? []),
    ...dataset.scopes.facilities.flatMap(({ id, name, opened_date: opened, closed_date: closed }) => [
      ...(opened === null ? [] : [{ date: opened, text: `${name} opened.`, facility_id: id }]),
      ...(closed === null ? [] : [{ date: closed, text: `${name} closed.`, facility_id: id }]),
    ]),
  ];
  return known
    .filter(({ date, facility_id: at }) => date >= span.from && date < span.to && (at === null || inside.has(at)))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map((annotation, index) => ({ ...annotation, number: index + 1 }));
}

function marksOf(happenings: readonly Happening[], points: readonly SeriesPoint[], facility: string | null) {
  return happenings.flatMap((happening) => {
    if (happening.facility_id !== null && happening.facility_id !== facility) return [];
    const at = points.findIndex(({ period }) => period.from <= happening.date && happening.date < period.to);
    return at < 0 ? [] : [{ ...happening, at }];
  });
}

function medianWords(
  medians: ReadonlyMap<string | null, readonly (number | null)[]>,
  by: PlaceColumn,
  { scopes }: Pick<Manifest, 'scopes'>,
): string {
  const some = [...medians.values()].some((values) => values.some((value) => value !== null));
  if (!some) return `No median: fewer than ${minForMedian} places have a figure in any one stretch.`;
  if (by === 'region_id') return 'Grey, dashed: median of the regions.';
  const kind = by === 'unit_id' ? 'units' : 'institutions';
  const none = [...medians].filter(([, values]) => values.every((value) => value === null)).map(([region]) => region);
  const names = none.map((region) => scopes.regions.find(({ id }) => id === region)?.name ?? 'no region');
  const without =
    names.length > 0
      ? ` Without one: ${names.join(', ')}, where fewer than ${minForMedian} ${kind} have a figure.`
      : '';
  return `Grey, dashed: median of the ${kind} shown of the same region.${without}`;
}

function hiddenWords(hidden: number): string[] {
  if (hidden === 0) return [];
  const [places, are] = hidden === 1 ? ['place has', 'is'] : ['places have', 'are'];
  return [`${hidden} ${places} nothing recorded for it in this time and ${are} not drawn.`];
}

/** The last point of a multiple in words: '87 % (41 of 47), Jun 2026'. */
export function lastWords({ points, values }: Pick<Multiple, 'points' | 'values'>, labels: readonly string[]): string {
  const at = values.findLastIndex((value) => value !== null);
  const point = points[at];
  if (!point) return 'too few for a rate in every month';
  return `${point.figure.text}, ${labels[at] ?? ''}${point.partial ? ' (to date)' : ''}`;
}

/** One row of the table and the CSV: a place at a point. */
export interface TrendRow {
  place: string;
  id: string;
  period: string;
  from: IsoDate;
  to: IsoDate;
  n: number | null;
  d: number | null;
  value: number | null;
  lower: number | null;
  upper: number | null;
  median: number | null;
}

export function trendRows({ multiples, labels }: Trends): TrendRow[] {
  return multiples.flatMap(({ id, name, points, values, median, limits }) =>
    points.map(({ period, figure }, index) => {
      const at = limits.months.find(({ month }) => month === period.from);
      return {
        place: name,
        id,
        period: labels[index] ?? '',
        from: period.from,
        to: addDays(period.to, -1),
        n: figure.n,
        d: figure.d,
        value: values[index] ?? null,
        lower: at?.lower ?? null,
        upper: at?.upper ?? null,
        median: median[index] ?? null,
      };
    }),
  );
}
