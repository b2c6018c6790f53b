import { beforeAll, describe, expect, it } from 'vitest';
import { simulateCareers } from '../../scripts/demo/career.ts';
import { monthOf, NONE, type Day } from '../../scripts/demo/day.ts';
import { buildAgency } from '../../scripts/demo/facility.ts';
import { simulatePlacements } from '../../scripts/demo/placement.ts';
import { ADMISSION_TYPES, OFFENSES, scenarioOf } from '../../scripts/demo/scenario.ts';
import type { Stay } from '../../scripts/demo/stay.ts';
import {
  firstLearned,
  projectPast,
  scored,
  scores,
  type PastPlace,
  type Score,
} from '../../src/lib/projection/backtest.ts';
import { placeHistory, type DatedSpell } from '../../src/lib/projection/history.ts';
import { remembered, stockFlowPlace } from '../../src/lib/projection/past-places.ts';
import type { Cell } from '../../src/lib/projection/strata.ts';

const seeds = Array.from({ length: 10 }, (_, i) => i + 1);

/** The stays of a demonstration agency by place, as the export's SQL hands them to the projection, without the rest of the agency. */
function placesOf(seed: number): PastPlace[] {
  const scenario = scenarioOf('default', seed, false, true);
  const window = { first: monthOf(scenario.windowStart), last: monthOf(scenario.asOf) };
  const { stays } = simulateCareers(scenario);
  const agency = buildAgency(scenario);
  simulatePlacements(scenario, agency, stays);
  const cells: Cell[] = [];
  const known = new Map<string, number>();
  const cellOf = (stay: Stay, type: string | null) => {
    const offense = stay.offenseRecorded ? (OFFENSES[stay.offense] ?? null) : null;
    const sex = stay.person.female ? 'F' : 'M';
    const key = `${type} ${offense} ${sex}`;
    let cell = known.get(key);
    if (cell === undefined) {
      known.set(key, (cell = cells.length));
      cells.push({ admission_type: type, offense_category: offense, custody_level: null, sex });
    }
    return cell;
  };
  const exitOf = (day: Day) => (day !== NONE && day <= scenario.asOf ? monthOf(day) : null);
  const spells = new Map<number, DatedSpell[]>();
  const add = (place: number, cell: number, start: Day, end: Day) => {
    const exit = exitOf(end);
    if (exit !== null && exit < window.first) return;
    const list = spells.get(place) ?? [];
    spells.set(place, list);
    list.push({ cell, entry: monthOf(start), exit, due: null, people: 1 });
  };
  const whole = -1;
  for (const stay of stays) {
    const type = ADMISSION_TYPES[stay.admissionType] ?? null;
    add(whole, cellOf(stay, type), stay.admission, stay.release);
    let [from, count] = [0, 0];
    stay.placements.forEach((placement, i) => {
      const next = stay.placements[i + 1];
      if (next?.facility === placement.facility) return;
      const start = stay.placements[from]!.start;
      add(placement.facility, cellOf(stay, count === 0 ? type : 'moved_in'), start, next?.start ?? stay.release);
      [from, count] = [i + 1, count + 1];
    });
  }
  const places: PastPlace[] = [];
  let first = Infinity;
  for (const [place, list] of [...spells].sort(([a], [b]) => a - b)) {
    const began = list.reduce((least, { entry }) => Math.min(least, entry), Infinity);
    const history = placeHistory(cells, list, { ...window, first: Math.max(window.first, began) });
    const today = history.snapshotAt(history.last - history.first + 1);
    const kind = place === whole ? 'agency' : 'facility';
    const past = stockFlowPlace({ kind, region: null }, history, today, 1);
    first = Math.min(first, firstLearned([past]));
    places.push(remembered(past, first, 1));
  }
  return places;
}

describe('the projection of the demonstration agency over ten seeds', () => {
  const agency: Score[] = [];
  const institutions: Score[] = [];

  beforeAll(() => {
    for (const seed of seeds) {
      const places = placesOf(seed);
      projectPast(places, 1).forEach(({ points }, i) => {
        (places[i]!.kind === 'agency' ? agency : institutions).push(...scores(points.map(scored)));
      });
    }
  }, 600_000);

  const at = (rows: readonly Score[], months: number) => rows.filter(({ horizon_months }) => horizon_months === months);
  const mean = (rows: readonly Score[], value: (row: Score) => number) =>
    rows.reduce((all, row) => all + value(row), 0) / rows.length;
  const inside = (rows: readonly Score[], share: 'coverage80' | 'coverage95') =>
    rows.reduce((all, row) => all + row[share] * row.origins, 0) / rows.reduce((all, row) => all + row.origins, 0);

  it('of the agency beats the last value by far a year ahead', () => {
    expect(at(agency, 12)).toHaveLength(seeds.length);
    for (const { mape, last_value_mape } of at(agency, 12)) expect(mape).toBeLessThan(0.9 * last_value_mape);
    for (const months of [1, 3, 6, 12, 24, 36])
      expect(mean(at(agency, months), (row) => row.crps)).toBeLessThan(
        mean(at(agency, months), (row) => row.last_value_crps),
      );
  });

  it('of institutions is on average never worse than the last value', () => {
    for (const months of [1, 3, 6, 12, 24, 36]) {
      const rows = at(institutions, months);
      expect(rows.length).toBeGreaterThan(100);
      expect(mean(rows, ({ mape, last_value_mape }) => mape / last_value_mape)).toBeLessThanOrEqual(1);
      expect(mean(rows, ({ mape }) => mape)).toBeLessThanOrEqual(mean(rows, (row) => row.last_value_mape));
    }
  });

  it('holds about four fifths in the 80 % band, and most in the 95 % band', () => {
    for (const rows of [agency, institutions]) {
      expect(inside(rows, 'coverage80')).toBeGreaterThan(0.75);
      expect(inside(rows, 'coverage80')).toBeLessThan(0.85);
      expect(inside(rows, 'coverage95')).toBeGreaterThan(0.9);
      expect(inside(at(rows, 12), 'coverage80')).toBeGreaterThan(0.75);
      expect(inside(at(rows, 12), 'coverage80')).toBeLessThan(0.86);
    }
  });
});
