import { monthDay, monthEnd, monthStart } from '../../projection/months.ts';
import { assumptionsOf, type Assumption } from '../../projection/assumptions.ts';
import { limits } from '../../projection/predictive.ts';
import {
  projectPlace,
  refusal,
  type MonthAhead,
  type PlaceProjection,
  type Thresholds,
} from '../../projection/place.ts';
import { inputRows, type PlaceInput } from '../../projection/input.ts';
import { isBaseline } from '../../projection/scenario.ts';
import { readScenario, unknownNames } from '../../projection/scenario-text.ts';
import { capacityOf } from './stock-sql.ts';
import { inputOf, inputStatement, projectedScopes, projectionPart, scenarioParameterList } from './projection-rows.ts';
import { question, type Request } from '../question.ts';

export interface ProjectedMonth {
  /** First day of the month the day lies in. */
  month: string;
  /** Day projected: the as-of date's day of that month. */
  date: string;
  projected: number;
  lower50: number;
  upper50: number;
  lower80: number;
  upper80: number;
  lower95: number;
  upper95: number;
  /** Rated, of the institutions open that day; null where one has none recorded. */
  capacity: number | null;
  probability_over: number | null;
  /** Chance of having been above it at the end of at least one month by then. */
  probability_passed: number | null;
  /** Chance that the average daily population of the month, and of the twelve months up to it, is above the guideline; institutions only. */
  probability_guideline: number | null;
  probability_guideline_year: number | null;
  admissions: number | null;
  exits: number | null;
  /** Scenario less baseline; null for the baseline. */
  difference: number | null;
  difference_lower80: number | null;
  difference_upper80: number | null;
}

/** Months projected where nobody says. */
export const defaultMonths = 60;
const maxMonths = 120;

export const populationProjection = question({
  id: 'population/projection',
  title: 'Population projection',
  description:
    'People at the end of each month ahead, with 50, 80 and 95 % bands, the chance of being above the rated capacity then, and of passing it at least once by then. With changes of admissions or stays it is a scenario, and the difference to the baseline stands beside it.',
  columns: [
    { name: 'month', kind: 'month', meaning: 'First day of the month' },
    { name: 'date', kind: 'date', meaning: 'Day projected' },
    { name: 'projected', kind: 'number', meaning: 'People expected at the end of that day' },
    { name: 'lower50', kind: 'number', meaning: 'Lower limit of the 50 % band' },
    { name: 'upper50', kind: 'number', meaning: 'Upper limit of the 50 % band' },
    { name: 'lower80', kind: 'number', meaning: 'Lower limit of the 80 % band' },
    { name: 'upper80', kind: 'number', meaning: 'Upper limit of the 80 % band' },
    { name: 'lower95', kind: 'number', meaning: 'Lower limit of the 95 % band' },
    { name: 'upper95', kind: 'number', meaning: 'Upper limit of the 95 % band' },
    { name: 'capacity', kind: 'count', meaning: 'Rated capacity of the institutions open that day' },
    {
      name: 'probability_over',
      kind: 'share',
      meaning: 'Chance that more people are there at the end of that day than the rated capacity',
    },
    {
      name: 'probability_passed',
      kind: 'share',
      meaning: 'Chance that more people are there than the rated capacity at the end of at least one month by then',
    },
    {
      name: 'probability_guideline',
      kind: 'share',
      meaning: 'Chance that the month’s average daily population is above the guideline for an assistant coordinator',
    },
    {
      name: 'probability_guideline_year',
      kind: 'share',
      meaning: 'Chance that the average daily population of the twelve months up to that day is above it',
    },
    { name: 'admissions', kind: 'number', meaning: 'Arrivals expected in the month' },
    { name: 'exits', kind: 'number', meaning: 'Departures expected in the month' },
    { name: 'difference', kind: 'number', meaning: 'Scenario less baseline' },
    { name: 'difference_lower80', kind: 'number', meaning: 'Lower limit of the difference, 80 %' },
    { name: 'difference_upper80', kind: 'number', meaning: 'Upper limit of the difference, 80 %' },
  ],
  parameters: [
    { name: 'months', kind: 'integer', meaning: 'Months ahead, 1 to 120; 60 without it' },
    ...scenarioParameterList,
  ],
  by: [],
  scopes: projectedScopes,
  problem(request) {
    const months = Number(request.params.months ?? defaultMonths);
    if (months < 1 || months > maxMonths) return `--months must be from 1 to ${maxMonths}, not ${months}.`;
    return scenarioProblem(request);
  },
  needs: (request) => [projectionPart('projection_input', request)],
  statements: (request) => [inputStatement(request)],
  rows([found = []], request): ProjectedMonth[] {
    const input = inputOf(found);
    if (!input || isClosed(request) || refusal(input) !== null) return [];
    const scenario = readScenario(request.params);
    if ('error' in scenario) throw new Error(scenario.error);
    const months = Number(request.params.months ?? defaultMonths);
    // Always as far as the page goes: a month's figures must not depend on how many are asked for.
    const furthest = Math.max(defaultMonths, months);
    if (furthest === defaultMonths && isBaseline(scenario)) return baselineOf(input, request).rows.slice(0, months);
    const thresholds = thresholdsOf(request, placeAt(input), furthest);
    const projection = projectPlace(input, { months: furthest, scenario, thresholds });
    return projectedMonths(projection, placeAt(input), request, thresholds).slice(0, months);
  },
});

/** What is wrong with the scenario asked for, as a sentence; null where nothing is. */
export function scenarioProblem({ params, dataset }: Pick<Request, 'params' | 'dataset'>): string | null {
  const scenario = readScenario(params);
  if ('error' in scenario) return scenario.error;
  const { admission_type: types = [], offense_category: offenses = [] } = dataset.dimensions;
  return unknownNames(scenario, { types, offenses });
}

