import type { Settings } from '../../data/contract/settings.ts';
import { populationDimensions, programGroups, releaseGroups } from '../../src/lib/questions/dimensions.ts';
import { monthDay } from '../../src/lib/projection/months.ts';
import { identifier, literal, type Database } from '../engine/database.ts';

/** Lists of columns, for `COLUMNS(getvariable('…'))` in marts. */
const columnLists = {
  characteristics: populationDimensions,
  program_groups: programGroups,
  release_groups: releaseGroups,
} as const;

/** What marts read with `getvariable`. */
export interface MartVariables {
  asOf: string;
  /** First day from which the population is complete; the as-of date where nothing says. */
  historyFrom: string | null;
  settings: Settings;
  /** What the source declares of participation without dates; nothing without it. */
  programExposure?: 'before_release' | null;
}

/** Gives a session what marts read; every session has variables and a search path of its own. */
export async function setVariables(session: Database, variables: MartVariables): Promise<void> {
  const { asOf, historyFrom, settings, programExposure = null } = variables;
  await session.run(`SET VARIABLE as_of = DATE ${literal(asOf)}`);
  // Months of the projection end on this day.
  await session.run(`SET VARIABLE month_day = ${monthDay(asOf)}`);
  await session.run(`SET VARIABLE history_from = DATE ${literal(historyFrom ?? asOf)}`);
  await session.run(`SET VARIABLE program_exposure = ${programExposure === null ? 'NULL' : literal(programExposure)}`);
  for (const [name, columns] of Object.entries(columnLists)) {
    await session.run(`SET VARIABLE ${identifier(name)} = [${columns.map(literal).join(', ')}]`);
  }
  // Deadlines and thresholds: `setting_` and the name they have in settings.ts.
  for (const [name, value] of Object.entries(settings)) {
    await session.run(`SET VARIABLE ${identifier(`setting_${name}`)} = ${value}`);
  }
}
