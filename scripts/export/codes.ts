import { own } from '../../src/lib/analysis/own.ts';
import { contract } from '../../data/contract/contract.ts';
import { usefulSetting } from '../../data/contract/settings.ts';
import { taskTypes, type TaskTypeId } from '../../data/contract/task-types.ts';
import { populationDimensions } from '../../src/lib/questions/dimensions.ts';
import { ageBands, bandSql, monthsServedBands } from '../../src/lib/questions/bands.ts';
import { identifier, literal, type Database } from '../engine/database.ts';

/**
 * Where the values of a column come from that large steps hold as codes (the SQL type `<column>_code`). Millions of
 * tasks carry a dozen such columns each; as text they would take ten times the memory and twice the time.
 */
const coded: Readonly<Record<string, readonly string[]>> = {
  task_type: ['task'],
  region_id: ['region', 'facility'],
  facility_id: ['facility', 'placement', 'task', 'staff'],
  unit_id: ['unit', 'placement', 'staff'],
  staff_id: ['staff', 'assignment', 'task', 'contact', 'plan_goal', 'classification'],
  ...Object.fromEntries(
    populationDimensions.map((id) => [
      id,
      contract.filter(({ columns }) => Object.hasOwn(columns, id)).map(({ name }) => name),
    ]),
  ),
};

/** Values the marts and questions speak of, whether or not an agency has them. */
const known: Readonly<Record<string, readonly string[]>> = {
  task_type: taskTypes.map(({ id }) => id),
  legal_status: ['sentenced'],
  age_group: ageBands.map(({ label }) => label),
};

/** What becomes of a task, and why it may be set aside; data/marts/due_task.sql says what they mean. */
const fixed: Readonly<Record<string, readonly string[]>> = {
  outcome: ['on_time', 'late', 'open_overdue', 'set_aside', 'not_due'],
  reason: ['not_datable', 'legal_status', 'released', 'grace'],
  months_to_release: ['under 6', '6 to 12', '12 to 24', '24 and more', 'no date'],
};

/**
 * Makes the code types, the bands of numbers, the tables `task_type` and `age_limit` and the empty table
 * `no_characteristics`, which has every characteristic of people: marts name no property of these themselves.
 */
export async function createCodes(database: Database): Promise<void> {
  for (const [column, tables] of Object.entries(coded)) {
    const values = tables.map((table) => `SELECT ${identifier(column)} AS value FROM main.${identifier(table)}`);
    // A type needs a value where an agency has none; no text in the tables is empty.
    for (const value of own(known, column) ?? ['']) values.push(`SELECT ${literal(value)} AS value`);
    await createType(
      database,
      column,
      `SELECT DISTINCT value FROM (${values.join(' UNION ALL ')}) WHERE value IS NOT NULL ORDER BY value`,
    );
  }
  for (const [column, values] of Object.entries(fixed))
    await createType(database, column, values.map(literal).join(', '));
  await database.run(`CREATE OR REPLACE MACRO main.age_band(age) AS ${bandSql(ageBands, 'age')}`);
  await database.run(`CREATE OR REPLACE MACRO main.months_band(months) AS ${bandSql(monthsServedBands, 'months')}`);
  const limits = ageBands.map(
    ({ label, below }, i) => `(${literal(label)}, ${ageBands[i - 1]?.below ?? 'NULL'}, ${below})`,
  );
  await database.run(`CREATE OR REPLACE TABLE mart.age_limit AS
    SELECT CAST(age_group AS age_group_code) AS age_group, CAST(age_from AS INTEGER) AS age_from, CAST(age_below AS INTEGER) AS age_below
    FROM (VALUES ${limits.join(', ')}) AS bands(age_group, age_from, age_below)`);
  const characteristics = populationDimensions.map((id) => `${identifier(id)} ${identifier(`${id}_code`)}`);
  await database.run(`CREATE OR REPLACE TABLE mart.no_characteristics (${characteristics.join(', ')})`);
  const kinds = taskTypes.map(
    ({ id, element, countedOnly = false, waitsForSentence = false, outlivesRelease = false }) =>
      `(${literal(id)}, ${element}, ${countedOnly}, ${waitsForSentence}, ${outlivesRelease},
        CAST(getvariable(${literal(`setting_${usefulSetting(id as TaskTypeId)}`)}) AS INTEGER))`,
  );
  await database.run(`CREATE OR REPLACE TABLE mart.task_type AS SELECT * FROM (VALUES ${kinds.join(', ')})
    AS kinds(task_type, element, counted_only, waits_for_sentence, outlives_release, useful_days)`);
}

async function createType(database: Database, column: string, values: string): Promise<void> {
  const name = `main.${identifier(`${column}_code`)}`;
  await database.run(`DROP TYPE IF EXISTS ${name}; CREATE TYPE ${name} AS ENUM (${values})`);
}

/** Codes leave the export as the text they stand for. */
export function plainType(type: string): string {
  return type.startsWith('ENUM(') ? 'VARCHAR' : type;
}
