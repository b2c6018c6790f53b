import { own } from '../../analysis/own.ts';
import { taskTypes } from '../../../../data/contract/task-types.ts';
import type { MartPart } from '../../engine/engine.ts';
import { monthDimensions, populationDimensions, type DimensionId } from '../dimensions.ts';
import {
  agencyPart,
  askedOf,
  coveredWindow,
  facilityParts,
  isWholeMonths,
  type Window,
} from '../population/stock-sql.ts';
import type { AnswerColumn, Parameter, Request } from '../question.ts';
import { and, chosenRows, raw, sql, type Sql } from '../sql.ts';

/** What the questions about work that fell due share. */

/** What can be asked of work by: who and where, what, and the case it was about. */
export const dueGroups = [
  'region_id',
  'facility_id',
  'unit_id',
  'staff_id',
  'task_type',
  'element',
  'months_to_release',
  ...populationDimensions,
] as const satisfies readonly DimensionId[];

export const typeParameter: Parameter = {
  name: 'type',
  kind: 'choice',
  choices: taskTypes.map(({ id }) => id),
  meaning: 'Kind of task (default: all)',
};

/** Whether work was done in time: due = on_time + late + open_overdue, always; what is set aside is beside it. */
export interface DueCounts {
  due: number;
  on_time: number;
  late: number;
  open_overdue: number;
  set_aside: number;
  set_aside_grace: number;
  set_aside_legal_status: number;
  set_aside_released: number;
}

export const dueColumns: readonly AnswerColumn[] = [
  { name: 'due', kind: 'count', meaning: 'Due in the period, done or not' },
  { name: 'on_time', kind: 'count', meaning: 'Done on or before the due date' },
  { name: 'late', kind: 'count', meaning: 'Done after it' },
  { name: 'open_overdue', kind: 'count', meaning: 'Not done by the as-of date' },
  { name: 'set_aside', kind: 'count', meaning: 'Beside the due: set aside, for one of the three reasons' },
  { name: 'set_aside_grace', kind: 'count', meaning: 'Due while the case manager had just taken the case over' },
  { name: 'set_aside_legal_status', kind: 'count', meaning: 'Due while the clock did not run: pretrial, holdover' },
  { name: 'set_aside_released', kind: 'count', meaning: 'Not done, and due on or after release' },
];

const counts = {
  on_time: `outcome = 'on_time'`,
  late: `outcome = 'late'`,
  open_overdue: `outcome = 'open_overdue'`,
  set_aside_grace: `reason = 'grace'`,
  set_aside_legal_status: `reason = 'legal_status'`,
  set_aside_released: `reason = 'released'`,
} as const;

/** The mart that answers: the smallest that knows every column asked for. */
export type DueMart =
  | 'timeliness_month'
  | 'timeliness_people'
  | 'timeliness_age_race'
  | 'timeliness_review'
  | 'timeliness_review_age_race'
  | 'timeliness_mix'
  | 'timeliness_day';

const reviewsByAgeAndRace = [
  'region_id',
  'facility_id',
  'task_type',
  'element',
  'months_to_release',
  'custody_level',
  'sex',
  'age_group',
  'race_ethnicity',
] as const satisfies readonly DimensionId[];

/** What the marts of whole months know; those of the agency hold every institution's rows in one file. */
const knows: Readonly<Record<Exclude<DueMart, 'timeliness_day'>, readonly DimensionId[]>> = {
  timeliness_month: ['region_id', 'facility_id', 'task_type', 'element'],
  timeliness_people: ['region_id', ...monthDimensions],
  timeliness_age_race: ['region_id', 'sex', 'age_group', 'race_ethnicity'],
  timeliness_review: ['region_id', 'facility_id', 'task_type', 'element', 'months_to_release', ...monthDimensions],
  timeliness_review_age_race: reviewsByAgeAndRace,
  timeliness_mix: ['region_id', 'facility_id', 'task_type', 'element', 'custody_level', 'months_to_release'],
};

