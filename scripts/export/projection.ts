import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  firstLearned,
  projectPast,
  scored,
  type PastPlace,
  type ProjectedPast,
} from '../../src/lib/projection/backtest.ts';
import { datedSnapshot, placeHistory, type DatedSpell, type ReturnCount } from '../../src/lib/projection/history.ts';
import { inputRows, noWork, workUnits, type PlaceInput } from '../../src/lib/projection/input.ts';
import { loadBands } from '../../src/lib/projection/load.ts';
import { firstWholeMonth, monthDay, monthNumber } from '../../src/lib/projection/months.ts';
import { countedPlace, remembered, stockFlowPlace } from '../../src/lib/projection/past-places.ts';
import { shownSeed } from '../../src/lib/projection/place.ts';
import { emptyRecord } from '../../src/lib/projection/predictive.ts';
import type { Cell } from '../../src/lib/projection/strata.ts';
import type { Manifest } from '../../src/lib/export/manifest.ts';
import { placeAt, shownAhead } from '../../src/lib/questions/population/projection.ts';
import type { Scope } from '../../src/lib/questions/scope.ts';
import { literal, type Database } from '../engine/database.ts';
import { workIn } from './projection-work.ts';
import type { Places } from './scopes.ts';

/** Where figures of a place belong in the marts. */
interface Place {
  kind: 'agency' | 'region' | 'facility';
  id: string | null;
  region: string | null;
}

const inputTable =
  'region_id VARCHAR, facility_id VARCHAR, stratum INTEGER, kind VARCHAR, slot INTEGER, name VARCHAR, detail VARCHAR, value DOUBLE';
const pastTable =
  'region_id VARCHAR, facility_id VARCHAR, origin INTEGER, months INTEGER, projected DOUBLE, actual DOUBLE, width80 DOUBLE, width95 DOUBLE, last_value DOUBLE, damped DOUBLE, score DOUBLE, last_score DOUBLE';

const aheadTable =
  'region_id VARCHAR, facility_id VARCHAR, ahead INTEGER, date DATE, today INTEGER, projected DOUBLE, lower50 DOUBLE, upper50 DOUBLE, lower80 DOUBLE, upper80 DOUBLE, lower95 DOUBLE, upper95 DOUBLE, freedom DOUBLE, capacity INTEGER, above DOUBLE, passed DOUBLE, year_over DOUBLE, ' +
  workUnits
    .flatMap((unit) => [unit, ...loadBands.map((band) => `${unit}_${band}`)].map((name) => `${name} DOUBLE`))
    .join(', ');

/** The tables the projection marts read, still empty: before the marts are made. */
export async function prepareProjections(database: Database): Promise<void> {
  await database.run(`CREATE OR REPLACE TABLE main.projection_input (${inputTable})`);
  await database.run(`CREATE OR REPLACE TABLE main.projection_past (${pastTable})`);
  await database.run(`CREATE OR REPLACE TABLE main.projection_ahead (${aheadTable})`);
}

/** Whether a file is made from what `recordProjections` fills. */
export function holdsProjections({ mart }: { mart: { name: string } }): boolean {
  return /^projection_(input|past|ahead)/.test(mart.name);
}

/**
 * Fills what projections are made from, and projects again at every past month of every place.
 * @param spill a folder for a file on the way into the database
 */
export async function recordProjections(
  database: Database,
  { asOf, historyFrom, basis, scopes, settings, spill, signal }: RecordOptions,
): Promise<void> {
  if (!basis || !historyFrom) return;
  const endDay = monthDay(asOf);
  const months = { first: firstWholeMonth(historyFrom, endDay), last: monthNumber(asOf, endDay) };
  const bulk = bulkInto(database, spill);
  const places = await readPlaces(database);
  const find = basis === 'stays' ? await staysOf(database, months) : await countsOf(database, months);
  const found: { place: Place; input: PlaceInput; past: PastPlace }[] = [];
  // The agency comes first, and no part of it has a longer history.
  let from = Infinity;
  for (const place of places) {
    signal?.throwIfAborted();
    const known = await find(place);
    // What it says of every month is kept instead of the history it says it by: that of all places at once is too large.
    if (!known) continue;
    from = Math.min(from, firstLearned([known.past]));
    const past = remembered(known.past, from, projectedMonths, () => signal?.throwIfAborted());
    found.push({ place, input: known.input, past });
  }
  if (found.length === 0) return;
  const projected = projectPast(
    found.map(({ past }) => past),
    projectedMonths,
  );
  const dataset = { as_of: asOf, scopes, settings };
  const work = await workIn(database, { asOf, settings });
  found.forEach(({ place, input }, i) => {
    signal?.throwIfAborted();
    record(bulk, place, input, projected[i]!, dataset, work);
  });
  await bulk.write();
}

