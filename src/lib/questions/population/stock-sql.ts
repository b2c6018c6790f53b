import { ascending } from 'd3-array';
import { addDays, addMonths, daysBetween, firstOfMonth, type IsoDate } from '../../calendar/date.ts';
import { effectiveEnd } from '../../calendar/period.ts';
import type { FacilityScope } from '../../export/manifest.ts';
import type { MartPart, RawRow } from '../../engine/engine.ts';
import { monthDimensions, populationDimensions, valueOrders, type DimensionId } from '../dimensions.ts';
import type { Request } from '../question.ts';
import { facilitiesOf } from '../scope.ts';

/** Part that holds the rows of no recorded institution. */
export const unrecordedPart = 'unrecorded';

/** Groupings every population figure offers. */
export const populationGroups = [
  'region_id',
  'facility_id',
  'unit_id',
  ...populationDimensions,
] as const satisfies readonly DimensionId[];

export function agencyPart(mart: string): MartPart[] {
  return [{ mart, part: 'agency' }];
}

/** The institution files a request needs; at least one, so that the mart is there for a region without institutions. */
export function facilityParts(mart: string, request: Request): MartPart[] {
  const parts = facilitiesOf(request.scope, request.dataset).map((part) => ({ mart, part }));
  const unrecorded = request.scope.kind === 'agency' || parts.length === 0;
  return unrecorded ? [...parts, { mart, part: unrecordedPart }] : parts;
}

/** The finest place a request speaks of: it decides which marts can answer and which moves count as flows. */
export function finestPlace(request: Request): 'agency' | 'region' | 'facility' | 'unit' {
  if (request.by === 'unit_id' || request.scope.kind === 'unit' || request.each === 'unit_id') return 'unit';
  if (request.by === 'facility_id' || request.scope.kind === 'facility') return 'facility';
  if (request.by === 'region_id' || request.scope.kind === 'region') return 'region';
  return 'agency';
}

export function isFiltered(request: Request): boolean {
  return Object.values(request.filters).some((values) => values !== undefined);
}

/** Whether a grouped or filter needs more than whole institutions. */
export function needsCharacteristics(request: Request): boolean {
  const whole: (DimensionId | null)[] = [null, 'region_id', 'facility_id'];
  return isFiltered(request) || !whole.includes(request.by) || finestPlace(request) === 'unit';
}

/** What a request groups and filters by. */
export function askedOf({ by, filters }: Request): DimensionId[] {
  const filtered = Object.entries(filters).filter(([, values]) => values !== undefined);
  return [...(by === null ? [] : [by]), ...filtered.map(([id]) => id as DimensionId)];
}

/** Whether a request is by age, or by race and ethnicity, which only days and institutions' own files tell. */
export function needsDays(request: Request): boolean {
  const told: readonly string[] = monthDimensions;
  return askedOf(request).some((id) => (populationDimensions as readonly string[]).includes(id) && !told.includes(id));
}

/** The marts that tell the population of stays, by month or by day. */
interface PopulationMarts<Name extends string> {
  /** By institution, without characteristics. */
  readonly plain: Name;
  /** With characteristics, in one file for all; by region, or by institution where that is small enough. */
  readonly wide: Name;
  readonly tellsInstitutions: boolean;
  /** With characteristics and unit, in a file for each institution. */
  readonly own: Name;
}

const byMonth = {
  wide: 'population_month',
  tellsInstitutions: true,
  plain: 'facility_month',
  own: 'population_month_facility',
} as const;

const byDay = {
  wide: 'population_change_region',
  tellsInstitutions: false,
  plain: 'population_day',
  own: 'population_change',
} as const;

/** The smallest that knows every column asked for: an institution reads its own file, several are read from one. */
function martFor<Name extends string>(request: Request, marts: PopulationMarts<Name>): Name {
  const finest = finestPlace(request);
  if (finest !== 'unit' && !needsCharacteristics(request)) return marts.plain;
  if (needsDays(request)) return marts.own;
  const several = request.scope.kind === 'agency' || request.scope.kind === 'region';
  const together = finest === 'facility' ? several && marts.tellsInstitutions : finest !== 'unit';
  return together ? marts.wide : marts.own;
}

/** The mart that tells the population of a request by month, and by day. */
export const populationByMonth = (request: Request) =>
  needsDays(request) ? populationByDay(request) : martFor(request, byMonth);
