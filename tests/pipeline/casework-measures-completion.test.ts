import { beforeAll, describe, expect, inject, it } from 'vitest';
import { wilson } from '../../src/lib/analysis/proportion.ts';
import type { RecommendedDirection } from '../../src/lib/questions/casework/classification.ts';
import type { CurveStep, CurveSummary } from '../../src/lib/questions/casework/completion.ts';
import { type Asking } from './asking.ts';
import { addedUp, anything, randomRequests, type Event, groupOf, firstCovered } from './casework-requests.ts';
import { daysFrom, groupBy, shift, type CaseworkSource, type Place, type Row } from './casework-source.ts';
import { chance } from './chance.ts';
import { openCasework } from './open-casework.ts';

let asking: Asking;
let source: CaseworkSource;

beforeAll(async () => {
  ({ asking, source } = await openCasework(inject('demo')));
  return () => asking.close();
});

const random = chance(53);
const by = ['region_id', 'facility_id', 'unit_id', 'staff_id'];

/** A piece of work: how many days it took, or has been open. */
interface Work {
  day: string;
  place: Place;
  days: number;
  done: boolean;
}

/** Share done by each day on which something was: the product limit, worked out from the definition. */
function productLimit(work: Work[]): Map<number, number> {
  const steps = new Map<number, number>();
  let open = 1;
  for (const days of [...new Set(work.filter(({ done }) => done).map((one) => one.days))].sort((a, b) => a - b)) {
    const atRisk = work.filter((one) => one.days >= days).length;
    const events = work.filter((one) => one.done && one.days === days).length;
    open *= (atRisk - events) / atRisk;
    steps.set(days, 1 - open);
  }
  return steps;
}

const lastNight = (stay: Row) => (stay.release_date ? shift(stay.release_date, -1) : source.asOf);

/** The first day of a piece of work: for initial work of a stay that began pretrial, not before the sentence. */
function beginning(task: Row): string | null {
  const { legal_status: legal, sentenced_date: sentenced } = source.stay(task.stay_id ?? null);
  const waits = !['inmate_request', 'correspondence'].includes(task.task_type ?? '');
  const trigger = task.trigger_date ?? null;
  if (trigger === null || !waits || legal === null || legal === 'sentenced') return trigger;
  return sentenced && sentenced > trigger ? sentenced : sentenced ? trigger : null;
}

function tasksOf(type: string): Work[] {
  return source
    .rows('task')
    .filter((row) => row.task_type === type && row.stay_id !== null)
    .flatMap((row): Work[] => {
      const day = beginning(row);
      if (day === null) return [];
      const until = row.completed_date ?? lastNight(source.stay(row.stay_id ?? null));
      return [
        {
          day,
          place: source.on(row.stay_id ?? null, until),
          days: Math.max(0, daysFrom(day, until)),
          done: row.completed_date !== null,
        },
      ];
    });
}

function decisions(): Work[] {
  return source.rows('classification').flatMap((row) => {
    const day = row.recommended_date;
    if (!day) return [];
    const place = source.on(row.stay_id ?? null, day);
    const until = row.decided_date ?? lastNight(source.stay(row.stay_id ?? null));
    return [
      {
        day,
        place: { ...place, staff_id: row.staff_id ?? place.staff_id },
        days: Math.max(0, daysFrom(day, until)),
        done: row.decided_date !== null,
      },
    ];
  });
}

describe('days to completion', () => {
  it.each([
    ['casework/days-to-completion', 'casework/completion-curve', 'initial_classification'],
    ['casework/days-to-completion', 'casework/completion-curve', 'case_plan'],
    ['casework/days-to-completion', 'casework/completion-curve', 'inmate_request'],
    ['casework/days-to-decision', 'casework/decision-curve', null],
  ])('%s and %s equal the product limit of %s', async (summary, curve, type) => {
    const work = type === null ? decisions() : tasksOf(type);
    for (const asked of randomRequests(random, asking.manifest, { by, count: 10 })) {
      const text = { ...asked.text, values: { ...asked.text.values, ...(type === null ? {} : { type }) } };
      const began = work.filter(
        ({ day, place }) => day >= firstCovered(asked, source) && day < asked.to && asked.inScope(place),
      );
      const groups = groupBy(began, ({ place }) => groupOf(place, asked));
      const rows = (await asking.rows<CurveSummary>(summary, text)).filter((row) => row.began > 0);
      expect(new Set(rows.map(({ group }) => group))).toEqual(new Set(groups.keys()));
      const steps = await asking.rows<CurveStep>(curve, text);
      for (const row of rows) {
        const own = groups.get(row.group) ?? [];
        const expected = productLimit(own);
        const found = new Map(steps.filter(({ group }) => group === row.group).map((step) => [step.days, step.done]));
        expect([...found.keys()]).toEqual([...expected.keys()]);
        for (const [days, done] of expected) expect(found.get(days)).toBeCloseTo(done, 9);
        expect([row.began, row.done, row.open]).toEqual([
          own.length,
          own.filter(({ done }) => done).length,
          own.filter(({ done }) => !done).length,
        ]);
        if (own.length < 10)
          expect([row.rate, row.lower, row.upper, row.median_days]).toEqual([null, null, null, null]);
        else if (row.rate !== null) {
          const by28 = [...expected].filter(([days]) => days <= 28).at(-1)?.[1] ?? 0;
          expect(row.rate).toBeCloseTo(by28, 9);
          expect(row.lower).toBeLessThanOrEqual(row.rate);
          expect(row.upper).toBeGreaterThanOrEqual(row.rate);
        }
      }
    }
  });
});

describe('classification', () => {
  it('counts recommendations by their direction', async () => {
    const rank = (level: string | null | undefined) => asking.manifest.custody_levels.indexOf(level ?? '');
    const events: Event[] = source.rows('classification').flatMap((row): Event[] => {
      const step = rank(row.recommended_level) - rank(row.current_level);
      if (rank(row.recommended_level) < 0 || rank(row.current_level) < 0 || !row.recommended_date) return [];
      const place = source.on(row.stay_id ?? null, row.recommended_date);
      const direction = step < 0 ? 'lower' : step > 0 ? 'higher' : 'same';
      return [
        {
          day: row.recommended_date,
          place: { ...place, staff_id: row.staff_id ?? place.staff_id },
          counts: { [direction]: 1 },
        },
      ];
    });
    for (const asked of randomRequests(random, asking.manifest, { by, count: 20 })) {
      const values = { ...asked.text.values, ...(asked.grain ? { grain: asked.grain } : {}) };
      const rows = await asking.rows<RecommendedDirection>('casework/recommendations', { ...asked.text, values });
      const found = new Map<string, Record<string, number>>();
      for (const row of rows) {
        const key = `${row.month} ${row.group}`;
        found.set(key, {
          ...found.get(key),
          ...(row.recommendations > 0 ? { [row.direction]: row.recommendations } : {}),
        });
        const interval = row.total < 10 ? null : wilson(row.recommendations, row.total);
        expect([row.rate, row.lower]).toEqual([interval && row.recommendations / row.total, interval?.lower ?? null]);
      }
      expect(anything(found)).toEqual(anything(addedUp(events, asked, firstCovered(asked, source))));
    }
  });
});
