import { monthsBetween, type IsoDate } from '../../calendar/date.ts';
import { groupColumn, monthColumn } from './case-counts.ts';
import {
  addCounts,
  countsSql,
  dueColumns,
  dueDate,
  dueGroups,
  dueMart,
  dueParts,
  dueRows,
  dueWithin,
  nothingDue,
  typeParameter,
  type DueCounts,
} from './due.ts';
import { coveredWindow, groupsOf } from '../population/stock-sql.ts';
import { question } from '../question.ts';
import { raw, grouped, sql, statement } from '../sql.ts';

export interface TimelinessMonth extends DueCounts {
  month: IsoDate;
  group: string | null;
}

export const timelinessMonthly = question({
  id: 'casework/timeliness-monthly',
  title: 'Timeliness by month',
  description:
    'What fell due in every month of the period, done or not, and how much of it was done on time. A month in which nothing fell due is a row of zeros: there is no rate to show for it.',
  columns: [{ ...monthColumn, meaning: 'First day of the month' }, groupColumn, ...dueColumns],
  parameters: [typeParameter],
  by: dueGroups,
  eachUnit: true,
  eachPerson: true,
  needs: (request) => dueParts(dueMart(request, false), request),
  statements(request) {
    const mart = dueMart(request, false);
    return [
      statement(sql`
        SELECT ${grouped(request)}, strftime(${raw(dueDate(mart))}, '%Y-%m-01') AS month,
          ${countsSql(mart)}
        FROM ${raw(mart)}
        WHERE ${dueWithin(mart, coveredWindow(request))} AND ${dueRows(request)}
        GROUP BY ALL`),
    ];
  },
  rows([found = []], request): TimelinessMonth[] {
    const { from, to, days } = coveredWindow(request);
    if (days === 0) return [];
    const known = new Map(found.map((row) => [`${String(row.month)}\t${String(row.group)}`, addCounts(row)]));
    const groups =
      request.by === null
        ? [null]
        : groupsOf(
            found.map((row) => row.group as string | null),
            request,
          );
    return monthsBetween(from, to).flatMap((month) =>
      groups.map((group) => ({ month, group, ...(known.get(`${month}\t${String(group)}`) ?? nothingDue) })),
    );
  },
});
