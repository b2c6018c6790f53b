import type { Settings } from '../../data/contract/settings.ts';
import { rowsFrom } from '../../src/lib/calendar/rows-from.ts';
import { monthDay } from '../../src/lib/projection/months.ts';
import { holidayDates, type Holidays } from '../source/holidays.ts';
import { identifier, literal, type Database } from '../engine/database.ts';

/** What marts read with `getvariable`. */
export interface MartVariables {
  asOf: string;
  /** First day from which the population is complete; the as-of date where nothing says. */
  historyFrom: string | null;
  settings: Settings;
  /** What the source declares of participation without dates; nothing without it. */
  programExposure?: 'before_release' | null;
  /** Days that are no working days, besides weekends. */
  holidays?: Holidays;
}

/** Gives a session what marts read; every session has variables and a search path of its own. */
export async function setVariables(session: Database, variables: MartVariables): Promise<void> {
  const { asOf, historyFrom, settings, programExposure = null, holidays = null } = variables;
  await session.run(`SET VARIABLE as_of = DATE ${literal(asOf)}`);
  // Older rows are counted and not listed.
  await session.run(`SET VARIABLE rows_from = DATE ${literal(rowsFrom(asOf, settings))}`);
  // Months of the projection end on this day.
  await session.run(`SET VARIABLE month_day = ${monthDay(asOf)}`);
  await session.run(`SET VARIABLE history_from = DATE ${literal(historyFrom ?? asOf)}`);
  await session.run(`SET VARIABLE program_exposure = ${programExposure === null ? 'NULL' : literal(programExposure)}`);
  const days = holidayDates(holidays, asOf).map((day) => `DATE ${literal(day)}`);
  await session.run(`SET VARIABLE holidays = CAST([${days.join(', ')}] AS DATE[])`);
  // Deadlines and thresholds: `setting_` and the name they have in settings.ts.
  for (const [name, value] of Object.entries(settings)) {
    await session.run(`SET VARIABLE ${identifier(`setting_${name}`)} = ${value}`);
  }
}
