import { identifier, literal, type Database } from '../engine/database.ts';
import type { MadeMart } from './mart.ts';

/**
 * Puts one institution's rows of the large marts in front of the marts themselves, under the same names: a question
 * about that institution then reads thousands of rows instead of all. Only marts whose questions count nothing outside
 * the scope may be narrowed.
 */
export async function focusOn(session: Database, made: readonly MadeMart[], facility: string | null): Promise<void> {
  const marts = made.filter(({ mart, missing }) => missing.length === 0 && narrows(mart.part, mart.name));
  for (const { mart } of marts) {
    const table = identifier(mart.name);
    // A temporary table is found before any other of its name, and only by this session.
    if (facility === null) await session.run(`DROP TABLE IF EXISTS temp.${table}`);
    else {
      await session.run(
        `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT * FROM mart.${table} WHERE facility_id = ${literal(facility)}`,
      );
    }
  }
}

function narrows(part: string, name: string): boolean {
  return part === 'facility' || name === 'stay_span' || name === 'release';
}
