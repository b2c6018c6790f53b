import { monthDay, monthEnd, monthStart } from '../../projection/months.ts';
import { assumptionsOf, type Assumption } from '../../projection/assumptions.ts';
import { chanceAbove } from '../../projection/bands.ts';
import { chanceOfAverageAbove, limits, projectPlace, refusal, type PlaceProjection } from '../../projection/place.ts';
import type { PlaceInput } from '../../projection/input.ts';
import { readScenario, unknownNames } from '../../projection/scenario-text.ts';
import { capacityOf } from './stock-sql.ts';
import {
  errorsOf,
  inputOf,
  inputStatement,
  pastStatement,
  projectedScopes,
  projectionPart,
  scenarioParameterList,
} from './projection-rows.ts';
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
  /** Chance that the month's average daily population is above the guideline; institutions only. */
  probability_guideline: number | null;
  admissions: number | null;
  exits: number | null;
  /** Scenario less baseline; null for the baseline. */
  difference: number | null;
  difference_lower80: number | null;
  difference_upper80: number | null;
}

/** Months projected where nobody says. */
export const defaultMonths = 60;
const mostMonths = 120;

export const populationProjection = question({
  id: 'population/projection',
  title: 'Population projection',
  description:
    'People at the end of each month ahead, with 50, 80 and 95 % bands and the chance of being above the rated capacity. With changes of admissions or stays it is a scenario, and the difference to the baseline stands beside it.',
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
    { name: 'probability_over', kind: 'share', meaning: 'Chance that more people are there than the rated capacity' },
    {
      name: 'probability_guideline',
      kind: 'share',
      meaning: 'Chance that the month’s average daily population is above the guideline for an assistant coordinator',
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
  problem({ params, dataset }) {
    const months = Number(params.months ?? defaultMonths);
    if (months < 1 || months > mostMonths) return `--months must be from 1 to ${mostMonths}, not ${months}.`;
    const scenario = readScenario(params);
    if ('error' in scenario) return scenario.error;
    const { admission_type: types = [], offense_category: offenses = [] } = dataset.dimensions;
    return unknownNames(scenario, { types, offenses });
  },
  needs: (request) => [projectionPart('projection_input', request), projectionPart('projection_past', request)],
  statements: (request) => [inputStatement(request), pastStatement(request)],
  rows([found = [], past = []], request): ProjectedMonth[] {
    const input = inputOf(found);
    if (!input || isClosed(request) || refusal(input) !== null) return [];
    const scenario = readScenario(request.params);
    if ('error' in scenario) throw new Error(scenario.error);
    const months = Number(request.params.months ?? defaultMonths);
    // Always as far as the page goes: a month's figures must not depend on how many are asked for.
    const furthest = Math.max(defaultMonths, months);
    const projection = projectPlace(input, { months: furthest, scenario, errors: errorsOf(past) });
    return projectedMonths(projection, placeAt(input), request).slice(0, months);
  },
});

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

/** The rows of a projection, here and on the page, which projects in a worker. */
export function projectedMonths(
  { months, differences }: PlaceProjection,
  { last, today }: Beginning,
  request: Pick<Request, 'scope' | 'dataset' | 'by' | 'filters'>,
): ProjectedMonth[] {
  const endDay = monthDay(request.dataset.as_of);
  const guideline = request.dataset.settings.assistant_coordinator_population;
  let before = today;
  return months.map((each, i) => {
    const date = monthEnd(last + each.ahead, endDay);
    const capacity = capacityOf('rated', request as Request, null, date);
    const [fifty, eighty, , wide] = ([0, 1, 2, 3] as const).map((level) => limits(each, level));
    const row: ProjectedMonth = {
      month: monthStart(last + each.ahead),
      date,
      projected: each.projected,
      lower50: fifty!.lower,
      upper50: fifty!.upper,
      lower80: eighty!.lower,
      upper80: eighty!.upper,
      lower95: wide!.lower,
      upper95: wide!.upper,
      capacity,
      probability_over: capacity === null ? null : chanceAbove(capacity, each.projected, each.widths),
      probability_guideline: request.scope.kind === 'facility' ? chanceOfAverageAbove(guideline, before, each) : null,
      admissions: each.admissions,
      exits: each.exits,
      difference: differences?.[i]?.difference ?? null,
      difference_lower80: differences?.[i]?.lower80 ?? null,
      difference_upper80: differences?.[i]?.upper80 ?? null,
    };
    before = each.projected;
    return row;
  });
}

function placeOf({ scope, dataset }: Pick<Request, 'scope' | 'dataset'>) {
  return scope.kind === 'facility' ? dataset.scopes.facilities.find(({ id }) => id === scope.id) : undefined;
}

/** Whether the institution asked about is closed on the as-of date. */
export function isClosed(request: Request): boolean {
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
    });
  },
});
