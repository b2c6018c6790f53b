import { beforeAll, describe, expect, inject, it } from 'vitest';
import { addMonths } from '../../src/lib/calendar/date.ts';
import type { Certification, Training } from '../../src/lib/questions/casework/expertise.ts';
import type { FinancialResponsibility, ReleaseCost } from '../../src/lib/questions/coordinator/money.ts';
import type { AssistantGuideline, Staffing } from '../../src/lib/questions/coordinator/staffing.ts';
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
import { daysFrom, groupBy, shift, type CaseworkSource, type Place, type Row } from './casework-source.ts';
import { chance } from './chance.ts';
import { openCasework } from './open-casework.ts';

let asking: Asking;
let source: CaseworkSource;

beforeAll(async () => {
  ({ asking, source } = await openCasework(inject('demo')));
  return () => asking.close();
});

const random = chance(61);
const places = ['region_id', 'facility_id'];
const withUnits = [...places, 'unit_id'];
const placeScopes = ['agency', 'region', 'facility'];
const monthStart = (day: string) => `${day.slice(0, 7)}-01`;
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);

function at(facility: string | null | undefined): Place {
  return { region_id: source.regionOf(facility ?? null), facility_id: facility ?? null, unit_id: null, staff_id: null };
}

describe('training and certification', () => {
  it('add up courses, hours and sessions of the home institution', async () => {
    const events: Event[] = [
      ...source.rows('training').map((row) => ({
        day: row.training_date ?? null,
        place: source.home(row.staff_id ?? null),
        counts: {
          attended: row.part === 'presented' ? 0 : 1,
          presented: row.part === 'presented' ? 1 : 0,
          hours: Number(row.hours),
          meetings_presented: 0,
        },
      })),
      ...source
        .rows('meeting')
        .filter((row) => row.presenter_staff_id !== null)
        .map((row) => ({
          day: row.held_date ?? null,
          place: source.home(row.presenter_staff_id ?? null),
          counts: { attended: 0, presented: 0, hours: 0, meetings_presented: 1 },
        })),
    ];
    for (const asked of randomRequests(random, asking.manifest, { by: [...withUnits, 'staff_id'], count: 25 })) {
      const rows = await asking.rows<Training>('casework/training', withGrain(asked));
      const found = new Map(
        rows.map(({ month, group, attended, presented, hours, meetings_presented }) => [
          `${month} ${group}`,
          { attended, presented: presented ?? NaN, hours, meetings_presented: meetings_presented ?? NaN },
        ]),
      );
      expect(anything(found)).toEqual(anything(addedUp(events, asked, asked.from)));
      for (const row of rows) {
        const days = (row.month ? 365.25 / 12 : daysFrom(asked.from, asked.to)) / 365.25;
        expect(row.expected_per_staff).toBeCloseTo(40 * days, 9);
      }
    }
  });

  it('count staff in their role on the as-of date by their certificate', async () => {
    for (const by of [null, ...withUnits, 'role', 'staff_id']) {
      const serving = source
        .rows('staff')
        .filter((row) => (row.start_date ?? '') <= source.asOf && (row.end_date ?? '9999-12-31') > source.asOf);
      const groups = groupBy(serving, (row) =>
        by === null ? null : by === 'role' ? (row.role ?? null) : source.home(row.staff_id ?? null)[by as keyof Place],
      );
      const rows = await asking.rows<Certification>('casework/certification', by === null ? {} : { by });
      expect(new Set(rows.map(({ group }) => group))).toEqual(new Set(groups.keys()));
      for (const row of rows) {
        const until = (groups.get(row.group) ?? []).map((member) => member.certified_until ?? null);
        const known = until.filter((day) => day !== null).sort();
        const valid = known.filter((day) => day >= source.asOf);
        expect(row).toMatchObject({
          staff: until.length,
          certified: valid.length,
          expiring: valid.filter((day) => day <= shift(source.asOf, 90)).length,
          lapsed: known.length - valid.length,
          not_recorded: until.length - known.length,
          first_expiry: known[0] ?? null,
        });
      }
    }
  });
});

