import { mean, median, sum } from 'd3-array';
import { formatNumber } from '../format/number.ts';
import { formatMonth } from '../calendar/date.ts';
import {
  filledIn,
  needOf,
  type Banded,
  type Need,
  type Positions,
  type Vacancies,
} from '../projection/people-needed.ts';
import type { MonthBeside, ProjectedMonth } from '../questions/population/projection.ts';
import type { PositionsAhead } from '../questions/population/people-needed.ts';
import type { PositionsMonth } from '../questions/population/positions-months.ts';

/** What the load of a position is counted in, the best first. */
export const loadUnits = ['deadlines', 'weighted', 'people', 'hours'] as const;
export type LoadUnit = (typeof loadUnits)[number];

export const unitWords: Readonly<Record<LoadUnit, { label: string; of: string }>> = {
  deadlines: { label: 'Deadlines a month', of: 'deadlines a month' },
  weighted: { label: 'Weighted cases', of: 'weighted cases' },
  people: { label: 'People', of: 'people' },
  hours: { label: 'Hours, by the time study', of: 'hours of casework a month' },
};

/** The units that something is known of. */
export function knownUnits(rows: readonly PositionsAhead[]): LoadUnit[] {
  return loadUnits.filter((unit) =>
    rows.some(
      (row) => row.ahead > 0 && loadOf(row, unit) !== null && (unit !== 'hours' || row.hours_available !== null),
    ),
  );
}

/** What an institution carries together in a unit; null where it is not known. */
export function loadOf(row: PositionsAhead, unit: LoadUnit): Banded | null {
  if (unit === 'weighted') {
    const { weight } = row;
    return weight === null
      ? null
      : scaled({ expected: row.people, lower: row.people_lower80, upper: row.people_upper80 }, weight);
  }
  const [expected, lower, upper] = [row[unit], row[`${unit}_lower80`], row[`${unit}_upper80`]];
  return expected === null || lower === null || upper === null ? null : { expected, lower, upper };
}

function scaled({ expected, lower, upper }: Banded, by: number): Banded {
  return { expected: expected * by, lower: lower * by, upper: upper * by };
}

/** What is asked of a position where the reader asks nothing: hours there are, what the agency aims at, what was usual. */
export function usualLoad(row: PositionsAhead, unit: LoadUnit, aim: number | null): number | null {
  if (unit === 'hours') return row.hours_available;
  if (unit === 'people' && aim !== null) return aim;
  return row[`usual_${unit}`];
}

/** What a reader has chosen of positions and loads. */
export interface Asked {
  unit: LoadUnit;
  /** Load of each position; null for the usual one. */
  load: number | null;
  vacancies: Vacancies;
  /** Positions filled beyond that at each institution, or fewer. */
  more: number;
  ahead: number;
  /** People for each case manager the agency aims at. */
  aim: number | null;
}

/** An institution's line: what each position carries now and then, and the positions it takes. */
export interface NeedLine extends Need {
  group: string;
  row: PositionsAhead;
  /** Null where there is no recent record. */
  filled: number | null;
  authorized: number | null;
  now: number | null;
  target: number | null;
}

export function needLines(rows: readonly PositionsAhead[], asked: Asked): NeedLine[] {
  const today = new Map(rows.filter(({ ahead }) => ahead === 0).map((row) => [row.group, row]));
  return rows
    .filter(({ ahead }) => ahead === asked.ahead)
    .map((row): NeedLine => {
      const positions = positionsOf(row);
      const filled = positions && filledIn(asked.vacancies, positions, asked.more);
      const target = asked.load ?? usualLoad(row, asked.unit, asked.aim);
      const [load, before] = [loadOf(row, asked.unit), today.get(row.group)];
      const carried = before && loadOf(before, asked.unit);
      const none: Need = { perFilled: null, needed: null, difference: null, above: null, oneFewer: null };
      return {
        group: row.group,
        row,
        filled,
        authorized: row.authorized,
        now: carried && row.filled !== null && row.filled > 0 ? carried.expected / row.filled : null,
        target,
        ...(load && filled !== null ? needOf(load, filled, target, row.freedom) : none),
      };
    });
}

function positionsOf({ filled, authorized, vacant80 }: PositionsAhead): Positions | null {
  return filled === null ? null : { filled, authorized, vacant80 };
}

/** The rows of institutions under a scenario: what they carry is its months', everything else as before. */
export function underScenario(
  rows: readonly PositionsAhead[],
  months: ReadonlyMap<string, readonly MonthBeside[]>,
): PositionsAhead[] {
  return rows.flatMap((row) => {
    if (row.ahead === 0) return [row];
    const month = months.get(row.group)?.find(({ ahead }) => ahead === row.ahead);
    if (!month) return [];
    const { deadlines, hours } = month.loads;
    return [
      {
        ...row,
        freedom: month.freedom,
        ...{ people: month.projected, people_lower80: month.lower80, people_upper80: month.upper80 },
        deadlines: deadlines?.expected ?? null,
        ...{ deadlines_lower80: deadlines?.lower80 ?? null, deadlines_upper80: deadlines?.upper80 ?? null },
        hours: hours?.expected ?? null,
        ...{ hours_lower80: hours?.lower80 ?? null, hours_upper80: hours?.upper80 ?? null },
      },
    ];
  });
}

/** Positions filled and needed over all institutions, as a sentence; those without a known load are left out and named. */
export function peopleNeededSentence(lines: readonly Pick<NeedLine, 'filled' | 'needed'>[], months: number): string {
  const known = lines.filter((line) => line.needed !== null && line.filled !== null);
  if (known.length === 0) return 'no load is known to work out positions from';
  const all = (of: 'filled' | 'needed') => sum(known, (line) => line[of] ?? 0);
  const others = lines.length - known.length;
  const left =
    others > 0 ? ` (${others} ${others === 1 ? 'institution' : 'institutions'} without a known load left out)` : '';
  return `in ${months} months ${formatNumber(all('needed'), 1)} filled positions would carry the load asked for; ${formatNumber(all('filled'), 1)} are filled${left}`;
}

