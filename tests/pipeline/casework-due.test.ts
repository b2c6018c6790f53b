/**
 * What fell due, who answers for it and what is open, for a whole demonstration agency: the questions against every task
 * of the source, dated and judged one by one by the reference beside the contract.
 */
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { defaultSettings, usefulSetting } from '../../data/contract/settings.ts';
import { taskTypes, type TaskTypeId } from '../../data/contract/task-types.ts';
import { wilson } from '../../src/lib/analysis/proportion.ts';
import type { Caseload } from '../../src/lib/questions/casework/caseload.ts';
import type { CaseworkNow } from '../../src/lib/questions/casework/now.ts';
import type { Inherited } from '../../src/lib/questions/casework/inherited.ts';
import type { Timeliness } from '../../src/lib/questions/casework/timeliness.ts';
import type { TimelinessMonth } from '../../src/lib/questions/casework/timeliness-monthly.ts';
import type { UnassignedPerson } from '../../src/lib/questions/casework/unassigned.ts';
import type { WorklistRow } from '../../src/lib/questions/casework/worklist.ts';
import { type Asking } from './asking.ts';
import { addedUp, anything, randomRequests, type Asked, type Event, firstCovered } from './casework-requests.ts';
import { daysFrom, groupBy, shift, type CaseworkSource, type Place, type Run } from './casework-source.ts';
import { chance } from './chance.ts';
import { demoPseudonym } from './demo-pseudonym.ts';
import { openCasework } from './open-casework.ts';
import { judgedTasks, nobody, one, type JudgedTask } from './judged-tasks.ts';

let asking: Asking;
let source: CaseworkSource;
let runs: Run[];
let judged: JudgedTask[];

beforeAll(async () => {
  ({ asking, source } = await openCasework(inject('demo')));
  runs = source.runs();
  judged = judgedTasks(source);
  return () => asking.close();
});

/**
 * Central monitoring and victim/witness work is told by months; by characteristics of whom it was about only for whole
 * institutions and months.
 */
function asTold(asked: Asked): JudgedTask[] {
  const { from, to } = asked;
  const wholePlace =
    /^(agency|region|facility)/.test(asked.text.scope ?? 'agency') && !['unit_id', 'staff_id'].includes(asked.by ?? '');
  const wholeMonths = (from.endsWith('-01') || from <= source.historyFrom) && (to.endsWith('-01') || to > source.asOf);
  return judged.map((task) => {
    if (!countedOnly.has(task.task.task_type ?? '') || task.day === null) return task;
    const month = `${task.day.slice(0, 7)}-01`;
    const day = task.day >= source.historyFrom && month < source.historyFrom ? source.historyFrom : month;
    return { ...task, day, ...(wholePlace && wholeMonths ? {} : { kinds: { ...task.kinds, custody_level: null } }) };
  });
}

const countedOnly = new Set(taskTypes.filter(({ countedOnly }) => countedOnly).map(({ id }) => id));
const random = chance(71);
const places = ['region_id', 'facility_id', 'unit_id', 'staff_id'];
const countNames = [
  'due',
  'on_time',
  'late',
  'open_overdue',
  'set_aside',
  'set_aside_grace',
  'set_aside_legal_status',
  'set_aside_released',
] as const;
const countsOf = (row: Timeliness | TimelinessMonth) =>
  Object.fromEntries(countNames.map((name) => [name, row[name]])) as Record<string, number>;
const sum = <Item>(items: readonly Item[], value: (item: Item) => number) =>
  items.reduce((total, item) => total + value(item), 0);

