import type { Table } from '../../data/contract/column.ts';
import { communityReleases } from '../../data/contract/people-and-stays.ts';
import { fewDays, needsOf, plausibilityOf, sentenceOf } from '../../data/contract/plausibility.ts';
import type { Rule } from '../../data/contract/plausibility-kinds.ts';
import { formatNumber } from '../../src/lib/format/number.ts';
import type { RuleReport } from '../../src/lib/export/manifest.ts';
import { lateDays } from '../../src/lib/questions/population/counted.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import { firstDayOf } from './history.ts';
import { faultOf } from './plausibility.ts';

export interface Loaded {
  supplied: ReadonlySet<string>;
  asOf: string;
  /** Days between a recorded return and an admission that are one return. */
  matchDays: number;
}

/** Rules that need every table, or count what is in no single row: what is found, by the table it is reported under. */
export async function judgeSource(
  database: Database,
  tables: readonly Table[],
  loaded: Loaded,
): Promise<Map<string, RuleReport[]>> {
  const noted = new Map<string, RuleReport[]>();
  for (const table of tables.filter(({ name }) => loaded.supplied.has(name))) {
    for (const rule of plausibilityOf(table)) {
      if (needsOf(rule).tables.some((name) => !loaded.supplied.has(name))) continue;
      const report = await judge(database, table, rule, loaded);
      if (report) noted.set(table.name, [...(noted.get(table.name) ?? []), report]);
    }
  }
  return noted;
}

async function judge(database: Database, table: Table, rule: Rule, loaded: Loaded): Promise<RuleReport | null> {
  const reported = (rows: number, meaning = sentenceOf(rule)): RuleReport | null =>
    rows > 0 ? { ...faultOf(rule), meaning, rows } : null;
  switch (rule.kind) {
    case 'no_institution':
      return reported(await withoutInstitution(database, loaded.asOf));
    case 'stray':
      return reported((await firstDayOf(database, table.name, rule.column)).stray);
    case 'unrecorded_returns': {
      const recorded = Number(
        await database.value("SELECT count(*) FROM main.outcome_event WHERE event_type LIKE 'return%'"),
      );
      const rows = await unrecordedReturns(database, loaded.matchDays);
      return reported(
        rows,
        `Returns among the outcome events: ${formatNumber(recorded)}. Stays after a release to the community that are no ` +
          `transfer in and have none of them within ${loaded.matchDays} days: ${formatNumber(rows)}. ${rule.follows ?? ''}`,
      );
    }
    case 'few_days':
      return reported(await rowsOfFewDays(database, table.name, rule.column));
    case 'uncounted_months':
      return reported(await uncountedMonths(database, loaded.supplied.has('facility')));
    default:
      return null;
  }
}

/** People in custody of whom no placement says where: of somebody's open stays the one that began last counts. */
async function withoutInstitution(database: Database, asOf: string): Promise<number> {
  const day = `DATE ${literal(asOf)}`;
  return Number(
    await database.value(`SELECT count(*) FROM (
        SELECT stay_id FROM main.stay WHERE admission_date <= ${day} AND coalesce(release_date > ${day}, true)
        QUALIFY row_number() OVER (PARTITION BY person_id ORDER BY admission_date DESC, stay_id DESC) = 1
      ) WHERE stay_id NOT IN (
        SELECT stay_id FROM main.placement WHERE start_date <= ${day} AND coalesce(end_date > ${day}, true))`),
  );
}

/** Stays after a release to the community that no recorded return lies near. */
async function unrecordedReturns(database: Database, matchDays: number): Promise<number> {
  return Number(
    await database.value(`
      WITH following AS (
        SELECT person_id, admission_date, admission_type,
          lag(release_date) OVER each AS released, lag(release_type) OVER each AS release_type
        FROM main.stay WINDOW each AS (PARTITION BY person_id ORDER BY admission_date, stay_id)
      )
      SELECT count(*) FROM following
      WHERE released <= admission_date AND admission_type IS DISTINCT FROM 'transfer_in'
        AND release_type IN (${communityReleases.map(literal).join(', ')})
        AND NOT EXISTS (
          SELECT 1 FROM main.outcome_event WHERE outcome_event.person_id = following.person_id AND event_type LIKE 'return%'
            AND event_date BETWEEN admission_date - ${matchDays} AND admission_date + ${matchDays})`),
  );
}

/** All rows with a number of days, where none of many is above what months or years could be; 0 otherwise. */
async function rowsOfFewDays(database: Database, table: string, column: string): Promise<number> {
  const days = identifier(column);
  const [found] = await database.rows(
    `SELECT count(${days})::INTEGER AS rows, coalesce(max(${days}), 0)::INTEGER AS most FROM main.${identifier(table)}`,
  );
  const rows = Number(found?.['rows']);
  return rows >= fewDays.rows && Number(found?.['most']) <= fewDays.most ? rows : 0;
}

/**
 * Months without a count, over all places that count: between the first and the last of each, and since the last of one
 * that is late and not known to have closed.
 */
async function uncountedMonths(database: Database, facilities: boolean): Promise<number> {
  const closed = facilities ? 'SELECT facility_id FROM main.facility WHERE closed_date IS NOT NULL' : "SELECT ''";
  return Number(
    await database.value(`
      WITH newest AS (SELECT max(count_date) AS newest FROM main.population_count),
      place AS (
        SELECT facility_id, region_id, min(count_date) AS first, max(count_date) AS last,
          count(DISTINCT date_trunc('month', count_date)) AS months
        FROM main.population_count GROUP BY facility_id, region_id
      )
      SELECT coalesce(sum(date_diff('month', date_trunc('month', first), date_trunc('month',
        CASE WHEN newest - last <= ${lateDays} AND coalesce(facility_id, ' ') NOT IN (${closed}) THEN newest ELSE last END)) + 1 - months), 0)
      FROM place, newest`),
  );
}