/** Months ahead that projections are made to add up for: as many as can be asked for. */
const projectedMonths = 120;

function record(
  bulk: ReturnType<typeof bulkInto>,
  place: Place,
  input: PlaceInput,
  past: ProjectedPast,
  dataset: Pick<Manifest, 'as_of' | 'settings'> & { scopes: Places },
  work: Awaited<ReturnType<typeof workIn>>,
): void {
  const region = place.kind === 'agency' ? null : place.region;
  const facility = place.kind === 'facility' ? place.id : null;
  const known = { ...input, baseline: past.today ? [...past.today] : [], record: past.record };
  const whole = { ...known, work: work(place, known) };
  for (const { stratum, kind, slot, name, detail, value } of inputRows(whole)) {
    bulk.input.push([region, facility, stratum, kind, slot, name, detail, value]);
  }
  const scope: Scope = place.kind === 'agency' ? { kind: 'agency' } : { kind: place.kind, id: place.id ?? '' };
  const today = placeAt(whole).today;
  for (const month of shownAhead(whole, { scope, dataset: dataset as unknown as Manifest, by: null, filters: {} })) {
    const { ahead, date, projected, lower50, upper50, lower80, upper80, lower95, upper95, freedom, capacity } = month;
    const bands = [lower50, upper50, lower80, upper80, lower95, upper95, freedom];
    const chances = [month.probability_over, month.probability_passed, month.probability_guideline_year];
    const loads = workUnits.flatMap((unit) => {
      const load = month.loads[unit];
      return [load?.expected ?? null, ...loadBands.map((band) => load?.[band] ?? null)];
    });
    bulk.ahead.push([region, facility, ahead, date, today, projected, ...bands, capacity, ...chances, ...loads]);
  }
  for (const point of past.points.map(scored)) {
    const { months: ahead, projected, actual, width80, width95, last, damped, score, lastScore } = point;
    const origin = input.first + point.origin - 1;
    bulk.past.push([
      region,
      facility,
      origin,
      ahead,
      projected,
      actual,
      width80,
      width95,
      last,
      damped,
      score,
      lastScore,
    ]);
  }
}

export interface RecordOptions extends Pick<Manifest, 'settings'> {
  scopes: Places;
  asOf: string;
  historyFrom: string | null;
  basis: 'stays' | 'counts' | null;
  spill: string;
  signal?: AbortSignal | undefined;
}

interface Found {
  input: PlaceInput;
  past: PastPlace;
}

/** What is only known once every place is: see `record`. */
const notYet = () => ({ baseline: [], record: emptyRecord(), work: noWork });

async function readPlaces(database: Database): Promise<Place[]> {
  const rows = await database.rows(`
    SELECT 'region' AS kind, CAST(region_id AS VARCHAR) AS id, CAST(region_id AS VARCHAR) AS region FROM main.region
    UNION ALL SELECT 'facility', CAST(facility_id AS VARCHAR), CAST(region_id AS VARCHAR) FROM main.facility
    ORDER BY ALL`);
  return [{ kind: 'agency', id: null, region: null }, ...(rows as unknown as Place[])];
}

interface Months {
  first: number;
  last: number;
}

/** Numbers packed into one, which is far cheaper to fetch a million of than rows of several. */
const [entryBits, exitBits, dueBits] = [2 ** 13, 2 ** 12, 2 ** 13];
const monthsBefore = 1200;

