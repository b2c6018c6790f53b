import { join } from 'node:path';
import { openDemo } from '../../scripts/demo/fixture.ts';
import { readTexts } from './source-rows.ts';

type Cell = string | null;
export type Row = Record<string, Cell>;

/** Where something happened and whose case it was. */
export interface Place {
  region_id: Cell;
  facility_id: Cell;
  unit_id: Cell;
  staff_id: Cell;
}

/** A run of nights of one stay at one place, with one case manager, at one level. */
export interface Run {
  from: string;
  to: string;
  place: Place;
  level: Cell;
  stay: Row;
}

const nowhere: Place = { region_id: null, facility_id: null, unit_id: null, staff_id: null };

/** The good rows of a demonstration source as texts, and what has to be looked up in them, written a second time. */
export interface CaseworkSource {
  asOf: string;
  historyFrom: string;
  rows(table: string): Row[];
  stay(id: Cell): Row;
  /** Place and case manager of a stay on a day; from the day of release on the last place, and nobody. */
  on(stay: Cell, day: string): Place;
  placement(stay: Cell, day: string): Row | undefined;
  /** Everybody's nights in custody, in runs over which place, case manager and level are the same. */
  runs(): Run[];
  /** Home of a member of staff. */
  home(staff: Cell): Place;
  regionOf(facility: Cell): Cell;
}

const tables = [
  'facility',
  'unit',
  'staff',
  'staffing',
  'stay',
  'placement',
  'assignment',
  'clock_stop',
  'assessment',
  'task',
  'need',
  'plan_goal',
  'classification',
  'contact',
  'quality_check',
  'training',
  'incident',
  'performance_note',
  'program',
  'enrollment',
  'release_readiness',
  'follow_up',
  'financial_responsibility',
  'release_cost',
  'release_budget',
  'meeting',
];

/** Items by a key, in the order they come. */
export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

const byStay = (rows: Row[]) => groupBy(rows, (row) => row.stay_id ?? null);

const covers = (row: Row, day: string) => (row.start_date ?? '') <= day && (row.end_date ?? '9999-12-31') > day;

export async function readCasework(folder: string, historyFrom: string): Promise<CaseworkSource> {
  const demo = await openDemo(folder);
  const loaded = new Map<string, Row[]>();
  for (const table of tables) {
    loaded.set(table, (await demo.rows(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM "${table}"`)) as Row[]);
  }
  demo.close();
  const rows = (table: string) => loaded.get(table) ?? [];
  const [agency] = await readTexts(folder, 'agency', 'csv');
  const stays = new Map(rows('stay').map((row) => [row.stay_id ?? null, row]));
  // Tasks of a stay that does not exist are loaded without it.
  const known = new Set(rows('task').map((row) => row.task_id));
  for (const row of await readTexts(folder, 'task', 'parquet')) {
    const orphan = row.stay_id !== null && !stays.has(row.stay_id ?? '') && !known.has(row.task_id ?? null);
    if (orphan) rows('task').push({ ...row, stay_id: null });
  }
  const placements = byStay(rows('placement'));
  const assignments = byStay(rows('assignment'));
  const regions = new Map(rows('facility').map((row) => [row.facility_id ?? null, row.region_id ?? null]));
  const staff = new Map(rows('staff').map((row) => [row.staff_id ?? null, row]));
  const regionOf = (facility: Cell) => regions.get(facility) ?? null;

  const stay = (id: Cell): Row => {
    const found = stays.get(id);
    if (!found) throw new Error(`no stay ${id}`);
    return found;
  };
  const placement = (id: Cell, day: string) => placements.get(id)?.find((row) => covers(row, day));
  const on = (id: Cell, day: string): Place => {
    const { admission_date, release_date } = stay(id);
    if (day < (admission_date ?? '')) return nowhere;
    const left = release_date !== null && release_date !== undefined && day >= release_date;
    const night = left ? before(release_date) : day;
    const held =
      left && release_date === admission_date
        ? [...(placements.get(id) ?? [])].sort((a, b) => compare(a, b))[0]
        : placement(id, night);
    const assigned = left ? undefined : assignments.get(id)?.find((row) => covers(row, day));
    return {
      region_id: regionOf(held?.facility_id ?? null),
      facility_id: held?.facility_id ?? null,
      unit_id: held?.unit_id ?? null,
      staff_id: assigned?.staff_id ?? null,
    };
  };
  const asOf = agency?.as_of ?? '';
  /** The nights of a stay cut wherever anything about it changes, each piece looked up on its first night. */
  const runsOf = (row: Row): Run[] => {
    const id = row.stay_id ?? null;
    const [start, end] = [row.admission_date ?? '', row.release_date ?? shift(asOf, 1)];
    const changes = [placements, assignments].flatMap((table) =>
      (table.get(id) ?? []).flatMap(({ start_date, end_date }) => [start_date ?? '', end_date ?? end]),
    );
    const cuts = [...new Set([start, end, ...changes])].filter((day) => day >= start && day <= end).sort();
    return cuts.slice(0, -1).map((from, at) => ({
      from,
      to: cuts[at + 1] ?? from,
      place: on(id, from),
      level: placement(id, from)?.custody_level ?? null,
      stay: row,
    }));
  };
  return {
    asOf,
    runs: () => rows('stay').flatMap(runsOf),
    historyFrom,
    rows,
    stay,
    on,
    placement,
    home(id) {
      const member = staff.get(id);
      const facility = member?.facility_id ?? null;
      return { region_id: regionOf(facility), facility_id: facility, unit_id: member?.unit_id ?? null, staff_id: id };
    },
    regionOf,
  };
}

const compare = (a: Row, b: Row) => ((a.start_date ?? '') < (b.start_date ?? '') ? -1 : 1);
const before = (day: string) => shift(day, -1);

/** The day so many days later. */
export function shift(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

export function daysFrom(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** Name of the demonstration's source below the folder the tests are given. */
export const sourceOf = (folder: string) => join(folder, 'source');