/** Where a projection begins. */
export interface Beginning {
  /** The last whole month, counted from the year 0. */
  last: number;
  /** People at its end. */
  today: number;
}

export function placeAt(input: PlaceInput): Beginning {
  return { last: input.last, today: input.population.findLast((people) => people !== null) ?? 0 };
}

/** What a request's place is held against: its rated capacity month by month, and the guideline for an institution. */
export function thresholdsOf(
  request: Pick<Request, 'scope' | 'dataset' | 'by' | 'filters'>,
  { last }: Beginning,
  months: number,
): Thresholds {
  const endDay = monthDay(request.dataset.as_of);
  return {
    capacity: Array.from({ length: months }, (_, i) =>
      capacityOf('rated', request as Request, null, monthEnd(last + i + 1, endDay)),
    ),
    guideline: request.scope.kind === 'facility' ? request.dataset.settings.assistant_coordinator_population : null,
  };
}

/** The rows of a projection, here and on the page, which projects in a worker. */
export function projectedMonths(
  { months, differences }: PlaceProjection,
  { last }: Beginning,
  { dataset }: Pick<Request, 'dataset'>,
  { capacity }: Pick<Thresholds, 'capacity'>,
): ProjectedMonth[] {
  const endDay = monthDay(dataset.as_of);
  return months.map((each, i) => {
    const [fifty, eighty, wide] = [limits(each, 0.5), limits(each, 0.8), limits(each, 0.95)];
    return {
      month: monthStart(last + each.ahead),
      date: monthEnd(last + each.ahead, endDay),
      projected: each.projected,
      lower50: fifty.lower,
      upper50: fifty.upper,
      lower80: eighty.lower,
      upper80: eighty.upper,
      lower95: wide.lower,
      upper95: wide.upper,
      capacity: capacity[i] ?? null,
      probability_over: each.above,
      probability_passed: each.passed,
      probability_guideline: each.monthOver,
      probability_guideline_year: each.yearOver,
      admissions: each.admissions,
      exits: each.exits,
      difference: differences?.[i]?.difference ?? null,
      difference_lower80: differences?.[i]?.lower80 ?? null,
      difference_upper80: differences?.[i]?.upper80 ?? null,
    };
  });
}

/** Months ahead of which all places are kept side by side. */
export const monthsAhead = 24;

/** A month as it is kept beside those of other places: with what chances and positions are worked out from. */
export type MonthBeside = ProjectedMonth & Pick<MonthAhead, 'ahead' | 'freedom' | 'loads'>;

/** The first months of a place's projection without a scenario, as the page of the place shows them. */
export function shownAhead(
  input: PlaceInput,
  request: Pick<Request, 'scope' | 'dataset' | 'by' | 'filters'>,
): MonthBeside[] {
  if (isClosed(request) || refusal(input) !== null) return [];
  return monthsBeside(baselineOf(input, request));
}

/** The first months of a projection, with what the other places are held against. */
export function monthsBeside({
  rows,
  months,
}: {
  rows: ProjectedMonth[];
  months: readonly MonthAhead[];
}): MonthBeside[] {
  return rows.slice(0, monthsAhead).map((row, i) => {
    const { ahead, freedom, loads } = months[i]!;
    return { ...row, ahead, freedom, loads };
  });
}

/** Baselines simulated so far, by everything they are made from: an export asks for each several times. */
const simulated = new Map<string, { rows: ProjectedMonth[]; months: MonthAhead[] }>();
const maxSimulated = 200;

function baselineOf(
  input: PlaceInput,
  request: Pick<Request, 'scope' | 'dataset' | 'by' | 'filters'>,
): { rows: ProjectedMonth[]; months: MonthAhead[] } {
  const beginning = placeAt(input);
  const thresholds = thresholdsOf(request, beginning, defaultMonths);
  const key = JSON.stringify([inputRows(input), thresholds, request.dataset.as_of]);
  const known = simulated.get(key);
  if (known) return known;
  const projection = projectPlace(input, { months: defaultMonths, thresholds });
  const made = {
    rows: projectedMonths(projection, beginning, request, thresholds),
    months: projection.months,
  };
  if (simulated.size >= maxSimulated) simulated.clear();
  simulated.set(key, made);
  return made;
}

function placeOf({ scope, dataset }: Pick<Request, 'scope' | 'dataset'>) {
  return scope.kind === 'facility' ? dataset.scopes.facilities.find(({ id }) => id === scope.id) : undefined;
}

/** Whether the institution asked about is closed on the as-of date. */
export function isClosed(request: Pick<Request, 'scope' | 'dataset'>): boolean {
  const closed = placeOf(request)?.closed_date ?? null;
  return closed !== null && closed <= request.dataset.as_of;
}

export const projectionAssumptions = question({
  id: 'population/projection-assumptions',
  title: 'What the projection rests on',
  description: 'Assumptions of the projection with their dates, warnings, and why there is none where there is none.',
  columns: [
    { name: 'kind', kind: 'text', meaning: 'refused, warning or assumption' },
    { name: 'topic', kind: 'text', meaning: 'What the sentence is about' },
    { name: 'text', kind: 'text', meaning: 'The sentence' },
  ],
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: (request) => [projectionPart('projection_input', request)],
  statements: (request) => [inputStatement(request)],
  rows([found = []], request): Assumption[] {
    const place = placeOf(request);
    return assumptionsOf(inputOf(found), {
      asOf: request.dataset.as_of,
      endDay: monthDay(request.dataset.as_of),
      opened: place?.opened_date ?? null,
      closed: place?.closed_date ?? null,
      part: request.scope.kind !== 'agency',
    });
  },
});
