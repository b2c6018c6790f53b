import { beforeAll, describe, expect, inject, it } from 'vitest';
import { addMonths } from '../../src/lib/calendar/date.ts';
import { observedToExpected } from '../../src/lib/analysis/observed-expected.ts';
import type { LoweredSecurity } from '../../src/lib/questions/casework/classification.ts';
import type { Contacts } from '../../src/lib/questions/casework/contacts.ts';
import type { WeightedWorkload, WorkloadMix } from '../../src/lib/questions/casework/workload.ts';
import { type Asking } from './asking.ts';
import { addedUp, anything, randomRequests, type Event, groupOf, firstCovered } from './casework-requests.ts';
import { daysFrom, groupBy, shift, type CaseworkSource, type Run } from './casework-source.ts';
import { chance } from './chance.ts';
import { openCasework } from './open-casework.ts';

let asking: Asking;
let source: CaseworkSource;

let runs: Run[];

beforeAll(async () => {
  ({ asking, source } = await openCasework(inject('demo')));
  runs = source.runs();
  return () => asking.close();
});

const random = chance(47);
const by = ['region_id', 'facility_id', 'unit_id', 'staff_id'];

/** Nights of a run in [from, to). */
const nights = (run: Run, from: string, to: string) =>
  Math.max(0, daysFrom(run.from > from ? run.from : from, run.to < to ? run.to : to));

function band(release: string | null | undefined, day: string): string | null {
  if (!release) return null;
  if (day > release) return 'past';
  const months = [3, 6, 12, 24].find((limit) => day > addMonths(release, -limit));
  return months === undefined ? '24 and more' : ({ 3: '0–3', 6: '3–6', 12: '6–12', 24: '12–24' }[months] ?? null);
}

describe('what a caseload is made of', () => {
  it.each(['custody_level', 'risk_level', 'months_to_release'])(
    'equals people looked at one by one: %s',
    async (mix) => {
      const value = (run: Run, day: string) =>
        mix === 'custody_level'
          ? run.level
          : mix === 'risk_level'
            ? (run.stay.risk_level ?? null)
            : band(run.stay.projected_release_date, day);
      let compared = 0;
      for (const asked of randomRequests(random, asking.manifest, {
        by,
        count: mix === 'months_to_release' ? 5 : 10,
      })) {
        const from = firstCovered(asked, source);
        const last = shift(asked.to, -1);
        const rows = await asking.rows<WorkloadMix>('casework/workload-mix', {
          ...asked.text,
          values: { ...asked.text.values, mix },
        });
        if (from >= asked.to) {
          expect(rows).toEqual([]);
          continue;
        }
        const people = new Map<string, number>();
        const days = new Map<string, number>();
        for (const run of runs.filter(({ place }) => asked.inScope(place))) {
          const group = groupOf(run.place, asked);
          if (run.from <= last && run.to > last) add(people, `${group} ${value(run, last)}`, 1);
          const inside = nights(run, from, asked.to);
          if (mix !== 'months_to_release') add(days, `${group} ${value(run, last)}`, inside);
          else
            for (let day = run.from > from ? run.from : from, left = inside; left > 0; left -= 1, day = shift(day, 1))
              add(days, `${group} ${value(run, day)}`, 1);
        }
        const key = (row: WorkloadMix) => `${row.group} ${row.value}`;
        const positive = (counts: Iterable<[string, number]>) =>
          new Map([...counts].filter(([, count]) => count > 0).sort());
        expect(positive(rows.map((row) => [key(row), row.people]))).toEqual(positive(people));
        const averages = positive([...days].map(([name, count]) => [name, count / daysFrom(from, asked.to)]));
        const found = positive(rows.map((row) => [key(row), row.average]));
        expect([...found.keys()]).toEqual([...averages.keys()]);
        for (const [name, average] of averages) expect(found.get(name)).toBeCloseTo(average, 9);
        for (const row of rows) {
          const total = rows.filter(({ group }) => group === row.group).reduce((sum, other) => sum + other.people, 0);
          expect([row.total, row.share]).toEqual([total, total === 0 ? null : row.people / total]);
          compared += 1;
        }
      }
      expect(compared).toBeGreaterThan(30);
    },
  );

  it('weighs each case by the settings', async () => {
    const { settings, custody_levels } = asking.manifest;
    for (const asked of randomRequests(random, asking.manifest, { by, count: 15 })) {
      const last = shift(asked.to, -1);
      const rows = await asking.rows<WeightedWorkload>('casework/weighted-workload', asked.text);
      // Asked for no groups, nobody is a sum of nothing.
      const expected = new Map<string | null, number>(asked.by === null ? [[null, 0]] : []);
      const there =
        firstCovered(asked, source) < asked.to
          ? runs.filter((run) => run.from <= last && run.to > last && asked.inScope(run.place))
          : [];
      for (const { place, level, stay } of there) {
        const release = stay.projected_release_date;
        let weight = 1;
        if (daysFrom(stay.admission_date ?? '', last) < settings.initial_days) weight += settings.workload_new_arrival;
        if (release && release <= addMonths(last, settings.near_release_months))
          weight += settings.workload_near_release;
        if (level !== null && level === custody_levels.at(-1)) weight += settings.workload_highest_custody;
        if (stay.risk_level === 'high') weight += settings.workload_high_risk;
        add(expected, groupOf(place, asked), weight);
      }
      expect(new Map(rows.map((row) => [row.group, row.weighted]))).toEqual(expected);
      expect(rows.reduce((sum, row) => sum + row.people, 0)).toBe(there.length);
    }
  });
});

