import { groups } from 'd3-array';
import { numberOrNull, type RawRow } from '../../engine/engine.ts';
import type { PlaceInput } from '../../projection/input.ts';
import { refusal, type MonthAhead } from '../../projection/place.ts';
import { isBaseline } from '../../projection/scenario.ts';
import { readScenario } from '../../projection/scenario-text.ts';
import { projectParts, type PartOfWhole } from '../../projection/share-out.ts';
import { institutionOf, inOrder, type LineMonth, type ProjectedInstitution } from './institution-line.ts';
import { agencyPart } from './stock-sql.ts';
import {
  aheadColumns,
  inputOf,
  inputStatement,
  ofScope,
  partsStatement,
  projectedScopes,
  scenarioParameterList,
  toTenth,
} from './projection-rows.ts';
import {
  defaultMonths,
  isClosed,
  monthsBeside,
  placeAt,
  projectedMonths,
  scenarioProblem,
  thresholdsOf,
  type MonthBeside,
} from './projection.ts';
import { question, type Request } from '../question.ts';
import { facilitiesOf } from '../scope.ts';
import { inScope, raw, sql, statement } from '../sql.ts';

export const projectionInstitutions = question({
  id: 'population/projection-institutions',
  title: 'The projection by institution',
  description:
    'Every institution with a projection: people now and in 6, 12 and 24 months with their 80 % band, its rated capacity, the chance of being above it in a year and of passing it at least once in two, the first month that is more likely than not, and the chance that the average of twelve months is above the guideline for an assistant coordinator. The likeliest to pass first. With changes of admissions or stays, as the scenario of the whole place moves each.',
  columns: [
    { name: 'group', kind: 'text', meaning: 'Institution' },
    { name: 'people', kind: 'count', meaning: 'People on the as-of date' },
    ...aheadColumns,
    { name: 'capacity', kind: 'count', meaning: 'Rated capacity' },
    {
      name: 'probability_over12',
      kind: 'share',
      meaning: 'Chance of more people than that at the end of the 12th month',
    },
    {
      name: 'probability_passed',
      kind: 'share',
      meaning: 'Chance of more people than that at the end of at least one of the next 24 months',
    },
    { name: 'likely_from', kind: 'date', meaning: 'First month end at which that is more likely than not' },
    {
      name: 'guideline12',
      kind: 'share',
      meaning: 'Chance that the average of the next 12 months is above the guideline for an assistant coordinator',
    },
    { name: 'guideline24', kind: 'share', meaning: 'The same of the 12 months after them' },
  ],
  parameters: [...scenarioParameterList],
  by: [],
  scopes: projectedScopes,
  problem: scenarioProblem,
  needs: (request) =>
    isScenario(request)
      ? [
          ...agencyPart('projection_input'),
          ...facilitiesOf(request.scope, request.dataset).map((part) => ({ mart: 'projection_input_facility', part })),
        ]
      : agencyPart('projection_ahead'),
  statements: (request) =>
    isScenario(request)
      ? [inputStatement(request), partsStatement(request)]
      : [
          statement(sql`
        SELECT facility_id, ahead, CAST(date AS VARCHAR) AS date, today, projected, lower80, upper80, capacity,
          above AS probability_over, passed AS probability_passed, year_over AS probability_guideline_year
        FROM projection_ahead
        WHERE facility_id IS NOT NULL AND ${inScope(request)}
        ORDER BY facility_id, ahead`),
        ],
  rows([found = [], parts = []], request): ProjectedInstitution[] {
    if (isScenario(request)) return inOrder(underScenario(found, parts, request));
    return inOrder(
      groups(found, (row) => String(row.facility_id)).flatMap(
        ([id, months]) => institutionOf(id, Number(months[0]?.today), months.map(monthOf)) ?? [],
      ),
    );
  },
});

function isScenario({ params }: Request): boolean {
  const scenario = readScenario(params);
  return !('error' in scenario) && !isBaseline(scenario);
}