async function staysOf(database: Database, { first, last }: Months): Promise<(place: Place) => Promise<Found | null>> {
  await database.run(`CREATE OR REPLACE TEMP TABLE projection_cell AS
    SELECT row_number() OVER (ORDER BY admission_type, offense_category, custody_level, sex) - 1 AS cell, *
    FROM (SELECT DISTINCT admission_type, offense_category, custody_level, sex FROM projection_spell)`);
  const base = first - monthsBefore;
  await database.run(`CREATE OR REPLACE TEMP TABLE projection_packed AS
    SELECT place_kind, place,
      (((CAST(cell AS DOUBLE) * ${entryBits} + greatest(entry - ${base}, 0)) * ${exitBits} + coalesce(exit - ${first} + 1, 0)) * ${dueBits}
        + CASE WHEN due IS NULL THEN 0 ELSE least(greatest(due - ${base}, 1), ${dueBits - 1}) END) AS packed,
      people
    FROM projection_spell JOIN projection_cell
      ON projection_spell.admission_type IS NOT DISTINCT FROM projection_cell.admission_type
      AND projection_spell.offense_category IS NOT DISTINCT FROM projection_cell.offense_category
      AND projection_spell.custody_level IS NOT DISTINCT FROM projection_cell.custody_level
      AND projection_spell.sex IS NOT DISTINCT FROM projection_cell.sex
    WHERE coalesce(exit >= ${first}, true)
    ORDER BY place_kind, place, packed`);
  const cells = (await database.rows(
    'SELECT admission_type, offense_category, custody_level, sex FROM projection_cell ORDER BY cell',
  )) as unknown as Cell[];
  const returns = (
    await database.rows(`SELECT entry, since, people FROM projection_return WHERE entry >= ${first}`)
  ).map((row): ReturnCount => ({ month: Number(row.entry), since: Number(row.since), people: Number(row.people) }));
  const designated = await designatedIn(database, last);
  return async (place) => {
    const where = `place_kind = ${literal(place.kind)} AND place IS NOT DISTINCT FROM ${place.id === null ? 'NULL' : literal(place.id)}`;
    const spells = (await database.rows(`SELECT packed, people FROM projection_packed WHERE ${where}`)).map(
      (row): DatedSpell => unpack(Number(row.packed), Number(row.people), first, base),
    );
    if (spells.length === 0) return null;
    // A place that opened within the history has one from then on.
    const began = spells.reduce((least, { entry }) => Math.min(least, entry), Infinity);
    const window = { first: Math.min(last, Math.max(first, began)), last };
    const followed = place.kind === 'agency' && returns.length > 0 ? { returns } : {};
    const history = placeHistory(cells, spells, { ...window, ...followed });
    const snapshot = datedSnapshot(history, cells, spells, designated(place));
    return {
      input: { ...window, population: [...history.population], snapshot, ...notYet() },
      past: stockFlowPlace(place, history, snapshot, shownSeed),
    };
  };
}

function unpack(packed: number, people: number, first: number, base: number): DatedSpell {
  const due = packed % dueBits;
  const withExit = Math.floor(packed / dueBits);
  const exit = withExit % exitBits;
  const withEntry = Math.floor(withExit / exitBits);
  return {
    cell: Math.floor(withEntry / entryBits),
    entry: (withEntry % entryBits) + base,
    exit: exit === 0 ? null : exit + first - 1,
    due: due === 0 ? null : due + base,
    people,
  };
}

/** Arrivals designated for the two months ahead: into an institution of any kind, into the agency new ones only. */
async function designatedIn(database: Database, last: number): Promise<(place: Place) => number[]> {
  const rows = await database.rows(`
    SELECT CAST(region_id AS VARCHAR) AS region, CAST(facility_id AS VARCHAR) AS facility, kind,
      year(expected_date) * 12 + month(expected_date) - 1
        + CASE WHEN day(expected_date) > getvariable('month_day') THEN 1 ELSE 0 END - ${last} AS ahead,
      sum(people)::INTEGER AS people
    FROM expected_move WHERE direction = 'in' AND expected_date > getvariable('as_of')
    GROUP BY ALL`);
  return (place) => {
    const people = [0, 0];
    for (const { region, facility, kind, ahead, people: count } of rows) {
      const own =
        place.kind === 'facility'
          ? facility === place.id
          : kind === 'designation' && (place.kind === 'agency' || region === place.id);
      const at = Number(ahead) - 1;
      if (own && (at === 0 || at === 1)) people[at]! += Number(count);
    }
    return people.every((count) => count === 0) ? [] : people;
  };
}