function add<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

describe('contacts', () => {
  it('equal contacts over months in custody or assigned, counted by hand', async () => {
    const events: Event[] = source.rows('contact').map((row) => {
      const place = source.on(row.stay_id ?? null, row.contact_date ?? '');
      return {
        day: row.contact_date ?? null,
        place: { ...place, staff_id: row.staff_id ?? place.staff_id },
        kinds: row,
        counts: { contacts: 1 },
      };
    });
    let rates = 0;
    for (const asked of randomRequests(random, asking.manifest, { by: [...by, 'contact_type'], count: 20 })) {
      const from = firstCovered(asked, source);
      const values = { ...asked.text.values, ...(asked.grain ? { grain: asked.grain } : {}) };
      const rows = await asking.rows<Contacts>('casework/contacts', { ...asked.text, values });
      const found = new Map(rows.map((row) => [`${row.month} ${row.group}`, { contacts: row.contacts }]));
      expect(anything(found)).toEqual(anything(addedUp(events, asked, from)));
      for (const row of rows) {
        const [start, end] = row.month
          ? [row.month > from ? row.month : from, addMonths(row.month, 1)]
          : [from, asked.to];
        const inGroup = (run: Run) =>
          asked.by === null || asked.by === 'contact_type' || groupOf(run.place, asked) === row.group;
        const days = runs
          .filter((run) => asked.inScope(run.place) && inGroup(run))
          .reduce((sum, run) => sum + nights(run, start, end < asked.to ? end : asked.to), 0);
        expect(row.person_months).toBeCloseTo(days / 30.4375, 6);
        const rate = days / 30.4375 < 10 ? null : observedToExpected(row.contacts, days / 30.4375);
        if (rate === null) expect(row.per_100).toBeNull();
        else {
          expect(row.per_100).toBeCloseTo(rate.ratio * 100, 6);
          expect(row.lower).toBeCloseTo(rate.lower * 100, 6);
          expect(row.upper).toBeCloseTo(rate.upper * 100, 6);
          rates += 1;
        }
      }
    }
    expect(rates).toBeGreaterThan(20);
  });
});

describe('lowered security', () => {
  it('follows every reduction of custody level for 180 days, at institutions and above', async () => {
    const rank = (level: string | null | undefined) => asking.manifest.custody_levels.indexOf(level ?? '');
    const serious = groupBy(
      source.rows('incident').filter(({ severity }) => severity === 'serious'),
      (row) => row.stay_id ?? null,
    );
    const events: Event[] = [];
    for (const stay of source.rows('stay')) {
      const own = runs.filter((run) => run.stay === stay);
      own.forEach((run, at) => {
        const level = own[at - 1]?.level ?? null;
        const until = shift(run.from, 180);
        if (
          level === null ||
          run.level === null ||
          rank(run.level) >= rank(level) ||
          until > source.asOf ||
          run.from < source.historyFrom
        )
          return;
        const incident =
          serious
            .get(stay.stay_id ?? null)
            ?.some((row) => (row.incident_date ?? '') >= run.from && (row.incident_date ?? '') < until) ?? false;
        const left = !incident && (stay.release_date ?? '9999-12-31') < until;
        events.push({
          day: until,
          place: run.place,
          counts: { reductions: 1, with_incident: incident ? 1 : 0, left_early: left ? 1 : 0 },
        });
      });
    }
    expect(events.filter(({ counts }) => counts.with_incident === 1).length).toBeGreaterThan(0);
    const scopes = ['agency', 'region', 'facility'];
    for (const asked of randomRequests(random, asking.manifest, {
      by: ['region_id', 'facility_id'],
      count: 15,
      scopes,
    })) {
      const [from, until] = [
        `${asked.from.slice(0, 7)}-01`,
        shift(addMonths(`${shift(asked.to, -1).slice(0, 7)}-01`, 1), -1),
      ];
      const whole = { ...asked, to: shift(until, 1) };
      const rows = await asking.rows<LoweredSecurity>('casework/lowered-security', {
        ...asked.text,
        values: { from, to: until },
      });
      const found = new Map(
        rows.map(({ group, reductions, with_incident, left_early }) => [
          `null ${group}`,
          { reductions, with_incident, left_early },
        ]),
      );
      expect(anything(found)).toEqual(anything(addedUp(events, { ...whole, grain: null }, from)));
    }
    await expect(
      asking.rows('casework/lowered-security', { scope: `unit=${asking.manifest.scopes.units[0]?.id}` }),
    ).rejects.toThrow(/cannot be asked of a unit/);
  });
});