describe('staffing', () => {
  it('averages positions by institution and adds them up, with the people of the same months', async () => {
    const people = new Map<string, number>();
    for (const run of source.runs()) {
      for (let month = monthStart(run.from); month < run.to && month <= source.asOf; month = addMonths(month, 1)) {
        const from = [run.from, month, source.historyFrom].sort().at(-1) ?? '';
        const to = [run.to, addMonths(month, 1), shift(source.asOf, 1)].sort()[0] ?? '';
        const key = `${run.place.facility_id} ${month}`;
        people.set(key, (people.get(key) ?? 0) + Math.max(0, daysFrom(from, to)));
      }
    }
    for (const asked of randomRequests(random, asking.manifest, { by: places, count: 15, scopes: placeScopes })) {
      const rows = await asking.rows<Staffing>('coordinator/staffing', withGrain(asked));
      const records = source
        .rows('staffing')
        .filter(
          (row) =>
            row.role === 'case_manager' &&
            asked.inScope(at(row.facility_id)) &&
            (row.month ?? '') >= monthStart(asked.from) &&
            (row.month ?? '') < asked.to,
        );
      const groups = groupBy(
        records,
        (row) => `${asked.grain ? row.month : null} ${groupOf(at(row.facility_id), asked)}`,
      );
      expect(
        rows
          .filter((row) => row.months > 0)
          .map((row) => `${row.month} ${row.group}`)
          .sort(),
      ).toEqual([...groups.keys()].sort());
      for (const row of rows.filter(({ months }) => months > 0)) {
        const institutions = [
          ...groupBy(groups.get(`${row.month} ${row.group}`) ?? [], (record) => record.facility_id).values(),
        ];
        const average = (value: (record: Row) => number) =>
          sum(institutions.map((own) => sum(own.map(value)) / own.length));
        expect(row.authorized).toBeCloseTo(
          average((record) => Number(record.authorized_fte)),
          9,
        );
        expect(row.filled).toBeCloseTo(
          average((record) => Number(record.filled_fte)),
          9,
        );
        const held = average((record) => {
          const month = record.month ?? '';
          const end = [addMonths(month, 1), shift(source.asOf, 1)].sort()[0] ?? '';
          return (people.get(`${record.facility_id} ${month}`) ?? 0) / daysFrom(month, end);
        });
        if (row.people !== null) expect(row.people).toBeCloseTo(held, 6);
        const recorded = (groups.get(`${row.month} ${row.group}`) ?? []).filter(
          (record) => record.custody_post_hours !== null,
        );
        expect(row.custody_post_hours ?? 0).toBeCloseTo(
          sum(recorded.map((record) => Number(record.custody_post_hours))),
          9,
        );
        const filled = sum(recorded.map((record) => Number(record.filled_fte)));
        if (filled > 0) expect(row.hours_per_filled).toBeCloseTo((row.custody_post_hours ?? 0) / filled, 9);
      }
    }
  });

  it('sets the population of each institution against 750', async () => {
    const rows = await asking.rows<AssistantGuideline>('coordinator/assistant-guideline');
    const averages = await asking.rows<{ group: string; average: number }>('population/average', { by: 'facility_id' });
    const expected = averages.filter(({ group, average }) => group !== null && average > 0);
    expect(rows.map(({ group }) => group)).toEqual(expected.map(({ group }) => group));
    for (const [index, row] of rows.entries()) {
      expect(row.population).toBeCloseTo(expected[index]?.average ?? 0, 9);
      expect(row.above).toBeCloseTo(row.population - 750, 9);
      const last = source
        .rows('staffing')
        .filter(({ facility_id, month }) => facility_id === row.group && month === '2026-06-01');
      const assistants = last
        .filter(({ role }) => role === 'assistant_cmc')
        .map(({ filled_fte }) => Number(filled_fte));
      expect(row.assistants).toBe(sum(assistants));
    }
  });
});