/** The scenario of the place, shared out to its institutions as the page does it. */
function underScenario(found: readonly RawRow[], parts: readonly RawRow[], request: Request): ProjectedInstitution[] {
  const [whole, scenario] = [inputOf(found), readScenario(request.params)];
  if (!whole || 'error' in scenario) return [];
  const inputs = groups(parts, (row) => String(row.facility_id)).flatMap(([id, rows]) => {
    const input = inputOf(rows);
    return input ? [{ id, input }] : [];
  });
  const places = partsOf(inputs, request);
  return projectParts(whole, places, { scenario, months: defaultMonths }).flatMap(({ id, months }) => {
    const place = places.find((part) => part.id === id)!;
    const rows = besideMonths(place, months, request);
    return institutionOf(id, placeAt(place.input).today, rows) ?? [];
  });
}

/** The institutions of a place that have a projection, with what each is held against. */
export function partsOf(
  inputs: readonly { id: string; input: PlaceInput }[],
  request: Pick<Request, 'scope' | 'dataset' | 'by' | 'filters'>,
): PartOfWhole[] {
  return inputs.flatMap(({ id, input }) => {
    const own = { ...request, scope: { kind: 'facility' as const, id } };
    if (isClosed(own) || refusal(input) !== null) return [];
    return [{ id, input, thresholds: thresholdsOf(own, placeAt(input), defaultMonths) }];
  });
}

/** The months of an institution as they stand beside those of the others. */
export function besideMonths(
  { id, input, thresholds }: PartOfWhole,
  months: readonly MonthAhead[],
  request: Pick<Request, 'scope' | 'dataset' | 'by' | 'filters'>,
): MonthBeside[] {
  const own = { ...request, scope: { kind: 'facility' as const, id } };
  const rows = projectedMonths(
    { months: [...months], differences: null, plain: null },
    placeAt(input),
    own,
    thresholds,
  );
  return monthsBeside({ rows, months });
}

function monthOf(row: RawRow): LineMonth {
  return {
    ahead: Number(row.ahead),
    date: String(row.date),
    projected: Number(row.projected),
    lower80: Number(row.lower80),
    upper80: Number(row.upper80),
    capacity: numberOrNull(row.capacity),
    probability_over: numberOrNull(row.probability_over),
    probability_passed: numberOrNull(row.probability_passed),
    probability_guideline_year: numberOrNull(row.probability_guideline_year),
  };
}

/** A month of the projection as the overview draws it. */
export interface ShortMonth {
  date: string;
  projected: number;
  lower50: number;
  upper50: number;
  lower80: number;
  upper80: number;
  lower95: number;
  upper95: number;
}

const shortBands = ([50, 80, 95] as const).flatMap((band) => [`lower${band}` as const, `upper${band}` as const]);

export const projectionShort = question({
  id: 'population/projection-short',
  title: 'Population expected within two years',
  description:
    'People expected at the end of each of the next 24 months, with 50, 80 and 95 % bands, without a scenario.',
  columns: [
    { name: 'date', kind: 'date', meaning: 'Day projected' },
    { name: 'projected', kind: 'number', meaning: 'People expected at the end of that day' },
    ...shortBands.map((name) => ({
      name,
      kind: 'number' as const,
      meaning: `${name.startsWith('lower') ? 'Lower' : 'Upper'} limit of the ${name.slice(-2)} % band`,
    })),
  ],
  parameters: [],
  by: [],
  scopes: projectedScopes,
  needs: () => agencyPart('projection_ahead'),
  statements: (request) => [
    statement(sql`
        SELECT CAST(date AS VARCHAR) AS date, projected, ${raw(shortBands.join(', '))}
        FROM projection_ahead WHERE ${ofScope(request)} ORDER BY ahead`),
  ],
  rows: ([found = []]): ShortMonth[] =>
    found.map((row) => ({
      date: String(row.date),
      projected: Number(row.projected),
      // Drawn only: more digits would weigh on the page and show nothing.
      ...(Object.fromEntries(shortBands.map((name) => [name, toTenth(Number(row[name]))])) as Record<
        (typeof shortBands)[number],
        number
      >),
    })),
});
