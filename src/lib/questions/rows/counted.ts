import type { CountedShare } from '../casework/case-counts.ts';
import { conditionOf, within } from '../casework/case-counts.ts';
import type { DimensionId } from '../dimensions.ts';
import { agencyPart, facilityParts } from '../population/stock-sql.ts';
import type { Request } from '../question.ts';
import { and, chosenRows, raw, sql, statement } from '../sql.ts';
import { itemOf, type RowList } from './row.ts';

/** How the things behind a counted share are told: the columns of its mart, and its counts in words. */
interface Told {
  /** Column that says what the thing is. */
  readonly what?: string;
  /** Column of the day it was done. */
  readonly doneDate?: string;
  /** Column of how many things a row of the mart stands for. */
  readonly items: string;
  /** The mart tells cases apart. */
  readonly cases: boolean;
}

/**
 * The things behind a share, counted row by row as its question counts them together.
 * @param states the counts that say how a thing was counted, by name; the first that holds it says so
 */
export function countedRows<Name extends string>(
  { id, mart, part, date, window, counts, share, by, where }: CountedShare<Name>,
  states: Readonly<Record<string, string>>,
  { what, doneDate, items, cases }: Told,
): RowList {
  const names = Object.keys(counts) as Name[];
  const each = names.map((name) => `${conditionOf(counts[name])} AS "${name}"`).join(',\n          ');
  const column = (name: DimensionId) => ((by as readonly string[]).includes(name) ? name : `NULL AS ${name}`);
  return {
    question: id,
    part: share.part,
    whole: share.whole,
    by,
    needs: (request) => (part === 'cases' ? facilityParts(mart, request) : agencyPart(mart)),
    statements: (request: Request) => [
      statement(sql`
        SELECT ${raw(cases ? 'stay_key' : 'NULL')} AS stay_id, facility_id, ${raw(column('unit_id'))}, ${raw(column('staff_id'))},
          ${raw(what === undefined ? 'NULL' : `CAST(${what} AS VARCHAR)`)} AS what, CAST(${raw(date)} AS VARCHAR) AS date,
          ${raw(doneDate === undefined ? 'NULL' : `CAST(${doneDate} AS VARCHAR)`)} AS done_date, (${raw(items)})::INTEGER AS items,
          ${raw(each)}
        FROM ${raw(mart)}
        WHERE ${within(date, window(request))} AND ${and(chosenRows(request, by), where?.(request) ?? raw('true'))}
        ORDER BY ALL`),
    ],
    items: ([found = []]) =>
      found.flatMap((row) => {
        const held = Object.fromEntries(names.map((name) => [name, Number(row[name] ?? 0)]));
        const state = Object.keys(states).find((name) => (held[name] ?? 0) > 0);
        return state === undefined ? [] : [{ ...itemOf(row), state, counts: held }];
      }),
  };
}