describe('what fell due', () => {
  it('has enough of everything to be worth comparing with', () => {
    expect(judged.length).toBeGreaterThan(20_000);
    for (const outcome of ['on_time', 'late', 'open_overdue', 'set_aside', 'not_due'])
      expect(judged.filter((task) => task.outcome === outcome).length, outcome).toBeGreaterThan(20);
    expect(judged.filter(({ task }) => !task.due_date).length).toBeGreaterThan(200);
    expect(judged.filter(({ place, counts }) => counts.due === 1 && place.staff_id === null).length).toBeGreaterThan(
      50,
    );
  });

  it('equals every task judged by itself, by any cut and in any scope and period', async () => {
    for (const asked of randomRequests(random, asking.manifest, {
      by: [...places, 'task_type', 'element', 'custody_level'],
      count: 60,
    })) {
      const rows = await asking.rows<Timeliness>('casework/timeliness', asked.text);
      const found = new Map(rows.map((row) => [`null ${row.group}`, countsOf(row)]));
      const expected = addedUp(asTold(asked), { ...asked, grain: null }, firstCovered(asked, source));
      expect(anything(found), JSON.stringify(asked.text)).toEqual(anything(expected));
      for (const row of rows) {
        expect(row.due).toBe(row.on_time + row.late + row.open_overdue);
        const interval = row.due < 10 ? null : wilson(row.on_time, row.due);
        expect([row.rate, row.lower, row.upper]).toEqual([
          interval && row.on_time / row.due,
          interval?.lower ?? null,
          interval?.upper ?? null,
        ]);
      }
    }
  });

  it('equals it month by month', async () => {
    for (const asked of randomRequests(random, asking.manifest, { by: [...places, 'task_type'], count: 20 })) {
      const rows = await asking.rows<TimelinessMonth>('casework/timeliness-monthly', asked.text);
      const found = new Map(rows.map((row) => [`${row.month} ${row.group}`, countsOf(row)]));
      const expected = addedUp(asTold(asked), { ...asked, grain: 'month' }, firstCovered(asked, source));
      expect(anything(found), JSON.stringify(asked.text)).toEqual(anything(expected));
    }
  });

  it('of every case manager is found wherever it lies', async () => {
    const values = { from: source.historyFrom, to: source.asOf };
    const scopes = asking.manifest.scopes.staff;
    expect(scopes.length).toBeGreaterThan(8);
    for (const { id } of scopes) {
      const [row] = await asking.rows<Timeliness>('casework/timeliness', { scope: `staff=${id}`, values });
      const own = judged.filter(({ place, day }) => place.staff_id === id && (day ?? '') >= source.historyFrom);
      expect(row?.due, id).toBe(sum(own, ({ counts }) => counts.due ?? 0));
    }
  });

  it('adds up: units, and what is in none, to their institution; institutions to the agency', async () => {
    const text = { period: asking.manifest.default_period };
    const [agency] = await asking.rows<Timeliness>('casework/timeliness', text);
    for (const by of [...places, 'task_type', 'element', 'custody_level']) {
      const rows = await asking.rows<Timeliness>('casework/timeliness', { ...text, by });
      for (const name of countNames)
        expect(
          sum(rows, (row) => row[name]),
          `${by} ${name}`,
        ).toBe(agency?.[name]);
    }
    for (const { id } of asking.manifest.scopes.facilities) {
      const [whole] = await asking.rows<Timeliness>('casework/timeliness', { ...text, scope: `facility=${id}` });
      for (const by of ['unit_id', 'staff_id']) {
        const rows = await asking.rows<Timeliness>('casework/timeliness', { ...text, scope: `facility=${id}`, by });
        for (const name of countNames)
          expect(
            sum(rows, (row) => row[name]),
            `${id} ${by} ${name}`,
          ).toBe(whole?.[name]);
      }
    }
  });
});

/** A task that is not done, with who can act on it and the list it is on. */
interface OpenTask extends JudgedTask {
  now: Place;
  bucket: string;
  inherited: boolean;
}

const defaults = defaultSettings();

/** Every open task, sorted by who can act on it on the last day of the data: read off the source once more. */
function openTasks(): OpenTask[] {
  const assignments = groupBy(source.rows('assignment'), (row) => row.stay_id ?? null);
  return judged
    .filter(({ task }) => !task.completed_date)
    .map((item) => {
      const { task, place, day, reason, gone } = item;
      const stay = task.stay_id ? source.stay(task.stay_id) : null;
      const inside = stay !== null && !(stay.release_date && stay.release_date <= source.asOf);
      const now = inside ? source.on(stay.stay_id ?? null, source.asOf) : place;
      const holding = inside
        ? assignments
            .get(stay.stay_id ?? null)
            ?.find((row) => (row.start_date ?? '') <= source.asOf && (row.end_date ?? '9999') > source.asOf)
        : undefined;
      const useful = defaults[usefulSetting(task.task_type as TaskTypeId)] ?? 0;
      const bucket = () => {
        if (gone || (useful > 0 && day !== null && shift(day, useful) < source.asOf)) return 'past_use';
        if (reason === 'not_datable') return 'not_datable';
        if (reason === 'legal_status') return 'not_running';
        for (const days of [60, 30, 14, 0])
          if ((day ?? '') > shift(source.asOf, days))
            return days === 60 ? 'later' : `due_${{ 30: 60, 14: 30, 0: 14 }[days]}`;
        if (now.staff_id === null) return 'no_holder';
        return reason === 'grace' && now.staff_id === place.staff_id ? 'set_aside' : 'to_do';
      };
      const list = bucket();
      const inherited =
        ['to_do', 'set_aside'].includes(list) &&
        (holding?.start_date ?? '') > (day ?? '') &&
        holding?.staff_id !== place.staff_id;
      return { ...item, now, bucket: list, inherited };
    });
}

