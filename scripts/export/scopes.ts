import { mostDimensionValues, type FacilityScope, type Manifest } from '../../src/lib/dataset/manifest.ts';
import { dimensions, type DimensionId } from '../../src/lib/questions/dimensions.ts';
import { identifier, type Database } from '../engine/database.ts';
import type { MadeMart } from './mart.ts';

/** Regions, institutions and units, by name: what the scope picker offers. */
export async function readScopes(database: Database): Promise<Manifest['scopes']> {
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
      'SELECT unit_id AS id, unit_name AS name, facility_id FROM main.unit ORDER BY name, id',
    )) as Manifest['scopes']['units'],
  };
}

/** Values of every dimension in the agency's marts, in display order: levels as ranked, others by name, null last. */
export async function readDimensions(
  database: Database,
  made: readonly MadeMart[],
  custodyLevels: readonly string[],
): Promise<Manifest['dimensions']> {
  const values: Manifest['dimensions'] = {};
  for (const id of Object.keys(dimensions) as DimensionId[]) {
    if (id.endsWith('_id')) continue;
    const marts = made.filter(
      ({ mart, missing, columns }) =>
        missing.length === 0 && mart.part === 'agency' && columns.some((column) => column.name === id),
    );
    if (marts.length === 0) continue;
    const union = marts
      .map(
        ({ mart }) => `SELECT DISTINCT CAST(${identifier(id)} AS VARCHAR) AS value FROM mart.${identifier(mart.name)}`,
      )
      .join(' UNION ');
    const rows = await database.rows(`${union} ORDER BY value NULLS LAST LIMIT ${mostDimensionValues}`);
    values[id] = rows.map((row) => row.value as string | null);
  }
  if (values.custody_level) {
    const rank = (level: string | null) => {
      const at = custodyLevels.indexOf(level ?? '');
      return level === null ? Infinity : at < 0 ? custodyLevels.length : at;
    };
    values.custody_level.sort((a, b) => rank(a) - rank(b));
  }
  return values;
}
