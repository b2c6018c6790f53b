import { taskTypes, type TaskType } from '../../../../data/contract/task-types.ts';
import type { Settings } from '../../../../data/contract/settings.ts';
import { describePooling } from '../../analysis/comparison-wording.ts';
import { comparisonOfType } from '../../summaries/case-managers.ts';
import { elementOf, inTaskOrder, taskLabel } from '../../summaries/casework.ts';
import type { TimelinessOfType } from '../../questions/casework/timeliness-types.ts';
import { spanOf, type Asker } from '../asker.ts';
import { shareOf, type OfPerson, type Quarters } from './gather-counted.ts';
import type { MemoDefinition, MemoFigure, MemoMeasure } from './input.ts';

const question = 'casework/timeliness-types';
type Row = TimelinessOfType;

interface Answers {
  /** By case manager, one answer a quarter, oldest first. */
  quarters: readonly Row[][];
  /** By case manager, all these quarters together. */
  span: readonly Row[];
  units: readonly Row[];
  place: readonly Row[];
}

/** What was done on time, kind by kind, for everybody of an institution; empty where there are no tasks. */
export async function gatherTimeliness(asker: Asker, { periods, labels }: Quarters): Promise<OfPerson[]> {
  const answers = await askAll(asker, periods);
  if (answers === null) return [];
  const now = answers.quarters.at(-1) ?? [];
  const kinds = inTaskOrder(
    [...answers.span, ...answers.place].flatMap(({ task_type }) => (task_type === null ? [] : [task_type])),
  );
  return kinds.map((kind) => {
    const limits = { quarter: limitsOf(now, kind), together: limitsOf(answers.span, kind) };
    const definition = definitionOf(kind, asker.dataset.settings);
    return ({ id, units }) => {
      const own = rowOf(now, id, kind);
      const together = rowOf(answers.span, id, kind);
      return {
        id: kind,
        label: taskLabel(kind),
        element: elementOf(kind),
        direction: 'higher',
        counts: 'on time',
        figure: figureOf([own]),
        quarters: answers.quarters.map((rows, index) => ({
          label: labels[index] ?? '',
          figure: figureOf([rowOf(rows, id, kind)]),
        })),
        pooled: figureOf([together]),
        unit: units.length === 0 ? null : figureOf(units.map((unit) => rowOf(answers.units, unit, kind))),
        institution: figureOf(answers.place.filter(({ task_type }) => task_type === kind)),
        ...comparedOf(own, together, limits, periods.length),
        definition,
      };
    };
  });
}

async function askAll(asker: Asker, periods: Quarters['periods']): Promise<Answers | null> {
  const quarter = periods.at(-1);
  if (!quarter) return null;
  const quarters: Row[][] = [];
  for (const period of periods) {
    const rows = await asker.rows(question, { period, by: 'staff_id' });
    if (rows === null) return null;
    quarters.push(rows);
  }
  return {
    quarters,
    span: (await asker.rows(question, { period: spanOf(periods), by: 'staff_id' })) ?? [],
    units: (await asker.rows(question, { period: quarter, by: 'unit_id' })) ?? [],
    place: (await asker.rows(question, { period: quarter, by: 'facility_id' })) ?? [],
  };
}

function rowOf(rows: readonly Row[], group: string, kind: string): Row | undefined {
  return rows.find((row) => row.group === group && row.task_type === kind);
}

/** Nothing counted is nothing due: the data cover the days. */
function figureOf(rows: readonly (Row | undefined)[]): MemoFigure {
  const sum = (name: 'due' | 'on_time') => rows.reduce((all, row) => all + (row?.[name] ?? 0), 0);
  return shareOf(sum('on_time'), sum('due'));
}

type LimitsOf = (row: Row) => MemoMeasure['limits'];

/** The 95 % limits of each person's own share, from the comparison the position comes from. */
function limitsOf(rows: readonly Row[], kind: string): LimitsOf {
  const { rate, units } = comparisonOfType(rows, kind);
  const byPerson = new Map(units.map(({ unit, limits }) => [unit, limits]));
  return ({ group, expected, due }) => {
    const limits = byPerson.get(group ?? '');
    if (!limits || rate === 0 || expected === null) return null;
    // The comparison draws everybody on the scale of the agency's rate; a memorandum says the person's own share.
    const scale = expected / due / rate;
    return { lower: Math.min(1, limits.lower95 * scale), upper: Math.min(1, limits.upper95 * scale) };
  };
}

/**
 * What is expected, the limits round it and where the figure lies, all of one stretch of time: the quarter; with too
 * few, the four quarters together, which is then said.
 */
function comparedOf(
  own: Row | undefined,
  together: Row | undefined,
  limits: { quarter: LimitsOf; together: LimitsOf },
  quarters: number,
): Pick<MemoMeasure, 'expected' | 'limits' | 'position' | 'basis'> {
  const share = (row: Row) => (row.due > 0 && row.expected !== null ? row.expected / row.due : null);
  if (own?.signal) return { expected: share(own), limits: limits.quarter(own), position: own.signal };
  if (together?.signal && quarters > 1) {
    const basis = describePooling(quarters);
    return { expected: share(together), limits: limits.together(together), position: together.signal, basis };
  }
  if (!own || own.due === 0) return { expected: null, limits: null, position: null };
  return { expected: share(own), limits: null, position: 'too-few' };
}

function definitionOf(kind: string, settings: Settings): MemoDefinition {
  const type: TaskType | undefined = taskTypes.find(({ id }) => id === kind);
  if (!type) return { definition: `${taskLabel(kind)}: done on or before the due date the agency gives.` };
  return { definition: `${type.label}: done on or before the due date, ${inWords(type.due, settings)}.` };
}

/** The deadline in words, with the agency's own numbers. */
function inWords(due: string, settings: Settings): string {
  const days = [settings.follow_up_first_days, settings.follow_up_second_days, settings.follow_up_third_days];
  return due
    .replace('{follow_up_days}', `${days[0]}, ${days[1]} and ${days[2]}`)
    .replace(/\{(\w+)\}/g, (_found, name: string) => String(settings[name as keyof Settings]));
}
