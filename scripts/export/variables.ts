import { communityReleases } from '../../data/contract/people-and-stays.ts';
import { plausibleAges } from '../../data/contract/plausibility.ts';
import type { Settings } from '../../data/contract/settings.ts';
import { daysPerMonth } from '../../src/lib/calendar/date.ts';
import {
  monthDimensions,
  populationDimensions,
  programGroups,
  releaseGroups,
} from '../../src/lib/questions/dimensions.ts';
import { rowsFrom } from '../../src/lib/calendar/rows-from.ts';
import { monthDay } from '../../src/lib/projection/months.ts';
import { holidayDates, type Holidays } from '../source/holidays.ts';
import { identifier, literal, type Database } from '../engine/database.ts';

/** Lists marts read: columns, for `COLUMNS(getvariable('…'))`, and values. */
const lists = {
  characteristics: populationDimensions,
  month_characteristics: monthDimensions,
  program_groups: programGroups,
  release_groups: releaseGroups,
  community_releases: communityReleases,
} as const;

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
  const days = holidayDates(holidays, asOf).map((day) => `DATE ${literal(day)}`);
  const values: Record<string, string> = {
    as_of: `DATE ${literal(asOf)}`,
    // Older rows are counted and not listed.
    rows_from: `DATE ${literal(rowsFrom(asOf, settings))}`,
    // Months of the projection end on this day.
    month_day: String(monthDay(asOf)),
    history_from: `DATE ${literal(historyFrom ?? asOf)}`,
    program_exposure: programExposure === null ? 'NULL' : literal(programExposure),
    ...Object.fromEntries(Object.entries(lists).map(([name, of]) => [name, `[${of.map(literal).join(', ')}]`])),
    days_per_month: String(daysPerMonth),
    least_age: String(plausibleAges.least),
    most_age: String(plausibleAges.most),
    holidays: `CAST([${days.join(', ')}] AS DATE[])`,
    // Deadlines and thresholds: `setting_` and the name they have in settings.ts.
    ...Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [`setting_${name}`, String(value ?? 'NULL')]),
    ),
  };
  const statements = Object.entries(values).map(([name, value]) => `SET VARIABLE ${identifier(name)} = ${value}`);
  await session.run(statements.join(';\n'));
}