/** The kind of work that has a mart of its own. */
const reviews = 'program_review';

/** @param mixed whether the answer compares, and so has to know the mix of cases */
export function dueMart(request: Request, mixed: boolean): DueMart {
  const { scope, params } = request;
  const asked = askedOf(request);
  const wholePlaces = ['agency', 'region', 'facility'].includes(scope.kind) && !request.each;
  if (!wholePlaces || !isWholeMonths(coveredWindow(request), request)) return 'timeliness_day';
  const can = (mart: keyof typeof knows) => asked.every((id) => knows[mart].includes(id));
  if (!mixed && can('timeliness_month')) return 'timeliness_month';
  // An institution's own files are smaller than one of the whole agency.
  if (scope.kind !== 'facility') {
    if (!mixed && params.type === undefined) {
      if (can('timeliness_people')) return 'timeliness_people';
      if (can('timeliness_age_race')) return 'timeliness_age_race';
    }
    if (params.type === reviews) {
      if (can('timeliness_review')) return 'timeliness_review';
      if (can('timeliness_review_age_race')) return 'timeliness_review_age_race';
    }
  }
  return can('timeliness_mix') ? 'timeliness_mix' : 'timeliness_day';
}

export function dueParts(mart: DueMart, request: Request): MartPart[] {
  return isWide(mart) ? agencyPart(mart) : facilityParts(mart, request);
}

/** Whether a mart has a column for each outcome, instead of a row. */
function isWide(mart: DueMart): boolean {
  return mart !== 'timeliness_mix' && mart !== 'timeliness_day';
}

/** The column that says when a row fell due. */
export function dueDate(mart: DueMart): string {
  return mart === 'timeliness_day' ? 'due_date' : 'month';
}

/** The counts of a group, as SQL. */
export function countsSql(mart: DueMart): Sql {
  const pieces = Object.entries(counts).map(([name, condition]) => {
    if (isWide(mart)) return `sum(${name})::INTEGER AS ${name}`;
    return `coalesce(sum(tasks) FILTER (WHERE ${condition}), 0)::INTEGER AS ${name}`;
  });
  return raw(pieces.join(',\n          '));
}

/** The rows of the request's place, filters and kind of task. */
export function dueRows(request: Request): Sql {
  return and(chosenRows(request, dueGroups), ofType(request));
}

export function ofType({ params }: Pick<Request, 'params'>): Sql {
  return params.type === undefined ? raw('true') : sql`task_type = ${params.type}`;
}

/** The rows that fell due inside the window. */
export function dueWithin(mart: DueMart, { from, to }: Window): Sql {
  const date = raw(dueDate(mart));
  // A window of whole months may begin with the history, inside its first month.
  const first =
    mart === 'timeliness_day' ? sql`CAST(${from} AS DATE)` : sql`date_trunc('month', CAST(${from} AS DATE))`;
  return sql`${date} >= ${first} AND ${date} < CAST(${to} AS DATE)`;
}

/** No work at all: what is known of a group without any row. */
export const nothingDue: DueCounts = {
  due: 0,
  on_time: 0,
  late: 0,
  open_overdue: 0,
  set_aside: 0,
  set_aside_grace: 0,
  set_aside_legal_status: 0,
  set_aside_released: 0,
};

/** The counts of a raw row, added to those before. */
export function addCounts(row: Record<string, unknown>, before: DueCounts = nothingDue): DueCounts {
  const of = (name: keyof typeof counts) => before[name] + Number(own(row, name) ?? 0);
  const [on_time, late, open_overdue] = [of('on_time'), of('late'), of('open_overdue')];
  const aside = [of('set_aside_grace'), of('set_aside_legal_status'), of('set_aside_released')] as const;
  return {
    due: on_time + late + open_overdue,
    on_time,
    late,
    open_overdue,
    set_aside: aside[0] + aside[1] + aside[2],
    set_aside_grace: aside[0],
    set_aside_legal_status: aside[1],
    set_aside_released: aside[2],
  };
}
