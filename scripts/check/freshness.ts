import type { Column, Table } from '../../data/contract/column.ts';
import { contract } from '../../data/contract/contract.ts';
import type { Settings } from '../../data/contract/settings.ts';
import { formatNumber } from '../../src/lib/format/number.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import type { CheckedSource } from './check-source.ts';

/** Fewer days with a record in the year before the newest one, and silence says nothing of the extract. */
const leastRecordDays = 10;

export interface Silence {
  table: string;
  column: string;
  newest: string;
  /** Days from the newest record to the as-of date. */
  days: number;
  /** Days by which a record is overdue: by those silence is judged. */
  overdue: number;
  /** Whether records came often enough for silence to mean that the extract has stopped. */
  judged: boolean;
}

/**
 * Columns in which something is recorded all the time, and has not been for at least `freshness_warning_days` before the
 * as-of date. What comes by the month is late only when the next month's is: where records usually lie more than those
 * days apart, the usual distance is let pass first.
 */
export async function findSilence(database: Database, checked: CheckedSource, settings: Settings): Promise<Silence[]> {
  const found: Silence[] = [];
  for (const table of contract as readonly Table[]) {
    if (!checked.supplied.has(table.name)) continue;
    for (const [name, column] of Object.entries(table.columns)) {
      if (!column.fresh) continue;
      const silence = await silenceOf(database, table, name, column, checked.asOf, settings.freshness_warning_days);
      if (silence && silence.overdue >= settings.freshness_warning_days) found.push(silence);
    }
  }
  return found;
}

async function silenceOf(
  database: Database,
  table: Table,
  name: string,
  column: Column,
  asOf: string,
  usual: number,
): Promise<Silence | null> {
  // A month is recorded when it is over.
  const day = column.kind === 'month' ? `last_day(${identifier(name)})` : identifier(name);
  const [row] = await database.rows(
    `WITH record AS (SELECT DISTINCT ${day} AS day FROM main.${identifier(table.name)} WHERE ${identifier(name)} IS NOT NULL),
       latest AS (SELECT day, day - lag(day) OVER (ORDER BY day) AS since FROM record
         WHERE day > (SELECT max(day) FROM record) - 365)
     SELECT CAST(max(day) AS VARCHAR) AS newest, (DATE ${literal(asOf)} - max(day))::INTEGER AS days,
       count(*)::INTEGER AS record_days, coalesce(ceil(median(since)), 0)::INTEGER AS apart FROM latest`,
  );
  if (!row || row['newest'] === null) return null;
  const days = Number(row['days']);
  const apart = Number(row['apart']);
  return {
    table: table.name,
    column: name,
    newest: String(row['newest']),
    days,
    overdue: days - (apart > usual ? apart : 0),
    judged: Number(row['record_days']) >= leastRecordDays,
  };
}

export function silenceSentence({ table, column, newest, days }: Silence, asOf: string): string {
  return `${table}: the newest ${column} is ${newest}, ${formatNumber(days)} days before the as-of date ${asOf}.`;
}