describe('what is open', () => {
  const of = (open: readonly OpenTask[], ...lists: string[]) => open.filter(({ bucket }) => lists.includes(bucket));
  const overdue = (open: readonly OpenTask[]) => of(open, 'to_do', 'no_holder');
  const elsewhere = (open: readonly OpenTask[]) =>
    overdue(open).filter(({ now, place }) => now.facility_id !== place.facility_id);
  const listable = ({ task }: OpenTask) => !countedOnly.has(task.task_type ?? '');

  it('is counted where somebody can act on it', async () => {
    const open = openTasks();
    for (const by of ['region_id', 'facility_id', 'unit_id'] as const) {
      const rows = await asking.rows<CaseworkNow>('casework/now', { by });
      const at = <Item extends JudgedTask>(items: readonly Item[], placeOf: (item: Item) => Place) => {
        const groups = groupBy(items, (item) => placeOf(item)[by]);
        return (group: string | null) => groups.get(group)?.length ?? 0;
      };
      const acting = (items: readonly OpenTask[]) => at(items, ({ now }) => now);
      const expected = {
        open_tasks: acting(open),
        overdue: acting(overdue(open)),
        overdue_counted_only: acting(overdue(open).filter((item) => !listable(item))),
        not_attributable: acting(overdue(open).filter(({ place }) => place.staff_id === null)),
        to_do: acting(of(open, 'to_do')),
        no_holder: acting(of(open, 'no_holder')),
        elsewhere: at(elsewhere(open), ({ place }) => place),
        past_use: acting(of(open, 'past_use')),
        overdue_released: acting(open.filter(({ gone, outcome }) => gone && outcome === 'open_overdue')),
        due_14: acting(of(open, 'due_14')),
        due_30: acting(of(open, 'due_14', 'due_30')),
        due_60: acting(of(open, 'due_14', 'due_30', 'due_60')),
        later: acting(of(open, 'later')),
        not_running: acting(of(open, 'not_running')),
        set_aside: acting(of(open, 'set_aside')),
        not_datable: acting(of(open, 'not_datable')),
        not_datable_done: at(
          judged.filter(({ task, reason }) => reason === 'not_datable' && task.completed_date),
          ({ place }) => place,
        ),
        inherited: acting(open.filter(({ inherited }) => inherited)),
      };
      for (const row of rows) {
        const counts = Object.fromEntries(Object.entries(expected).map(([name, count]) => [name, count(row.group)]));
        expect(row, `${by} ${row.group}`).toMatchObject(counts);
      }
      expect(sum(rows, (row) => row.open_tasks)).toBe(open.length);
      expect(sum(rows, (row) => row.overdue)).toBe(overdue(open).length);
    }
    expect(of(open, 'past_use').length).toBeGreaterThan(5);
  });

  it('is all that is open overdue in the figures: to do, nobody’s, or no longer to be done', async () => {
    const open = openTasks();
    const late = open.filter(({ outcome }) => outcome === 'open_overdue');
    const [ever] = await asking.rows<Timeliness>('casework/timeliness', {
      values: { from: '1990-01-01', to: source.asOf },
    });
    const before = sum(late, ({ day }) => one((day ?? '') < source.historyFrom));
    expect((ever?.open_overdue ?? 0) + before).toBe(late.length);
    expect(of(late as OpenTask[], 'to_do', 'no_holder', 'past_use')).toHaveLength(late.length);
    // Nobody on a list of what can be done has left, but for what release brings.
    const left = new Set(
      source
        .rows('stay')
        .flatMap(({ stay_id, release_date }) => (release_date ? [demoPseudonym('stay', stay_id ?? '')] : [])),
    );
    const brought = new Set(taskTypes.filter(({ outlivesRelease }) => outlivesRelease).map(({ id }) => id));
    for (const status of ['to_do', 'no_holder', 'grace', 'due']) {
      const rows = await asking.rows<WorklistRow>('casework/worklist', { values: { status } });
      for (const row of rows.filter(({ stay_id }) => left.has(stay_id ?? '')))
        expect([...brought], `${status} ${row.task_id}`).toContain(row.task_type);
    }
  });

  it('is listed, every item of the count and no other, with its holder and whom it counts for', async () => {
    const open = openTasks().filter(listable);
    const shown = (id: string, now: Place, place: Place, due: string | null) =>
      [id, now.facility_id, now.unit_id, now.staff_id, place.facility_id, place.staff_id, due].join(' ');
    const lists: [status: string, buckets: string[]][] = [
      ['to_do', ['to_do']],
      ['no_holder', ['no_holder']],
      ['grace', ['set_aside']],
      ['due', ['due_14', 'due_30', 'due_60']],
      ['past_use', ['past_use']],
      ['problems', ['not_datable']],
    ];
    for (const [status, buckets] of lists) {
      const listed = of(open, ...buckets);
      const rows = await asking.rows<WorklistRow>('casework/worklist', { values: { status } });
      expect(
        rows
          .map((row) =>
            shown(
              row.task_id ?? '',
              { ...nobody, facility_id: row.facility_id, unit_id: row.unit_id, staff_id: row.holder_id },
              { ...nobody, facility_id: row.answer_facility_id, staff_id: row.staff_id },
              row.due_date,
            ),
          )
          .sort(),
        status,
      ).toEqual(
        listed
          .map(({ task, now, place, day }) => shown(demoPseudonym('task', task.task_id ?? ''), now, place, day))
          .sort(),
      );
      for (const row of rows.filter(({ due_date }) => due_date !== null))
        expect(row.days_overdue).toBe(daysFrom(row.due_date ?? '', source.asOf));
    }
    for (const { id } of asking.manifest.scopes.facilities) {
      const here = await asking.rows<WorklistRow>('casework/worklist', { scope: `facility=${id}` });
      expect(here.length, id).toBe(of(open, 'to_do').filter(({ now }) => now.facility_id === id).length);
      const away = await asking.rows<WorklistRow>('casework/worklist', {
        scope: `facility=${id}`,
        values: { status: 'elsewhere' },
      });
      expect(away.length, id).toBe(elsewhere(open).filter(({ place }) => place.facility_id === id).length);
    }
  });

  it('names everybody without a case manager, and since when', async () => {
    const rows = await asking.rows<UnassignedPerson>('casework/unassigned');
    const ends = groupBy(source.rows('assignment'), (row) => row.stay_id ?? null);
    const expected = runs
      .filter((run) => run.to > source.asOf && run.from <= source.asOf && run.place.staff_id === null)
      .map(({ stay, place }) => {
        const id = stay.stay_id ?? '';
        const left = (ends.get(id) ?? []).map((row) => row.end_date ?? '');
        return `${demoPseudonym('stay', id)} ${place.unit_id} ${[stay.admission_date ?? '', ...left].sort().at(-1)}`;
      });
    expect(rows.map((row) => `${row.stay_id} ${row.unit_id} ${row.since}`).sort()).toEqual(expected.sort());
    expect(rows.length).toBeGreaterThan(5);
  });
});

