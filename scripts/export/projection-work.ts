import { addDays, addMonths, firstOfMonth, type IsoDate } from '../../src/lib/calendar/date.ts';
import { eachPerson } from '../../data/contract/task-types.ts';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { noWork, type PlaceInput } from '../../src/lib/projection/input.ts';
import { minMonths } from '../../src/lib/projection/backtest.ts';
import { sum } from '../../src/lib/projection/lexis.ts';
import { totals } from '../../src/lib/projection/snapshot.ts';
import { asDeadline, workOf, type YearOfWork } from '../../src/lib/projection/work.ts';
import type { RawRow } from '../../src/lib/engine/engine.ts';
import { literal, type Database } from '../engine/database.ts';

interface OfPlace {
  kind: 'agency' | 'region' | 'facility';
  id: string | null;
}

/** The twelve whole calendar months up to a day: the first day of the first, and the day after the last. */
function lastYearOf(asOf: IsoDate): { from: IsoDate; to: IsoDate } {
  const to = firstOfMonth(addDays(asOf, 1));
  return { from: addMonths(to, -12), to };
}

/** What work the people of a place bring, from the tasks that fell due in the last year and the agency’s time study. */
export async function workIn(
  database: Database,
  { asOf, settings }: { asOf: IsoDate; settings: Manifest['settings'] },
): Promise<(place: OfPlace, input: PlaceInput) => PlaceInput['work']> {
  if (!(await isThere(database, 'timeliness_month')) || !(await isThere(database, 'workload_month')))
    return () => noWork;
  const { from, to } = lastYearOf(asOf);
  const tasks = await database.rows(`
    SELECT CAST(region_id AS VARCHAR) AS region, CAST(facility_id AS VARCHAR) AS facility, CAST(task_type AS VARCHAR) AS kind,
      sum(on_time + late + open_overdue + set_aside_grace)::INTEGER AS tasks
    FROM timeliness_month WHERE month >= ${literal(from)} AND month < ${literal(to)} GROUP BY ALL`);
  const near = await database.rows(`
    SELECT CAST(region_id AS VARCHAR) AS region, CAST(facility_id AS VARCHAR) AS facility,
      coalesce(sum(near_release) FILTER (month >= ${literal(from)} AND month < ${literal(to)}), 0)::INTEGER AS near,
      coalesce(sum(people) FILTER (month >= ${literal(from)} AND month < ${literal(to)}), 0)::INTEGER AS people,
      coalesce(sum(near_release) FILTER (month = ${literal(firstOfMonth(asOf))}), 0)::INTEGER AS near_now,
      coalesce(sum(people) FILTER (month = ${literal(firstOfMonth(asOf))}), 0)::INTEGER AS people_now
    FROM workload_month GROUP BY ALL`);
  const minutes = new Map<string, number>();
  if (await isThere(database, 'task_minutes'))
    for (const { task_type: kind, minutes: each } of await database.rows('SELECT task_type, minutes FROM task_minutes'))
      minutes.set(String(kind), Number(each));
  return ({ kind, id }, { snapshot, population }) => {
    const own = ({ region, facility }: RawRow) => kind === 'agency' || (kind === 'region' ? region : facility) === id;
    const due = new Map<string, number>();
    for (const row of tasks.filter(own))
      due.set(String(row.kind), (due.get(String(row.kind)) ?? 0) + Number(row.tasks));
    const ends = population.slice(-minMonths - 1);
    if (!snapshot || due.size === 0 || ends.length <= minMonths || ends.some((people) => people === null))
      return noWork;
    const held = near.filter(own);
    const all = (name: string) => held.reduce((total, row) => total + Number(row[name]), 0);
    const share = (part: number, whole: number) => (whole > 0 ? part / whole : 0);
    const year: YearOfWork = {
      // A month has on average who is there between its ends.
      personMonths: sum(ends.slice(1).map((people, i) => ((people ?? 0) + (ends[i] ?? 0)) / 2)),
      arrivals: sum(totals(snapshot.strata).slice(-minMonths)),
      departures: sum(snapshot.exits.slice(-minMonths)),
      releases: 0,
      near: share(all('near'), all('people')),
      nearNow: share(all('near_now'), all('people_now')),
      tasks: due,
    };
    const hours = (of: string) => (minutes.get(of) ?? 0) / 60;
    return {
      deadlines: workOf(year, asDeadline, settings),
      hours: minutes.size > 0 ? workOf(year, hours, settings, hours(eachPerson)) : null,
    };
  };
}

/** Whether a mart was made: what it is made from may not have been supplied. */
async function isThere(database: Database, mart: string): Promise<boolean> {
  const found = await database.rows(
    `SELECT 1 FROM duckdb_columns() WHERE schema_name <> 'main' AND table_name = ${literal(mart)} LIMIT 1`,
  );
  return found.length > 0;
}