describe('money', () => {
  it('counts people by Financial Responsibility status, and what was planned and paid', async () => {
    const lastNight = (month: string) => [shift(addMonths(month, 1), -1), source.asOf].sort()[0] ?? '';
    const records = source.rows('financial_responsibility').map((row) => ({
      row,
      month: row.month ?? '',
      place: source.on(row.stay_id ?? null, lastNight(row.month ?? '')),
    }));
    let compared = 0;
    for (const asked of randomRequests(random, asking.manifest, { by: withUnits, count: 30 })) {
      const from = firstCovered(asked, source);
      const inPeriod = records.filter(({ month }) => month >= monthStart(from) && month < asked.to && from < asked.to);
      const last = inPeriod
        .map(({ month }) => month)
        .sort()
        .at(-1);
      const groups = groupBy(
        inPeriod.filter(({ place }) => asked.inScope(place)),
        ({ month, place }) => `${asked.grain ? month : null} ${groupOf(place, asked)}`,
      );
      const rows = await asking.rows<FinancialResponsibility>('coordinator/financial-responsibility', withGrain(asked));
      for (const row of rows.filter(({ counted_month }) => counted_month !== null)) {
        const own = groups.get(`${row.month} ${row.group}`) ?? [];
        const counted = own.filter(({ month }) => month === (asked.grain ? row.month : last));
        const status = (wanted: string) => counted.filter((one) => one.row.status === wanted).length;
        expect(row).toMatchObject({
          people: counted.length,
          participating: status('participating'),
          refused: status('refused'),
          exempt: status('exempt'),
          completed: status('completed'),
        });
        expect(row.planned).toBeCloseTo(sum(own.map((one) => Number(one.row.planned_amount ?? 0))), 2);
        expect(row.paid).toBeCloseTo(sum(own.map((one) => Number(one.row.paid_amount ?? 0))), 2);
        const [planned, paid] = [row.planned ?? NaN, row.paid ?? NaN];
        expect(row.paid_share).toBe(planned > 0 ? paid / planned : null);
        compared += 1;
      }
      expect(rows.filter(({ counted_month }) => counted_month !== null).length).toBe(groups.size);
    }
    expect(compared).toBeGreaterThan(20);
  });

  it('sets what was spent against the budget of the fiscal year', async () => {
    for (const asked of randomRequests(random, asking.manifest, { by: places, count: 15, scopes: placeScopes })) {
      const rows = await asking.rows<ReleaseCost>('coordinator/release-cost', asked.text);
      const yearOf = (day: string) => Number(day.slice(0, 4)) + (Number(day.slice(5, 7)) >= 10 ? 1 : 0);
      const [first, last] = [yearOf(asked.from), yearOf(shift(asked.to, -1))];
      for (const row of rows) {
        const own = (facility: string | null | undefined) =>
          asked.inScope(at(facility)) && groupOf(at(facility), asked) === row.group;
        const spent = source
          .rows('release_cost')
          .filter((cost) => own(cost.facility_id) && yearOf(cost.posted_date ?? '') === row.fiscal_year);
        const funds = source
          .rows('release_budget')
          .filter((budget) => own(budget.facility_id) && Number(budget.fiscal_year) === row.fiscal_year);
        expect(row.fiscal_year).toBeGreaterThanOrEqual(first);
        expect(row.fiscal_year).toBeLessThanOrEqual(last);
        expect(row.spent).toBeCloseTo(sum(spent.map(({ amount }) => Number(amount))), 2);
        const complete = spent.every(({ facility_id }) => funds.some((budget) => budget.facility_id === facility_id));
        if (!complete || funds.length === 0) expect(row.budget).toBeNull();
        else expect(row.budget).toBeCloseTo(sum(funds.map(({ amount }) => Number(amount))), 2);
      }
      expect(rows.length > 0 || last < 2019).toBe(true);
    }
  });
});
