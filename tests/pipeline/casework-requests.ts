import type { Manifest } from '../../src/lib/export/manifest.ts';
import type { RequestText } from '../../src/lib/questions/read-request.ts';
import type { chance } from './chance.ts';
import { shift, daysFrom, type Place, type Row } from './casework-source.ts';

export interface Asked {
  text: RequestText;
  /** First day, and the day after the last covered one. */
  from: string;
  to: string;
  by: string | null;
  grain: 'month' | null;
  /** Whether a place belongs to what is asked about. */
  inScope(place: Place): boolean;
}

/** Random requests: every kind of scope, whole months and odd days, with and without months, by every grouping. */
export function randomRequests(
  random: ReturnType<typeof chance>,
  manifest: Manifest,
  {
    by,
    count,
    scopes = ['agency', 'region', 'facility', 'unit'],
  }: { by: readonly string[]; count: number; scopes?: readonly string[] },
): Asked[] {
  const { as_of, history_from } = manifest;
  const first = history_from ?? '2018-01-01';
  return Array.from({ length: count }, () => {
    const kind = random.pick(scopes);
    const places = {
      region: manifest.scopes.regions,
      facility: manifest.scopes.facilities,
      unit: manifest.scopes.units,
    };
    const id = kind === 'agency' ? null : random.pick(places[kind as keyof typeof places]).id;
    const start = shift(first, random.whole(-40, daysFrom(first, as_of) - 40));
    const length = random.pick([12, 45, 91, 365, 900]);
    const whole = random.next() < 0.5;
    const from = whole ? `${start.slice(0, 7)}-01` : start;
    const end = shift(from, length);
    const last = whole ? shift(`${end.slice(0, 7)}-01`, -1) : end;
    const until = last < from ? shift(from, 3) : last;
    const group = random.next() < 0.25 ? null : random.pick(by);
    const grain = random.next() < 0.3 ? ('month' as const) : null;
    return {
      text: {
        scope: id === null ? 'agency' : `${kind}=${id}`,
        ...(group === null ? {} : { by: group }),
        values: { from, to: until },
      },
      from,
      to: shift(until < as_of ? until : as_of, 1),
      by: group,
      grain,
      inScope: (place) => id === null || place[`${kind}_id` as keyof Place] === id,
    };
  });
}

/** Something that happened on a day: where, what kind, and how much it adds to each count. */
export interface Event {
  day: string | null;
  place: Place;
  kinds?: Row;
  counts: Record<string, number>;
}

/** What the events of a request add up to, by month and group. */
export function addedUp(events: readonly Event[], asked: Asked, from: string): Map<string, Record<string, number>> {
  const sums = new Map<string, Record<string, number>>();
  for (const { day, place, kinds, counts } of events) {
    if (day === null || day < from || day >= asked.to || !asked.inScope(place)) continue;
    const group = asked.by === null ? null : ({ ...kinds, ...place }[asked.by] ?? null);
    const key = `${asked.grain ? `${day.slice(0, 7)}-01` : null} ${group}`;
    const sum = sums.get(key) ?? {};
    sums.set(key, sum);
    for (const [name, count] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + count;
  }
  return sums;
}

/** Groups in which anything was counted, in order of their key. */
export function anything(sums: Map<string, Record<string, number>>): [string, Record<string, number>][] {
  return [...sums]
    .filter(([, counts]) => Object.values(counts).some((count) => count !== 0))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The group of a place a request speaks of; null where it speaks of none. */
export function groupOf(place: Place, asked: Asked): string | null {
  return asked.by === null ? null : place[asked.by as keyof Place];
}

/** First day of a request that the data cover. */
export function firstCovered(asked: Asked, { historyFrom }: { historyFrom: string }): string {
  return asked.from < historyFrom ? historyFrom : asked.from;
}

/** A request as the command line is told it, months included. */
export function withGrain({ text, grain }: Asked): Asked['text'] {
  return { ...text, values: { ...text.values, ...(grain ? { grain } : {}) } };
}
