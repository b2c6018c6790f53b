import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

export interface SourcePerson {
  person_id: string;
  birth_date: string | null;
  birth_year: string | null;
  sex: string | null;
  race_ethnicity: string | null;
}

export interface SourceStay {
  stay_id: string;
  person_id: string;
  admission_date: string;
  admission_type: string | null;
  legal_status: string;
  sentenced_date: string | null;
  age_status: string;
  offense_category: string | null;
  projected_release_date: string | null;
  release_date: string | null;
  release_type: string | null;
}

export interface SourcePlacement {
  stay_id: string;
  facility_id: string;
  unit_id: string | null;
  custody_level: string | null;
  scored_custody_level: string | null;
  management_variable: string | null;
  start_date: string;
  end_date: string | null;
}

export interface SourceRows {
  asOf: string;
  persons: Map<string, SourcePerson>;
  stays: SourceStay[];
  /** By stay, in order of time. */
  placements: Map<string, SourcePlacement[]>;
  regionOf: Map<string, string | null>;
  designations: {
    facility_id: string;
    direction: string;
    kind: string | null;
    expected_date: string;
    people: number;
  }[];
}

type Texts = Record<string, string | null>;

/** Every cell of one of the demonstration's data files, as text. */
export async function readTexts(source: string, table: string, format: 'csv' | 'parquet'): Promise<Texts[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const file = join(source, 'files', `${table}.${format}`);
  const from = format === 'csv' ? `read_csv('${file}', all_varchar = true, header = true)` : `read_parquet('${file}')`;
  const reader = await connection.runAndReadAll(`SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ${from}`);
  const rows = reader.getRowObjects() as Texts[];
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const isDate = (text: string | null | undefined) =>
  text === null ||
  text === undefined ||
  (/^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00Z`).toISOString().startsWith(text));

/** A date that is there and no later than the as-of date. */
const isPast = (text: string | null | undefined, asOf: string) => Boolean(text) && isDate(text) && (text ?? '') <= asOf;

/**
 * The good rows of the demonstration's custody tables, found by rules written here a second time: what the checks
 * keep must be these.
 */
export async function readSourceRows(source: string): Promise<SourceRows> {
  const asOf = (await readTexts(source, 'agency', 'csv'))[0]?.as_of ?? '';
  const facilities = await readTexts(source, 'facility', 'csv');
  const units = new Set((await readTexts(source, 'unit', 'csv')).map((row) => row.unit_id));
  const regionOf = new Map(facilities.map((row) => [row.facility_id ?? '', row.region_id ?? null]));
  const persons = new Map<string, SourcePerson>();
  for (const row of await readTexts(source, 'person', 'parquet')) {
    const good = row.person_id && !persons.has(row.person_id) && isDate(row.birth_date);
    if (good) persons.set(row.person_id ?? '', row as unknown as SourcePerson);
  }
  const stays = new Map<string, SourceStay>();
  for (const row of (await readTexts(source, 'stay', 'parquet')) as unknown as SourceStay[]) {
    const { stay_id, person_id, admission_date, release_date, sentenced_date, projected_release_date } = row;
    const months = (row as unknown as Texts).sentence_months;
    const good =
      !stays.has(stay_id) &&
      persons.has(person_id) &&
      isPast(admission_date, asOf) &&
      [release_date, sentenced_date].every((date) => date === null || (isPast(date, asOf) && date >= admission_date)) &&
      isDate(projected_release_date) &&
      (months === null || Number.isInteger(Number(months)));
    if (good)
      stays.set(stay_id, {
        ...row,
        legal_status: row.legal_status ?? 'sentenced',
        age_status: row.age_status ?? 'adult',
      });
  }
  const placements = new Map<string, SourcePlacement[]>();
  for (const row of (await readTexts(source, 'placement', 'parquet')) as unknown as SourcePlacement[]) {
    const { start_date, end_date } = row;
    const dates = isPast(start_date, asOf) && (end_date === null || (isPast(end_date, asOf) && end_date >= start_date));
    if (!dates || !stays.has(row.stay_id) || !regionOf.has(row.facility_id)) continue;
    const unit_id = units.has(row.unit_id) ? row.unit_id : null;
    placements.set(row.stay_id, [...(placements.get(row.stay_id) ?? []), { ...row, unit_id }]);
  }
  for (const [stay, rows] of placements) placements.set(stay, withoutOverlaps(rows));
  const designations = (await readTexts(source, 'designation', 'csv')).map((row) => ({ ...row, people: 1 }));
  return {
    asOf,
    persons,
    stays: [...stays.values()],
    placements,
    regionOf,
    designations: designations as unknown as SourceRows['designations'],
  };
}

/** Keeps, in order of their start, the intervals that begin after the ones kept before have ended. */
export function withoutOverlaps(rows: SourcePlacement[]): SourcePlacement[] {
  const kept: SourcePlacement[] = [];
  let end = '';
  // The sort is stable: of two that start on one day the earlier row comes first.
  for (const row of [...rows].sort((a, b) =>
    a.start_date < b.start_date ? -1 : a.start_date > b.start_date ? 1 : 0,
  )) {
    if (row.start_date < end && row.end_date !== row.start_date) continue;
    kept.push(row);
    if (row.end_date !== row.start_date) end = row.end_date ?? '9999-12-31';
  }
  return kept;
}
