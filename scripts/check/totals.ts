import type { Database } from '../engine/database.ts';
import type { Fault, Judging } from './rule.ts';

export type TotalFaults = Record<'total' | 'larger_total' | 'smaller_total', Fault>;

/** Words for "all of them" in a column that tells people apart. */
const totalWords = ['total', 'totals', 'grand total', 'all', 'both', 'both sexes', 'overall', 'any', 'sum'];
const traits = ['sex', 'custody_level', 'offense_category'] as const;

/** A total may be off by so much of itself: parts too small to be published, a late correction. */
const near = 0.02;
/** … on so many of the days and places on which it stands beside parts. */
const onMost = 0.9;
/** One day alone with fewer people than this proves nothing. */
const minPeople = 20;
/** What is not much smaller than the institutions' people cannot be people beside them. */
const leastTotal = 0.9;

/**
 * Finds the counts of `main.population_count` that hold people other rows hold too, so that everybody counts once. By
 * characteristics: rows that tell people apart by fewer of them, or by others, and come to the same number. By place:
 * what the contract calls a count of the region or the whole agency, beside counts of the institutions.
 */
export async function judgeTotals(database: Database, judging: Judging, faults: TotalFaults): Promise<void> {
  const isTotal = (trait: string) =>
    `coalesce(lower(trim(${trait})) IN (${totalWords.map((word) => `'${word}'`).join(', ')}), false)`;
  const told = traits.map(
    (trait, index) => `CASE WHEN ${trait} IS NULL OR ${isTotal(trait)} THEN 0 ELSE ${2 ** index} END`,
  );
  await database.run(`CREATE OR REPLACE TEMP TABLE counted AS
    SELECT population_count._row, count_date, population_count.facility_id, population,
      coalesce(population_count.region_id, facility_region.region_id) AS region_id,
      CASE WHEN population_count.facility_id IS NOT NULL THEN 'facility'
        WHEN population_count.region_id IS NOT NULL THEN 'region' ELSE 'agency' END AS level,
      ${told.join(' + ')} AS told, ${traits.map(isTotal).join(' OR ')} AS labelled
    FROM main.population_count LEFT JOIN (${await facilityRegions(database)}) AS facility_region USING (facility_id)`);
  const refuse = async (rowsSql: string) => {
    await database.run(`CREATE OR REPLACE TEMP TABLE totals AS ${rowsSql}`);
    if (Number(await database.value('SELECT count(*) FROM totals')) === 0) return;
    await judging.reject({ ...faults.total, again: true }, 'SELECT _row FROM totals');
    await database.run('DELETE FROM counted WHERE _row IN (FROM totals)');
  };
  const seen = (await database.rows('SELECT DISTINCT told FROM counted')).map(({ told: mask }) => Number(mask));
  const byDetail = seen.toSorted((a, b) => bits(b) - bits(a) || a - b);
  for (const mask of byDetail) {
    const finer = byDetail.filter((other) => other !== mask && (other & mask) === mask);
    if (finer.length > 0) await refuse(repeated(mask, finer, 'labelled'));
  }
  // The same people told apart by other characteristics: the one that tells more stays.
  for (const [index, mask] of byDetail.entries()) {
    for (const kept of byDetail.slice(0, index).filter((other) => (other & mask) !== mask)) {
      await refuse(repeated(mask, [kept], 'never'));
    }
  }
  await judgePlaces(database, judging, faults, refuse);
}

const bits = (mask: number): number => (mask === 0 ? 0 : (mask & 1) + bits(mask >> 1));

/** Without a table of institutions nobody knows their regions. */
async function facilityRegions(database: Database): Promise<string> {
  const known = await database.value(
    "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = 'facility'",
  );
  return Number(known) > 0
    ? 'SELECT facility_id, region_id FROM main.facility'
    : 'SELECT CAST(NULL AS VARCHAR) AS facility_id, CAST(NULL AS VARCHAR) AS region_id';
}

/**
 * Rows that tell people apart by `mask`, where they say again what rows of `finer` say of the same place and day.
 * @param also rows that call themselves a total are one whatever the numbers say
 */
function repeated(mask: number, finer: readonly number[], also: 'labelled' | 'never'): string {
  return `WITH beside AS (
      SELECT count_date, level, region_id, facility_id,
        sum(population) FILTER (told = ${mask}) AS coarse, sum(population) FILTER (told IN (${finer.join(', ')})) AS fine
      FROM counted GROUP BY ALL HAVING coarse IS NOT NULL AND fine IS NOT NULL
    ),
    verdict AS (
      SELECT coalesce(avg(CASE WHEN abs(coarse - fine) <= ${near} * greatest(coarse, fine) THEN 1 ELSE 0 END) >= ${onMost}
        AND (count(*) > 1 OR max(coarse) >= ${minPeople}), false) AS same
      FROM beside
    )
    SELECT counted._row FROM counted JOIN beside ON beside.count_date = counted.count_date AND beside.level = counted.level
      AND beside.region_id IS NOT DISTINCT FROM counted.region_id AND beside.facility_id IS NOT DISTINCT FROM counted.facility_id
    WHERE told = ${mask} AND ((SELECT same FROM verdict) ${also === 'labelled' ? 'OR labelled' : ''})`;
}

/** Counts of a region beside its institutions, then those of the agency beside both. */
async function judgePlaces(
  database: Database,
  judging: Judging,
  faults: TotalFaults,
  refuse: (rowsSql: string) => Promise<void>,
): Promise<void> {
  const places = [
    { level: 'region', parts: "level = 'facility'", by: 'count_date, region_id' },
    { level: 'agency', parts: "level IN ('facility', 'region')", by: 'count_date' },
  ];
  for (const { level, parts, by } of places) {
    await database.run(`CREATE OR REPLACE TEMP TABLE compared AS
      SELECT ${by}, sum(population) FILTER (level = '${level}') AS whole, sum(population) FILTER (${parts}) AS parts
      FROM counted GROUP BY ALL HAVING whole IS NOT NULL AND parts IS NOT NULL`);
    const rowsWhere = (condition: string) =>
      `SELECT _row FROM counted JOIN compared USING (${by}) WHERE level = '${level}' AND ${condition}`;
    const noteWhere = async (fault: Fault, condition: string) => judging.note(fault, rowsWhere(condition), 'row kept');
    await noteWhere(faults.larger_total, 'whole > parts');
    await noteWhere(faults.smaller_total, `whole < ${leastTotal} * parts`);
    await refuse(rowsWhere(`whole <= parts AND whole >= ${leastTotal} * parts`));
  }
}
