import {
  maxDimensionValues,
  type FacilityScope,
  type Manifest,
  type StaffScope,
} from '../../src/lib/export/manifest.ts';
import { dimensions, valueOrders, type DimensionId } from '../../src/lib/questions/dimensions.ts';
import { unrecordedPart } from '../../src/lib/questions/population/stock-sql.ts';
import type { Scope } from '../../src/lib/questions/scope.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import type { MadeMart } from './mart.ts';

/** Regions, institutions and units, by name. */
export type Places = Omit<Manifest['scopes'], 'staff'>;

/** The scopes with a file of their own: the agency, its regions, its institutions. */
export function scopesOf({ regions, facilities }: Places): Scope[] {
  return [
    { kind: 'agency' },
    ...regions.map(({ id }) => ({ kind: 'region' as const, id })),
    ...facilities.map(({ id }) => ({ kind: 'facility' as const, id })),
  ];
}

export async function readPlaces(database: Database): Promise<Places> {
  return {
    regions: (await database.rows(
      'SELECT region_id AS id, region_name AS name FROM main.region ORDER BY name, id',
    )) as Manifest['scopes']['regions'],
    facilities: (await database.rows(
      `SELECT facility_id AS id, facility_name AS name, region_id, facility_type AS type, population_sex AS sex,
         security_level, rated_capacity, operational_capacity, design_capacity,
         CAST(opened_date AS VARCHAR) AS opened_date, CAST(closed_date AS VARCHAR) AS closed_date
       FROM main.facility ORDER BY name, id`,
    )) as unknown as FacilityScope[],
    units: (await database.rows(
      // Where the unit names nobody, its manager on the staff list on the as-of date, the latest if there are several.
      `SELECT unit_id AS id, unit_name AS name, unit.facility_id, coalesce(unit_manager, listed.manager) AS manager
       FROM main.unit AS unit LEFT JOIN (
         SELECT unit_id, arg_max(staff_name, coalesce(start_date, DATE '1900-01-01')) AS manager FROM main.staff
         WHERE role = 'unit_manager' AND unit_id IS NOT NULL
           AND coalesce(start_date <= getvariable('as_of'), true) AND coalesce(end_date > getvariable('as_of'), true)
         GROUP BY unit_id
       ) AS listed USING (unit_id)
       ORDER BY name, id`,
    )) as Manifest['scopes']['units'],
  };
}

/**
 * Case managers in their role, or with cases, at any time of the last two years: as far back as trends go. All who ever
 * were would make the manifest of a large agency many times its size.
 */
export async function readStaff(database: Database, made: readonly MadeMart[]): Promise<StaffScope[]> {
  const rows = await database.rows(
    `SELECT staff_id AS id, staff_name AS name, facility_id, unit_id FROM main.staff
     WHERE (role = 'case_manager' AND coalesce(end_date > getvariable('as_of') - INTERVAL 24 MONTH, true))
       OR staff_id IN (SELECT staff_id FROM main.assignment WHERE coalesce(end_date > getvariable('as_of') - INTERVAL 24 MONTH, true))
     ORDER BY name, id`,
  );
  const parts = await readStaffParts(database, made);
  return rows.map((row) => {
    const staff = row as unknown as StaffScope;
    const facilities = parts.get(staff.id) ?? [];
    const atHome = facilities.every((part) => part === staff.facility_id);
    return atHome ? staff : { ...staff, facilities };
  });
}

/** The parts in which each case manager has rows, whatever the mart. */
async function readStaffParts(database: Database, made: readonly MadeMart[]): Promise<Map<string, string[]>> {
  const marts = made.filter(
    ({ mart, columns }) => mart.part === 'facility' && columns.some(({ name }) => name === 'staff_id'),
  );
  const parts = new Map<string, string[]>();
  if (marts.length === 0) return parts;
  const pairs = marts.map(
    ({ mart }) =>
      `SELECT CAST(staff_id AS VARCHAR) AS id, CAST(facility_id AS VARCHAR) AS facility
       FROM (SELECT DISTINCT staff_id, facility_id FROM mart.${identifier(mart.name)} WHERE staff_id IS NOT NULL)`,
  );
  const rows = await database.rows(
    `SELECT id, coalesce(facility, ${literal(unrecordedPart)}) AS part FROM (${pairs.join(' UNION ')}) ORDER BY 1, 2`,
  );
  for (const { id, part } of rows) parts.set(String(id), [...(parts.get(String(id)) ?? []), String(part)]);
  return parts;
}

/** Values of every dimension in the agency's marts, in display order: levels as ranked, others by name, null last. */
export async function readDimensions(
  database: Database,
  made: readonly MadeMart[],
  custodyLevels: readonly string[],
): Promise<Manifest['dimensions']> {
  const ids = (Object.keys(dimensions) as DimensionId[]).filter((id) => !id.endsWith('_id'));
  const marts = made.filter(({ mart, missing }) => missing.length === 0 && mart.part === 'agency');
  // Every mart is read once: to plan a statement for each dimension of each takes longer than to run it.
  const listed = marts.flatMap(({ mart, columns }) => {
    const own = ids.filter((id) => columns.some(({ name }) => name === id));
    // Codes are told apart before they become text.
    const lists = own.map((id) => `CAST(list(DISTINCT ${identifier(id)}) AS VARCHAR[])`);
    const select = `SELECT unnest([${own.map(literal).join(', ')}]) AS id, unnest([${lists.join(', ')}]) AS found FROM mart.${identifier(mart.name)}`;
    return own.length > 0 ? [{ own, select }] : [];
  });
  const rows =
    listed.length === 0
      ? []
      : await database.rows(
          `SELECT id, value FROM (
             SELECT DISTINCT id, unnest(found) AS value FROM (${listed.map(({ select }) => select).join(' UNION ALL ')})
           ) QUALIFY row_number() OVER (PARTITION BY id ORDER BY value NULLS LAST) <= ${maxDimensionValues}
           ORDER BY id, value NULLS LAST`,
        );
  const values: Manifest['dimensions'] = {};
  for (const id of ids) {
    if (!listed.some(({ own }) => own.includes(id))) continue;
    values[id] = rows.filter((row) => row['id'] === id).map((row) => row['value'] as string | null);
  }
  for (const [id, order] of Object.entries({ ...valueOrders, custody_level: custodyLevels })) {
    const rank = (value: string | null) => {
      const at = order.indexOf(value ?? '');
      return value === null ? Infinity : at < 0 ? order.length : at;
    };
    values[id]?.sort((a, b) => rank(a) - rank(b) || 0);
  }
  return values;
}
