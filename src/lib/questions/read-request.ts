import { own } from '../analysis/own.ts';
import { addDays, isIsoDate } from '../calendar/date.ts';
import { parsePeriod, rangePeriod, type Period } from '../calendar/period.ts';
import { calendarOf } from '../export/calendar.ts';
import { maxDimensionValues, type Manifest } from '../export/manifest.ts';
import { dimensions, type DimensionId } from './dimensions.ts';
import type { Parameter, Question, Request } from './question.ts';
import { parseScope, type Scope } from './scope.ts';

/** A request as text, the way the command line and links carry it. */
export interface RequestText {
  scope?: string;
  period?: string;
  by?: string;
  /** `from` and `to` (inclusive), filters by dimension, and the question's own parameters. */
  values?: Record<string, string>;
}

/** Short names people type, beside the column names. */
const shortNames: Record<string, DimensionId> = {
  region: 'region_id',
  facility: 'facility_id',
  institution: 'facility_id',
  unit_id: 'unit_id',
  staff: 'staff_id',
  case_manager: 'staff_id',
  type: 'task_type',
  custody: 'custody_level',
  legal: 'legal_status',
  age: 'age_status',
  offense: 'offense_category',
};

/** Kinds of scope a question can be asked of: all places, and case managers where its rows are told apart by them. */
export function scopesOf({ scopes, by }: Pick<Question, 'scopes' | 'by'>): readonly Scope['kind'][] {
  return scopes ?? ['agency', 'region', 'facility', 'unit', ...(by.includes('staff_id') ? (['staff'] as const) : [])];
}

/** Reads and checks a request for a question. The error is a sentence that says what would be right. */
export function readRequest(question: Question, text: RequestText, dataset: Manifest): Request | { error: string } {
  const scope = parseScope(text.scope ?? 'agency', dataset);
  if ('error' in scope) return scope;
  const scopes = scopesOf(question);
  if (!scopes.includes(scope.kind)) {
    return { error: `${question.id} cannot be asked of a ${scope.kind}. It can be asked of: ${scopes.join(', ')}.` };
  }
  const values = { ...text.values };
  const period = readPeriod(text.period, values, dataset);
  if ('error' in period) return period;
  delete values.from;
  delete values.to;
  const by = readBy(question, text.by);
  if (typeof by === 'object' && by !== null) return by;
  const request: Request = { scope, period, by, filters: {}, params: {}, dataset };
  for (const [name, value] of Object.entries(values)) {
    const parameter = question.parameters.find((known) => known.name === name);
    const problem = parameter ? setParameter(request, parameter, value) : setFilter(request, name, value, question);
    if (problem) return { error: problem };
  }
  const problem = question.problem?.(request) ?? null;
  return problem === null ? request : { error: problem };
}

function readPeriod(
  text: string | undefined,
  values: Record<string, string>,
  dataset: Manifest,
): Period | { error: string } {
  const { from, to } = values;
  if (from === undefined && to === undefined) return parsePeriod(text ?? dataset.default_period, calendarOf(dataset));
  const first = from ?? dataset.history_from ?? '1900-01-01';
  const last = to ?? dataset.as_of;
  for (const [name, date] of [
    ['--from', first],
    ['--to', last],
  ] as const) {
    if (!isIsoDate(date)) return { error: `${name} must be a date such as 2026-04-01, not "${date}".` };
  }
  if (first > last) return { error: `--from ${first} lies after --to ${last}.` };
  return rangePeriod(first, addDays(last, 1));
}

function readBy(question: Question, by: string | undefined): DimensionId | null | { error: string } {
  if (by === undefined) return null;
  const id = own(shortNames, by) ?? (by === 'unit' ? 'unit_id' : by);
  if ((question.by as readonly string[]).includes(id)) return id as DimensionId;
  const offered = question.by.length > 0 ? `It can be grouped by ${question.by.join(', ')}.` : 'It cannot be grouped.';
  return { error: `${question.id} cannot be grouped by "${by}". ${offered}` };
}

function setParameter(request: Request, parameter: Parameter, value: string): string | null {
  if (parameter.kind === 'choice' && !parameter.choices?.includes(value)) {
    return `--${parameter.name} must be ${parameter.choices?.join(' or ')}, not "${value}".`;
  }
  if (parameter.kind === 'integer') {
    const number = Number(value);
    if (!Number.isInteger(number) || number < 0) return `--${parameter.name} must be a whole number, not "${value}".`;
    request.params[parameter.name] = number;
    return null;
  }
  if (parameter.kind === 'date' && !isIsoDate(value)) return `--${parameter.name} must be a date, not "${value}".`;
  if (parameter.kind === 'years' && !isYears(value)) {
    return `--${parameter.name} must be a year such as 2024, or first..last such as 2022..2024, not "${value}".`;
  }
  request.params[parameter.name] = value;
  return null;
}

function isYears(text: string): boolean {
  const [, first, last] = /^(\d{4})(?:\.\.(\d{4}))?$/.exec(text) ?? [];
  return first !== undefined && (last === undefined || first <= last);
}

/** The text that stands for "not recorded" among the values of a filter. */
export const notRecorded = '~';

function setFilter({ filters, dataset }: Request, name: string, value: string, question: Question): string | null {
  const id = own(shortNames, name) ?? (name === 'unit' ? 'unit_id' : name.replaceAll('-', '_'));
  const filtering: readonly string[] = question.filters ?? question.by;
  if (!Object.hasOwn(dimensions, id) || !filtering.includes(id)) {
    const known = [
      ...question.parameters.map((parameter) => parameter.name),
      ...filtering.filter((id) => !isPlace(id)),
    ];
    return `${question.id} has no parameter "--${name}". It has: ${known.map((known) => `--${known}`).join(', ') || 'none'}.`;
  }
  // A place decides which files are read and which moves are flows; that is the scope's to say, not a filter's.
  if (isPlace(id)) return `A place is a scope: write --scope ${id.slice(0, -'_id'.length)}=${value}.`;
  const values = value.split(',').map((item) => (item === notRecorded ? null : item));
  const recorded = own(dataset.dimensions, id) ?? [];
  const unknown = values.find((item) => !recorded.includes(item));
  // A list cut short at the limit cannot say that a value does not occur.
  if (unknown !== undefined && recorded.length > 0 && recorded.length < maxDimensionValues) {
    return `--${name}: "${unknown ?? notRecorded}" does not occur. Recorded are ${recorded.map((item) => item ?? `${notRecorded} (not recorded)`).join(', ')}.`;
  }
  filters[id as DimensionId] = values;
  return null;
}

function isPlace(id: string): boolean {
  return id === 'region_id' || id === 'facility_id' || id === 'unit_id';
}
