import type { AnsweringSession } from './answers.ts';
import { identifier, literal, type Database } from '../engine/database.ts';
import { engineOn } from '../engine/native.ts';
import type { MadeMart } from './mart.ts';

/**
 * An engine on one session that can be narrowed to an institution: it then puts that institution's rows of a large
 * mart in front of the mart itself, under the same name, as soon as a question needs it. Such a question reads
 * thousands of rows instead of all. Only marts whose questions count nothing outside the scope may be narrowed.
 */
export function answeringSession(session: Database, made: readonly MadeMart[]): AnsweringSession {
  const narrowable = new Set(
    made
      .filter(({ mart, missing }) => missing.length === 0 && (mart.part === 'facility' || narrowedToo.has(mart.name)))
      .map(({ mart }) => mart.name),
  );
  const narrowed = new Set<string>();
  let facility: string | null = null;
  return {
    engine: {
      ...engineOn(session),
      async load(parts) {
        if (facility === null) return;
        for (const { mart } of parts) {
          if (narrowed.has(mart) || !narrowable.has(mart)) continue;
          const table = identifier(mart);
          // A temporary table is found before any other of its name, and only by this session.
          await session.run(
            `CREATE OR REPLACE TEMP TABLE ${table} AS SELECT * FROM mart.${table} WHERE facility_id = ${literal(facility)}`,
          );
          narrowed.add(mart);
        }
      },
    },
    async focus(wanted) {
      for (const mart of narrowed) await session.run(`DROP TABLE IF EXISTS temp.${identifier(mart)}`);
      narrowed.clear();
      facility = wanted;
    },
  };
}

/** Marts in one file for the agency, with rows of institutions. */
const narrowedToo = new Set(['stay_span', 'release']);