export const populationByDay = (request: Request) => martFor(request, byDay);

/** The files of such a mart that a request needs. */
export function populationParts(mart: string, request: Request): MartPart[] {
  return mart === byMonth.own || mart === byDay.own ? facilityParts(mart, request) : agencyPart(mart);
}

/** The days of a period that the data cover. */
export interface Window {
  from: IsoDate;
  /** Exclusive. */
  to: IsoDate;
  days: number;
}

/** The part of the request's period inside the history; empty (`days` 0) when they do not meet. */
export function coveredWindow(request: Request): Window {
  const { period, dataset } = request;
  const to = effectiveEnd(period, dataset.as_of);
  const from = dataset.history_from !== null && dataset.history_from > period.from ? dataset.history_from : period.from;
  const days = from < to ? daysBetween(from, to) : 0;
  return { from, to, days };
}

/** Whether monthly marts hold exactly the days of the window. */
export function isWholeMonths(window: Window, request: Request): boolean {
  const { as_of, history_from } = request.dataset;
  const startsWhole = window.from === firstOfMonth(window.from) || window.from === history_from;
  return startsWhole && (window.to === firstOfMonth(window.to) || window.to === addDays(as_of, 1));
}

/**
 * The months that begin in a window, for marts that tell months in place of days: the history's first month and the
 * last one of the data may be parts of one. Empty (`days` 0) where none begins.
 */
export function monthsBegunIn({ from, to }: Window, { dataset }: Pick<Request, 'dataset'>): Window {
  const end = addDays(dataset.as_of, 1);
  const next = (day: IsoDate) => (day === firstOfMonth(day) ? day : addMonths(firstOfMonth(day), 1));
  const first = from === dataset.history_from ? from : next(from);
  const last = to === end || next(to) > end ? end : next(to);
  return { from: first, to: last, days: first < last ? daysBetween(first, last) : 0 };
}

export type CapacityKind = 'rated' | 'operational' | 'design';

/**
 * Capacity of the institutions a group stands for, by `capacity[kind]`; null where one of the open institutions has
 * none recorded, where the group is not made of whole institutions, or where people are filtered: beds are for
 * everybody.
 * @param on day on which the institutions must be open
 */
export function capacityOf(kind: CapacityKind, request: Request, group: string | null, on: IsoDate): number | null {
  if (isFiltered(request) || request.scope.kind === 'unit') return null;
  const facilities = facilitiesOfGroup(request, group)?.filter((facility) => isOpen(facility, on));
  if (!facilities || facilities.length === 0) return null;
  let sum = 0;
  for (const facility of facilities) {
    const capacity = facility[`${kind}_capacity`];
    if (capacity === null) return null;
    sum += capacity;
  }
  return sum;
}

function facilitiesOfGroup(request: Request, group: string | null): FacilityScope[] | null {
  const inside = new Set(facilitiesOf(request.scope, request.dataset));
  const facilities = request.dataset.scopes.facilities.filter(({ id }) => inside.has(id));
  switch (request.by) {
    case null:
      return facilities;
    case 'facility_id':
      return facilities.filter(({ id }) => id === group);
    case 'region_id':
      return facilities.filter(({ region_id }) => region_id === group);
    default:
      return null;
  }
}

function isOpen(facility: FacilityScope, on: IsoDate): boolean {
  return (facility.opened_date ?? '') <= on && (facility.closed_date === null || facility.closed_date > on);
}

/** Groups in the order readers expect: custody levels from least to most secure, others by text, "not recorded" last. */
export function compareGroups(
  request: Pick<Request, 'by' | 'dataset'>,
): (a: string | null, b: string | null) => number {
  const ranks = new Map<string, number>();
  const order = request.by === 'custody_level' ? request.dataset.custody_levels : request.by && valueOrders[request.by];
  order?.forEach((value, index) => ranks.set(value, index));
  const rank = (value: string) => ranks.get(value) ?? ranks.size;
  return (a, b) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return rank(a) - rank(b) || ascending(a, b);
  };
}

/** The groups of an answer, in order. */
export function groupsOf(groups: Iterable<string | null>, request: Request): (string | null)[] {
  return [...new Set(groups)].sort(compareGroups(request));
}

/** Key of one cell of an answer: a text of the source that says "null" is not the missing value. */
export function cellKey(...parts: (RawRow[string] | undefined)[]): string {
  return JSON.stringify(parts);
}
