import { beforeAll, describe, expect, inject, it } from 'vitest';
import { wilson } from '../../src/lib/analysis/proportion.ts';
import type { TeamsObserved } from '../../src/lib/questions/coordinator/meetings.ts';
import { checklist, type FollowUp, type ReleaseReadiness } from '../../src/lib/questions/coordinator/release.ts';
import { type Asking } from './asking.ts';
import {
  addedUp,
  anything,
  randomRequests,
  type Event,
  groupOf,
  firstCovered,
  withGrain,
} from './casework-requests.ts';
import { daysFrom, groupBy, shift, type CaseworkSource, type Place } from './casework-source.ts';
import { chance } from './chance.ts';
import { openCasework } from './open-casework.ts';

let asking: Asking;
let source: CaseworkSource;

beforeAll(async () => {
  ({ asking, source } = await openCasework(inject('demo')));
  return () => asking.close();
});

const random = chance(67);
const places = ['region_id', 'facility_id'];
const withUnits = [...places, 'unit_id'];

function at(facility: string | null | undefined): Place {
  return { region_id: source.regionOf(facility ?? null), facility_id: facility ?? null, unit_id: null, staff_id: null };
}

describe('release', () => {
  it('takes the latest check of each person in the period', async () => {
    const checks = groupBy(source.rows('release_readiness'), (row) => row.stay_id ?? null);
    for (const asked of randomRequests(random, asking.manifest, { by: [...withUnits, 'staff_id'], count: 25 })) {
      const from = firstCovered(asked, source);
      const latest = [...checks].flatMap(([stay, rows]) => {
        const inside = rows.filter(
          ({ checked_date }) => (checked_date ?? '') >= from && (checked_date ?? '') < asked.to,
        );
        const row = inside.sort((a, b) => ((a.checked_date ?? '') < (b.checked_date ?? '') ? -1 : 1)).at(-1);
        return row ? [{ row, place: source.on(stay, row.checked_date ?? '') }] : [];
      });
      const groups = groupBy(
        latest.filter(({ place }) => asked.inScope(place)),
        ({ place }) => groupOf(place, asked),
      );
      const rows = (await asking.rows<ReleaseReadiness>('coordinator/release-readiness', asked.text)).filter(
        ({ checked }) => checked > 0,
      );
      expect(rows.length).toBe(groups.size * (checklist.length + 1));
      for (const row of rows) {
        const own = (groups.get(row.group) ?? []).map((one) => one.row);
        const values = own.map((check) =>
          row.item !== 'everything'
            ? (check[row.item] ?? null)
            : checklist.some((item) => check[item] === 'false')
              ? 'false'
              : checklist.every((item) => check[item] === 'true')
                ? 'true'
                : null,
        );
        const recorded = values.filter((value) => value !== null);
        const ready = values.filter((value) => value === 'true').length;
        expect(row).toMatchObject({ checked: own.length, recorded: recorded.length, ready });
        expect(row.lower).toBe(recorded.length < 10 ? null : (wilson(ready, recorded.length)?.lower ?? null));
      }
    }
  });

  it('counts who was reached, housed, employed and in treatment', async () => {
    const outcomes = ['reached', 'housed', 'employed', 'in_treatment'] as const;
    const events: Event[] = source.rows('follow_up').flatMap((row): Event[] => {
      const day = row.due_date ?? shift(source.stay(row.stay_id ?? null).release_date ?? '', Number(row.day));
      if (day > source.asOf) return [];
      const counts: Record<string, number> = {
        [`${row.day} reached of`]: 1,
        [`${row.day} reached`]: row.reached_date === null ? 0 : 1,
      };
      for (const outcome of outcomes.slice(1)) {
        counts[`${row.day} ${outcome} of`] = row[outcome] === null ? 0 : 1;
        counts[`${row.day} ${outcome}`] = row[outcome] === 'true' ? 1 : 0;
      }
      return [{ day, place: { ...source.on(row.stay_id ?? null, '9999-01-01'), staff_id: null }, counts }];
    });
    for (const asked of randomRequests(random, asking.manifest, { by: withUnits, count: 25 })) {
      const found = new Map<string, Record<string, number>>();
      for (const row of await asking.rows<FollowUp>('coordinator/follow-up', withGrain(asked))) {
        const key = `${row.month} ${row.group}`;
        found.set(key, {
          ...found.get(key),
          [`${row.day} ${row.outcome} of`]: row.of,
          [`${row.day} ${row.outcome}`]: row.people,
        });
      }
      const expected = addedUp(events, asked, firstCovered(asked, source));
      expect(anything(found)).toEqual(anything(expected));
    }
  });
});

describe('classification teams', () => {
  it('are observed when the unit was within 183 days of the last covered day', async () => {
    const seen = source.rows('meeting').filter(({ meeting_type }) => meeting_type === 'classification_team_observed');
    for (const asked of randomRequests(random, asking.manifest, { by: withUnits, count: 20 })) {
      const last = shift(asked.to, -1);
      const units = source.rows('unit').flatMap((unit) => {
        const facility = source.rows('facility').find(({ facility_id }) => facility_id === unit.facility_id);
        const place = { ...at(unit.facility_id), unit_id: unit.unit_id ?? null };
        const open =
          (facility?.opened_date ?? '') <= shift(last, -183) && (facility?.closed_date ?? '9999-12-31') > last;
        const days = seen
          .filter((row) => row.unit_id === unit.unit_id && (row.held_date ?? '') <= last)
          .map((row) => daysFrom(row.held_date ?? '', last));
        return open && asked.inScope(place) ? [{ place, days: days.length === 0 ? null : Math.min(...days) }] : [];
      });
      const groups = groupBy(units, ({ place }) => groupOf(place, asked));
      for (const row of await asking.rows<TeamsObserved>('coordinator/teams-observed', asked.text)) {
        const own = groups.get(row.group) ?? [];
        const never = own.filter(({ days }) => days === null).length;
        expect(row).toMatchObject({
          units: own.length,
          observed: own.filter(({ days }) => days !== null && days <= 183).length,
          never,
          longest: never > 0 || own.length === 0 ? null : Math.max(...own.map(({ days }) => days ?? 0)),
        });
      }
    }
  });
});