interface Moved {
  day: string;
  place: Place;
}

/** Nights with the same case manager at the same institution, before or after: the case has not changed hands. */
const goesOn = (run: Run, other: Run | undefined) =>
  other?.stay === run.stay &&
  other.place.staff_id === run.place.staff_id &&
  other.place.facility_id === run.place.facility_id;

/** First nights of cases with their case manager. The runs of a stay lie in order, without gaps. */
const comings = (all: readonly Run[]): Moved[] =>
  all.flatMap((run, at) => (goesOn(run, all[at - 1]) ? [] : [{ day: run.from, place: run.place }]));

/** First nights on which cases are no longer with their case manager. */
const goings = (all: readonly Run[]): Moved[] =>
  all.flatMap((run, at) => (goesOn(run, all[at + 1]) ? [] : [{ day: run.to, place: run.place }]));

describe('whose cases they are', () => {
  it('is a caseload counted night by night', async () => {
    for (const asked of randomRequests(random, asking.manifest, {
      by: ['staff_id', 'staff_id', 'unit_id'],
      count: 12,
    })) {
      const from = firstCovered(asked, source);
      if (from >= asked.to || daysFrom(from, asked.to) > 200) continue;
      const rows = await asking.rows<Caseload>('casework/caseload', asked.text);
      const here = runs.filter(
        ({ place, from: start, to }) =>
          asked.inScope(place) && (asked.by === 'staff_id' || place.staff_id !== null) && start < asked.to && to > from,
      );
      const group = (place: Place) => (asked.by === null ? null : place[asked.by as keyof Place]);
      for (const row of rows) {
        const own = here.filter(({ place }) => group(place) === row.group);
        const nights: number[] = [];
        for (let day = from; day < asked.to; day = shift(day, 1))
          nights.push(own.filter(({ from: start, to }) => start <= day && to > day).length);
        const some = nights.filter((people) => people > 0);
        expect(row, JSON.stringify([asked.text, row.group])).toMatchObject({
          days_assigned: some.length,
          person_days: sum(some, (people) => people),
          minimum: Math.min(...nights),
          maximum: Math.max(...nights),
          last_day: nights.at(-1),
          days: nights.length,
        });
        expect(row.average).toBeCloseTo(sum(nights, (people) => people) / nights.length, 9);
      }
      const [came, went] = [comings(runs), goings(runs)].map((moved) =>
        moved.filter(
          ({ day, place }) =>
            day >= from &&
            day < asked.to &&
            day > source.historyFrom &&
            asked.inScope(place) &&
            (asked.by === 'staff_id' || place.staff_id !== null),
        ),
      );
      if (from > source.historyFrom) {
        for (const row of rows) {
          const own = (moved: readonly Moved[] = []) => moved.filter(({ place }) => group(place) === row.group).length;
          expect([row.taken_over, row.given_up], JSON.stringify([asked.text, row.group])).toEqual([
            own(came),
            own(went),
          ]);
        }
        expect(sum(rows, ({ taken_over }) => taken_over)).toBe(came?.length);
        expect(sum(rows, ({ given_up }) => given_up)).toBe(went?.length);
      }
      const nightsOf = (run: Run) => daysFrom(run.from > from ? run.from : from, run.to < asked.to ? run.to : asked.to);
      expect(sum(rows, ({ person_days }) => person_days)).toBe(sum(here, nightsOf));
    }
  });

  it('tells what was overdue when they were taken over, and what became of it', async () => {
    const assignments = groupBy(source.rows('assignment'), (row) => row.stay_id ?? null);
    const events = judged.flatMap(({ task, day, place, outcome, reason }): Event[] => {
      const counts =
        outcome === 'late' || outcome === 'open_overdue' || (outcome === 'set_aside' && reason === 'grace');
      if (!counts || day === null || task.stay_id === null) return [];
      const stay = source.stay(task.stay_id ?? null);
      return (assignments.get(task.stay_id ?? null) ?? []).flatMap((row): Event[] => {
        const [start, end] = [row.start_date ?? '', row.end_date ?? '9999-12-31'];
        const done = task.completed_date ?? '9999-12-31';
        if (start <= day || done < start || row.staff_id === place.staff_id) return [];
        const still = !task.completed_date && !stay.release_date && end > source.asOf;
        const cleared = done < end && task.completed_date !== null;
        return [
          {
            day: start,
            place: { ...source.on(task.stay_id ?? null, start), staff_id: row.staff_id ?? null },
            kinds: task,
            counts: { inherited: 1, cleared: one(cleared), open: one(still), passed_on: one(!cleared && !still) },
          },
        ];
      });
    });
    expect(events.length).toBeGreaterThan(50);
    for (const asked of randomRequests(random, asking.manifest, { by: [...places, 'task_type'], count: 30 })) {
      const rows = await asking.rows<Inherited>('casework/inherited', asked.text);
      const found = new Map(
        rows.map(({ group, inherited, cleared, open, passed_on }) => [
          `null ${group}`,
          { inherited, cleared, open, passed_on },
        ]),
      );
      const expected = addedUp(events, { ...asked, grain: null }, firstCovered(asked, source));
      expect(anything(found), JSON.stringify(asked.text)).toEqual(anything(expected));
    }
  });
});