async function countsOf(database: Database, { last }: Months): Promise<(place: Place) => Promise<Found | null>> {
  // An institution's last count of a month stands for its end.
  const rows = await database.rows(`
    WITH counted AS (
      SELECT CAST(region_id AS VARCHAR) AS region, CAST(facility_id AS VARCHAR) AS facility, count_date, sum(population) AS people,
        year(count_date) * 12 + month(count_date) - 1 + CASE WHEN day(count_date) > getvariable('month_day') THEN 1 ELSE 0 END AS month
      FROM population_counted GROUP BY ALL
    )
    SELECT region, facility, month, max_by(people, count_date)::INTEGER AS people FROM counted GROUP BY ALL`);
  return async (place) => {
    const own = rows.filter(
      (row) =>
        place.kind === 'agency' || (place.kind === 'region' ? row.region === place.id : row.facility === place.id),
    );
    if (own.length === 0) return null;
    const first = Math.min(...own.map(({ month }) => Number(month))) + 1;
    if (first > last) return null;
    const population = countedMonths(
      own.map((row) => ({ ...row, place: JSON.stringify([row.region, row.facility]) })) as unknown as MonthCount[],
      first - 1,
      last,
    );
    return {
      input: { first, last, population, snapshot: null, ...notYet() },
      // The first value lies before the first month.
      past: countedPlace(place, population, first - 1),
    };
  };
}

interface MonthCount {
  place: string;
  month: number;
  people: number;
}

/** Months after which an institution that stopped counting is taken to have closed rather than to be late. */
const lateMonths = 2;

/**
 * People at the end of each month of a place, added up over the institutions that count. A month in which one of them
 * did not is not known, and null: a sum without it would look like a fall.
 */
function countedMonths(counts: readonly MonthCount[], first: number, last: number): (number | null)[] {
  const places = new Map<string, Map<number, number>>();
  for (const { place, month, people } of counts) {
    const months = places.get(place) ?? new Map<number, number>();
    places.set(place, months.set(Number(month), Number(people)));
  }
  const runs = [...places.values()].map((months) => {
    const known = [...months.keys()];
    const end = Math.max(...known);
    return { months, from: Math.min(...known), to: last - end <= lateMonths ? last : end };
  });
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const month = first + index;
    const running = runs.filter(({ from, to }) => from <= month && month <= to);
    const people = running.map(({ months }) => months.get(month) ?? null);
    if (people.length === 0 || people.some((count) => count === null)) return null;
    return people.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  });
}

type Value = string | number | null;

/** Collects rows and brings them into the database through one file each: hundreds of thousands of inserts would crawl. */
function bulkInto(database: Database, spill: string) {
  const rows = { input: [] as Value[][], past: [] as Value[][], ahead: [] as Value[][] };
  const write = async (name: keyof typeof rows, columns: string) => {
    if (rows[name].length === 0) return;
    const path = join(spill, `projection-${name}.csv`);
    await writeFile(path, rows[name].map((row) => row.map(cellOf).join(',')).join('\n'));
    const types = columns.split(', ').map((column) =>
      column
        .split(' ')
        .map((word) => `'${word}'`)
        .join(': '),
    );
    try {
      await database.run(
        `INSERT INTO main.projection_${name} SELECT * FROM read_csv(${literal(path)}, header = false, auto_detect = false,
          delim = ',', quote = '"', escape = '"', nullstr = '', columns = {${types.join(', ')}}, parallel = false)`,
      );
    } finally {
      await rm(path, { force: true });
    }
  };
  return {
    ...rows,
    async write() {
      await write('input', inputTable);
      await write('past', pastTable);
      await write('ahead', aheadTable);
    },
  };
}

function cellOf(value: Value): string {
  if (value === null) return '';
  return typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`;
}