/** What all positions of a place carry together, and each, month by month: the lines of its chart. */
export interface PlaceLoad {
  past: { month: string; each: number | null }[];
  ahead: { month: string; each: number; lower50: number; upper50: number; lower80: number; upper80: number }[];
  /** The months ahead with other positions filled. */
  others: { label: string; each: number[] }[];
  /** Median of what was. */
  usual: number | null;
  filled: number;
  authorized: number | null;
  recorded: string;
}

/** The projection of a place: people without a scenario, and its months under one, index 0 the next; null for none. */
export interface PlaceAhead {
  baseline: readonly Pick<ProjectedMonth, 'projected'>[];
  scenario: readonly MonthBeside[] | null;
}

/** @param months of the place without a scenario */
export function placeLoad(
  months: readonly PositionsMonth[],
  rows: readonly PositionsAhead[],
  asked: Asked,
  { baseline, scenario }: PlaceAhead,
): PlaceLoad | null {
  const { unit } = asked;
  if (unit === 'hours') return null;
  const past = months.filter(({ ahead }) => ahead === null);
  const last = past.findLast(({ filled }) => filled !== null);
  if (!last || last.filled === null) return null;
  const institutions = rows.filter(({ ahead, filled }) => ahead === 0 && filled !== null);
  const filledAs = (vacancies: Vacancies) =>
    sum(institutions, (row) => filledIn(vacancies, positionsOf(row)!, asked.more));
  const filled = filledAs(asked.vacancies);
  const each = past.slice(1).map((month) => ({ month: month.month, each: over(month[unit], month.filled) }));
  const known = each.flatMap(({ each: load }) => (load === null ? [] : [load]));
  // Weighted cases go with people: today's mix of cases.
  const weight = unit === 'weighted' ? over(last.weighted, last.people) : 1;
  const of = unit === 'weighted' ? 'people' : unit;
  const future = months.filter((month) => month.ahead !== null && month[of] !== null);
  if (filled <= 0 || weight === null) return null;
  const ahead = future.map((month) => {
    const changed = scenario?.[month.ahead! - 1] ?? null;
    // Part of the place's people may be at institutions that record no positions.
    const part = over(month.people, baseline[month.ahead! - 1]?.projected ?? null) ?? 1;
    const load = changed && (of === 'people' ? { ...changed, expected: changed.projected } : changed.loads.deadlines);
    const each = (value: number | null) => ((value ?? 0) * weight) / filled;
    const band = (limit: 'lower50' | 'upper50' | 'lower80' | 'upper80') =>
      each(load ? load[limit] * part : month[`${of}_${limit}`]);
    return {
      month: month.month,
      each: each(load ? load.expected * part : month[of]),
      ...{ lower50: band('lower50'), upper50: band('upper50'), lower80: band('lower80'), upper80: band('upper80') },
    };
  });
  const choices: [Vacancies, string][] = [
    ['as now', 'Filled as now'],
    ['all authorised', 'All authorised filled'],
    ['often vacant', 'As many vacant as one month in five'],
  ];
  const others = choices.flatMap(([vacancies, label]) => {
    const positions = filledAs(vacancies);
    return vacancies === asked.vacancies || positions <= 0 || Math.abs(positions - filled) < 0.05
      ? []
      : [{ label, each: ahead.map((month) => (month.each * filled) / positions) }];
  });
  return {
    past: each,
    ahead,
    others,
    usual: asked.load ?? (unit === 'people' ? asked.aim : null) ?? median(known) ?? null,
    filled,
    authorized: last.authorized,
    recorded: last.month,
  };
}

function over(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : part / whole;
}

/** The place in a sentence: what each would carry a year ahead, what was usual, and the positions that would keep it. */
export function placeLoadSentence({ ahead, usual, filled, authorized, recorded }: PlaceLoad, unit: LoadUnit): string {
  const year = ahead[11] ?? ahead.at(-1);
  if (!year) return `${formatNumber(filled, 1)} positions of case managers are filled`;
  const number = (value: number) => formatNumber(value, value < 20 ? 1 : 0);
  const against = usual === null ? '' : `, against ${number(usual)}`;
  const keep =
    usual === null || usual <= 0
      ? ''
      : `. To stay at ${number(usual)} takes ${formatNumber((year.each * filled) / usual, 1)} filled positions`;
  const positions = `${formatNumber(filled, 1)} filled${authorized === null ? '' : `, ${formatNumber(authorized, 1)} authorised`}`;
  return `With ${positions} in ${formatMonth(recorded)}, each case manager would have ${number(year.each)} ${unitWords[unit].of} in ${formatMonth(year.month)} (80\u202f% band ${number(year.lower80)} to ${number(year.upper80)})${against}${keep}`;
}

/** How the year's deadlines compare with what law and settings ask for, as a sentence; null where nothing is known. */
export function ratioSentence(rows: readonly PositionsAhead[]): string | null {
  const ratios = rows.flatMap(({ ahead, deadline_ratio: ratio }) => (ahead === 0 && ratio !== null ? [ratio] : []));
  const [least, most, middle] = [Math.min(...ratios), Math.max(...ratios), mean(ratios)];
  if (middle === undefined) return null;
  const range = ratios.length > 1 ? ` (${formatNumber(least, 2)} to ${formatNumber(most, 2)} by institution)` : '';
  return `In the last year ${formatNumber(middle, 2)} deadlines fell due for each that law and settings ask for${range}; the projection goes by what fell due.`;
}
