import type { SourcePerson, SourceRows, SourceStay } from './source-rows.ts';

/** Where and how a stay was held on one night. */
export interface Night {
  region_id: string | null;
  facility_id: string | null;
  unit_id: string | null;
  custody_level: string | null;
  scored_custody_level: string | null;
  management_variable: string | null;
  legal_status: string;
  sex: string | null;
  age_status: string;
  age_group: string | null;
  race_ethnicity: string | null;
  offense_category: string | null;
}

export type NightColumn = keyof Night;
export type Place = 'region_id' | 'facility_id' | 'unit_id';

/** Columns a population can be grouped by. */
export const nightColumns = [
  'region_id',
  'facility_id',
  'unit_id',
  'custody_level',
  'legal_status',
  'sex',
  'age_status',
  'age_group',
  'race_ethnicity',
  'offense_category',
] as const satisfies readonly NightColumn[];

const dayMs = 86_400_000;
export const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / dayMs;
export const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);

/** Every night of every stay, written out: slow and obvious, to hold the running sums of the marts against. */
export interface Custody {
  rows: SourceRows;
  firstDay: number;
  stays: { stay: SourceStay; nights: (Night | null)[] }[];
}

/** The nights from the one before `from` to the as-of date. */
export function custodyFrom(rows: SourceRows, from: string): Custody {
  const firstDay = dayNumber(from) - 1;
  const lastDay = dayNumber(rows.asOf);
  const stays = rows.stays.map((stay) => {
    const nights: (Night | null)[] = [];
    // A night like the one before is the same object: a stay has few kinds of night and many nights.
    let last: Night | null = null;
    for (let day = firstDay; day <= lastDay; day += 1) {
      const now = nightOf(rows, stay, day);
      last = now && last && nightColumnsAll.every((column) => now[column] === last?.[column]) ? last : now;
      nights.push(last);
    }
    return { stay, nights };
  });
  return { rows, firstDay, stays };
}

const nightColumnsAll: readonly NightColumn[] = [...nightColumns, 'scored_custody_level', 'management_variable'];

/** The stay's night, or null when the person did not sleep in custody: admitted by that day, not yet released. */
function nightOf(rows: SourceRows, stay: SourceStay, day: number): Night | null {
  if (dayNumber(stay.admission_date) > day || (stay.release_date && dayNumber(stay.release_date) <= day)) return null;
  const placement = rows.placements
    .get(stay.stay_id)
    ?.find(({ start_date, end_date }) => dayNumber(start_date) <= day && !(end_date && dayNumber(end_date) <= day));
  const sentenced = stay.sentenced_date !== null && dayNumber(stay.sentenced_date) <= day;
  return {
    region_id: placement ? (rows.regionOf.get(placement.facility_id) ?? null) : null,
    facility_id: placement?.facility_id ?? null,
    unit_id: placement?.unit_id ?? null,
    custody_level: placement?.custody_level ?? null,
    scored_custody_level: placement?.scored_custody_level ?? null,
    management_variable: placement?.management_variable ?? null,
    legal_status: sentenced ? 'sentenced' : stay.legal_status,
    sex: rows.persons.get(stay.person_id)?.sex ?? null,
    age_status: stay.age_status,
    age_group: ageGroup(rows.persons.get(stay.person_id), stay.admission_date, day),
    race_ethnicity: rows.persons.get(stay.person_id)?.race_ethnicity ?? null,
    offense_category: stay.offense_category,
  };
}

/** The age a person reaches in the year of the night. */
function ageGroup(person: SourcePerson | undefined, admissionDate: string, day: number): string | null {
  const born = person?.birth_date?.slice(0, 4) ?? person?.birth_year;
  if (!born) return null;
  const ageIn = (year: string) => Number(year) - Number(born);
  const atAdmission = ageIn(admissionDate.slice(0, 4));
  if (atAdmission < 10 || atAdmission > 110) return null;
  const age = ageIn(dateOf(day).slice(0, 4));
  if (age < 25) return 'Under 25';
  if (age >= 55) return '55 and over';
  const from = age - ((age - 25) % 10);
  return `${from}–${from + 9}`;
}

export type Keep = (night: Night) => boolean;
export type Counts = Map<string | null, number>;

const everybody: Keep = () => true;

/** People in custody on a date by the values of a column, counted one stay after the other. */
export function countOn(custody: Custody, date: string, column: NightColumn | null, keep = everybody): Counts {
  const counts: Counts = new Map();
  for (const { nights } of custody.stays) {
    const night = nights[dayNumber(date) - custody.firstDay];
    if (!night || !keep(night)) continue;
    const group = column === null ? null : night[column];
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}

/** Nights in custody in [from, to) by the values of a column. */
export function nightsIn(custody: Custody, from: string, to: string, column: NightColumn | null): Counts {
  const total: Counts = new Map();
  const [first, end] = [dayNumber(from) - custody.firstDay, dayNumber(to) - custody.firstDay];
  for (const { nights } of custody.stays) {
    for (let index = first; index < end; index += 1) {
      const night = nights[index];
      if (!night) continue;
      const group = column === null ? null : night[column];
      total.set(group, (total.get(group) ?? 0) + 1);
    }
  }
  return total;
}

export interface Flow {
  admissions: number;
  releases: number;
  transfers_in: number;
  transfers_out: number;
}

/**
 * Who came and went by month (`2026-04`) and place, from each stay's nights: a transfer is a night elsewhere than the
 * night before. Keys are `month place`, `month null` for nights without one.
 */
export function flowsByMonth(custody: Custody, from: string, place: Place | null): Map<string, Flow> {
  const flows = new Map<string, Flow>();
  const at = (day: number, group: string | null) => {
    const key = `${dateOf(day).slice(0, 7)} ${group}`;
    const flow = flows.get(key) ?? { admissions: 0, releases: 0, transfers_in: 0, transfers_out: 0 };
    flows.set(key, flow);
    return flow;
  };
  const groupOf = (night: Night) => (place === null ? null : night[place]);
  for (const { stay, nights } of custody.stays) {
    if (stay.release_date === stay.admission_date) {
      if (stay.admission_date < from) continue;
      const day = dayNumber(stay.admission_date);
      at(day, placeBookedInto(custody.rows, stay, place)).admissions += 1;
      at(day, placeBookedInto(custody.rows, stay, place)).releases += 1;
      continue;
    }
    for (let index = 1; index < nights.length; index += 1) {
      const [before, now] = [nights[index - 1] ?? null, nights[index] ?? null];
      const day = custody.firstDay + index;
      if (before === now) continue;
      if (!before && now) at(day, groupOf(now)).admissions += 1;
      else if (before && !now) at(day, groupOf(before)).releases += 1;
      else if (before && now && groupOf(before) !== groupOf(now)) {
        at(day, groupOf(before)).transfers_out += 1;
        at(day, groupOf(now)).transfers_in += 1;
      }
    }
  }
  return flows;
}

/** Somebody released on the day of admission spends no night; the place is the one the stay was booked into. */
function placeBookedInto(rows: SourceRows, stay: SourceStay, place: Place | null): string | null {
  const booked = rows.placements.get(stay.stay_id)?.[0];
  if (place === null || !booked) return null;
  return place === 'region_id' ? (rows.regionOf.get(booked.facility_id) ?? null) : booked[place];
}
