import { addMonths, daysBetween } from '../../src/lib/calendar/date.ts';
import { fiscalYearOf, monthOf, parsePeriod, quarterOf, type Period } from '../../src/lib/calendar/period.ts';
import { calendarOf } from '../../src/lib/export/calendar.ts';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { agencyScope, type Scope } from '../../src/lib/questions/scope.ts';
import { chance } from './chance.ts';

/** Places of every kind, with months, quarters, years, odd ranges, and periods the data cover only in part. */
export function drawn(manifest: Manifest, count: number, seed: number): { scope: Scope; period: Period }[] {
  const random = chance(seed);
  const calendar = calendarOf(manifest);
  const { regions, facilities, units, staff } = manifest.scopes;
  const places = { region: regions, facility: facilities, unit: units, staff };
  const first = manifest.history_from ?? '2018-01-01';
  const span = daysBetween(first, manifest.as_of);
  return Array.from({ length: count }, () => {
    const kind = random.pick(['agency', 'region', 'facility', 'facility', 'unit', 'staff'] as const);
    const scope: Scope = kind === 'agency' ? agencyScope : { kind, id: random.pick<{ id: string }>(places[kind]).id };
    const day = addMonths(first.slice(0, 8) + '01', random.whole(0, Math.floor(span / 31)));
    const made = random.pick(['month', 'quarter', 'quarter', 'year', 'range'] as const);
    if (made === 'month') return { scope, period: monthOf(day) };
    if (made === 'quarter') return { scope, period: quarterOf(day, calendar) };
    if (made === 'year') return { scope, period: fiscalYearOf(day, calendar) };
    const range = parsePeriod(`${day.slice(0, 8)}09..${addMonths(day, 4).slice(0, 8)}21`, calendar);
    if ('error' in range) throw new Error(range.error);
    return { scope, period: range };
  });
}
