import { programFilters } from '../dimensions.ts';
import { coveredWindow } from '../population/stock-sql.ts';
import type { Parameter, Request } from '../question.ts';
import { and, inScope, kept, sql, type Sql } from '../sql.ts';

/** What the questions about programs share: which enrollments, of which program, in which days. */
export const programParameters: readonly Parameter[] = [
  { name: 'program', kind: 'text', meaning: 'Id of a program; default: all' },
  { name: 'category', kind: 'text', meaning: 'Kind of program, such as education; default: all' },
];

/** Said of every question about programs: no day of a protected one may lead to a case. */
export const byWholeMonths =
  'Protected programs are counted by whole months: in a period of other days, those of the months that begin in it.';

/** The program or kind of program a request is about. */
export function ofProgram({ params }: Request): Sql {
  const wanted: Sql[] = [];
  if (params.program !== undefined) wanted.push(sql`program_id = ${String(params.program)}`);
  if (params.category !== undefined) wanted.push(sql`program_category = ${String(params.category)}`);
  return and(...wanted);
}

/** The kind of program a request is about, where rows tell kinds but not programs: a need is for a kind. */
export function ofCategory({ params }: Request): Sql {
  const wanted: Sql[] = [];
  if (params.program !== undefined) {
    wanted.push(
      sql`program_category IN (SELECT program_category FROM program_name WHERE program_id = ${String(params.program)})`,
    );
  }
  if (params.category !== undefined) wanted.push(sql`program_category = ${String(params.category)}`);
  return and(...wanted);
}

/** The rows of a place and of the reader's filters. */
export function inPlace(request: Request): Sql {
  return and(inScope(request), kept(request.filters, programFilters));
}

/** Whether a date column falls into the days of the period that the data cover. */
export function inPeriod(request: Request, name: Sql): Sql {
  const { from, to } = coveredWindow(request);
  return sql`${name} >= ${from}::DATE AND ${name} < ${to}::DATE`;
}
