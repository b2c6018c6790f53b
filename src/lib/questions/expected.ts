/** What the questions about outcomes against what is expected for the mix of people share. */
import {
  expectedOutcomes,
  expectedRatios,
  refusalOf,
  type ExpectedOutcomes,
  type ExpectedPlace,
  type OutcomeCount,
  type Refusal,
  type Verdict,
} from '../analysis/expected-outcomes.ts';
import type { FunnelPosition } from '../analysis/funnel.ts';
import { positionOf } from '../analysis/rate-funnel.ts';
import type { MartPart, RawRow } from '../engine/engine.ts';
import { groupColumn, placeGroups, placeScopes } from './casework/case-counts.ts';
import type { DimensionId } from './dimensions.ts';
import { oncePerResult } from './once-per-result.ts';
import { levelsOf, patternOf, recordedOf } from './patterns.ts';
import { compareGroups } from './population/stock-sql.ts';
import { question, type AnswerColumn, type Parameter, type Question, type Request } from './question.ts';
import { agencyScope, facilitiesOf } from './scope.ts';
import { raw, sql, statement, type Sql } from './sql.ts';

/** A place's outcomes beside what its mix of people gives at the agency's rates. */
export interface ExpectedOutcome {
  group: string | null;
  /** People counted, and those of them with the outcome. */
  people: number;
  events: number;
  /** Events ÷ people. */
  rate: number | null;
  /** With the outcome if people of this mix fared as in the whole agency; null where refused. */
  expected: number | null;
  /** Events ÷ expected, with limits by moving all log odds. */
  ratio: number | null;
  lower: number | null;
  upper: number | null;
  /** Ratio × the agency's rate, and that drawn towards the agency's rate. */
  adjusted_rate: number | null;
  shrunk_rate: number | null;
  /** Share of what is expected of the place that rests on its own people: near 1, nobody else holds people like them. */
  own_share: number | null;
  verdict: Verdict | null;
  /** By chance alone, without what places differ by anyway. */
  verdict_narrow: Verdict | null;
  /** Where the ratio lies against its limits; null where too few are expected. */
  position: FunnelPosition | null;
  p: number | null;
  /** By how much a ratio may lie beside 1, by chance alone and with what places differ by anyway. */
  reach: number | null;
  reach_wide: number | null;
  /** The ratio without the risk at admission among what is adjusted for; null where it is not. */
  ratio_without_risk: number | null;
  /** People released or enrolled who are not counted for any place, of this one. */
  elsewhere: number;
  agency_rate: number | null;
  agency_people: number;
  agency_events: number;
  comparisons: number;
  /** Variance between places beyond chance. */
  tau2: number | null;
  concordance: number | null;
  /** Furthest that a tenth of the people, from least to most likely, lies from what was expected of it. */
  calibration: number | null;
  /** Why nothing is expected: fewer than 200 events or six institutions in the agency. */
  missing: Refusal | null;
}

interface ExpectedDefinition<Id extends string> {
  readonly id: Id;
  readonly title: string;
  readonly description: string;
  /** What people and events are: 'People released', 'Of those, returned within the horizon'. */
  readonly people: string;
  readonly events: string;
  /** Said where nobody is counted. */
  readonly nothing: string;
  readonly parameters: readonly Parameter[];
  readonly filters: readonly DimensionId[];
  /** What people are alike in: fixed before the institution could act. */
  readonly covariates: readonly DimensionId[];
  readonly needs: (request: Request) => MartPart[];
  /**
   * Rows of the whole agency, as a query of facility_id, region_id, the covariates, `people`, `events` and `settled`:
   * false where the institution does not answer for them. `apart` is the place they are counted by.
   */
  readonly counted: (request: Request, apart: 'region_id' | 'facility_id' | null) => Sql;
}

/** The column by which places are told apart: the one asked for, or the scope's own. */
function apartBy({ by, scope }: Request): 'region_id' | 'facility_id' | null {
  if (by === 'region_id' || by === 'facility_id') return by;
  return scope.kind === 'region' || scope.kind === 'facility' ? `${scope.kind}_id` : null;
}

/** A question about outcomes of places against what is expected for their mix. Never by unit or case manager. */
export function expectedQuestion<const Id extends string>(
  definition: ExpectedDefinition<Id>,
): Question<ExpectedOutcome, Id> {
  const { id, title, description, nothing, parameters, filters, covariates, needs, counted } = definition;
  return question({
    id,
    title,
    description: `${description} Expected: a logistic regression over the whole agency on what was fixed before the institution could act, whatever the place of the request. Refused under 200 events or six institutions. Never shown for a unit or a case manager.`,
    columns: columnsOf(definition),
    parameters,
    by: placeGroups,
    filters,
    scopes: placeScopes,
    long: true,
    needs: (request) => needs({ ...request, scope: agencyScope }),
    statements: (request) => {
      const columns = recordedOf(covariates, request.dataset);
      const rows = counted({ ...request, scope: agencyScope }, apartBy(request));
      return [
        statement(sql`
          SELECT CAST(facility_id AS VARCHAR) AS facility, CAST(region_id AS VARCHAR) AS region, settled, pattern,
            sum(people)::INTEGER AS people, sum(events)::INTEGER AS events
          FROM (
            SELECT facility_id, region_id, coalesce(settled, true) AS settled, ${patternOf(columns)} AS pattern,
              people, events
            FROM (${rows})
          )
          GROUP BY ALL
          -- In any other order sums would differ in their last digit.
          ORDER BY pattern, facility, region, settled`),
      ];
    },
    rows: ([found = []], request): ExpectedOutcome[] => rowsOf(found, request, recordedOf(covariates, request.dataset)),
    note: ([found = []]) => (found.length === 0 ? nothing : null),
  });
}

function columnsOf({ people, events }: Pick<ExpectedDefinition<string>, 'people' | 'events'>): AnswerColumn[] {
  return [
    groupColumn,
    { name: 'people', kind: 'count', meaning: people },
    { name: 'events', kind: 'count', meaning: events },
    { name: 'rate', kind: 'share', meaning: 'The one as a share of the other, as it is' },
    { name: 'expected', kind: 'number', meaning: 'If people of this mix fared as in the whole agency' },
    { name: 'ratio', kind: 'number', meaning: 'Observed ÷ expected' },
    { name: 'lower', kind: 'number', meaning: 'Lower 95 % limit of it (all log odds moved)' },
    { name: 'upper', kind: 'number', meaning: 'Upper 95 % limit of it' },
    { name: 'adjusted_rate', kind: 'share', meaning: 'Ratio × the agency’s rate' },
    { name: 'shrunk_rate', kind: 'share', meaning: 'The same drawn towards the agency’s rate' },
    { name: 'own_share', kind: 'share', meaning: 'How much of what is expected rests on the place’s own people' },
    { name: 'verdict', kind: 'text', meaning: 'higher, as or lower than expected; null where too few are expected' },
    { name: 'verdict_narrow', kind: 'text', meaning: 'The same by chance alone, whatever places differ by anyway' },
    { name: 'position', kind: 'text', meaning: 'within, above, below, far-above or far-below the limits round 1' },
    { name: 'p', kind: 'number', meaning: 'Chance of a ratio this far from 1 if there were no difference' },
    { name: 'reach', kind: 'number', meaning: 'Furthest from 1 a ratio usually lies by chance alone' },
    { name: 'reach_wide', kind: 'number', meaning: 'The same with what places differ by anyway' },
    { name: 'ratio_without_risk', kind: 'number', meaning: 'Ratio without the risk at admission taken into account' },
    {
      name: 'elsewhere',
      kind: 'count',
      meaning: 'Not counted for the place: less than 180 days of the last year there',
    },
    { name: 'agency_rate', kind: 'share', meaning: 'The rate of the whole agency' },
    { name: 'agency_people', kind: 'count', meaning: 'People of the whole agency' },
    { name: 'agency_events', kind: 'count', meaning: 'Events of the whole agency' },
    { name: 'comparisons', kind: 'count', meaning: 'Places compared at once' },
    { name: 'tau2', kind: 'number', meaning: 'Variance between places beyond chance, of log ratios' },
    {
      name: 'concordance',
      kind: 'share',
      meaning: 'How often one with the event had the higher chance than one without',
    },
    {
      name: 'calibration',
      kind: 'share',
      meaning: 'Furthest a tenth of the people, from least to most likely, lies from what was expected of it',
    },
    {
      name: 'missing',
      kind: 'text',
      meaning: 'Why nothing is expected: events (under 200) or institutions (under six)',
    },
  ];
}

interface Found extends OutcomeCount {
  /** Whom the row would count for, had they been there long enough. */
  readonly of: string | null;
}

function foundRow(row: RawRow, apart: 'region_id' | 'facility_id' | null, covariates: number): Found {
  const [facility, region] = [row.facility as string | null, row.region as string | null];
  const of = apart === 'region_id' ? region : facility;
  const settled = row.settled === true;
  return {
    of,
    place: settled ? of : null,
    institution: facility,
    levels: levelsOf(String(row.pattern), covariates),
    people: Number(row.people),
    events: Number(row.events),
  };
}

/** What is the same for every place that asks about a result of the whole agency. */
const ofAgency = oncePerResult((found, apart: 'region_id' | 'facility_id' | null, covariates: number, risk: number) => {
  const rows = found.map((row) => foundRow(row, apart, covariates));
  const people = rows.reduce((sum, row) => sum + row.people, 0);
  const events = rows.reduce((sum, row) => sum + row.events, 0);
  const refused = refusalOf(rows);
  const known = refused === null && apart !== null ? expectedOutcomes(rows, covariates) : null;
  const without = known && risk >= 0 ? withoutCovariate(rows, risk, covariates) : null;
  return { rows, people, events, known, without, agency: agencyOf(people, events, known, refused) };
});

function rowsOf(found: readonly RawRow[], request: Request, covariates: readonly DimensionId[]): ExpectedOutcome[] {
  const apart = apartBy(request);
  const risk = covariates.indexOf('admission_risk');
  const { rows, people, events, known, without, agency } = ofAgency(found, apart, covariates.length, risk);
  if (apart === null) return people === 0 ? [] : [{ ...empty, ...agency, ...whole(people, events) }];
  const wanted = wantedPlaces(request, apart);
  const names = [...new Set(rows.flatMap(({ of }) => (of === null ? [] : [of])))].filter(wanted);
  const compare = compareGroups({ by: apart, dataset: request.dataset });
  return names.sort(compare).map((name) => {
    const place = known?.places.find((candidate) => candidate.place === name);
    const own = rows.filter((row) => row.place === name);
    const count = (key: 'people' | 'events') => own.reduce((sum, row) => sum + row[key], 0);
    return {
      ...empty,
      ...agency,
      group: request.by === null ? null : name,
      people: count('people'),
      events: count('events'),
      rate: count('people') === 0 ? null : count('events') / count('people'),
      elsewhere: rows.reduce((sum, row) => sum + (row.of === name && row.place === null ? row.people : 0), 0),
      ...(place ? placed(place, known!) : {}),
      ratio_without_risk: without?.get(name) ?? null,
    };
  });
}

/** The places of the request's scope. */
function wantedPlaces({ scope, dataset }: Request, apart: 'region_id' | 'facility_id'): (name: string) => boolean {
  if (scope.kind === 'agency') return () => true;
  if (apart === 'facility_id') {
    const inside = new Set(facilitiesOf(scope, dataset));
    return (name) => inside.has(name);
  }
  return (name) => scope.kind === 'region' && name === scope.id;
}

/** The same regression without one covariate: whether a difference rests on how it is recorded. */
function withoutCovariate(rows: readonly Found[], at: number, covariates: number): Map<string, number | null> {
  const fewer = rows.map((row) => ({ ...row, levels: row.levels.filter((_level, index) => index !== at) }));
  return new Map(expectedRatios(fewer, covariates - 1).map(({ place, ratio }) => [place, ratio]));
}

type AgencyPart = Pick<
  ExpectedOutcome,
  'agency_rate' | 'agency_people' | 'agency_events' | 'comparisons' | 'tau2' | 'concordance' | 'calibration' | 'missing'
>;

function agencyOf(people: number, events: number, known: ExpectedOutcomes | null, missing: Refusal | null): AgencyPart {
  const gaps = known?.model.tenths.map((part) => Math.abs(part.events - part.expected) / part.people) ?? [];
  return {
    agency_rate: people === 0 ? null : events / people,
    agency_people: people,
    agency_events: events,
    comparisons: known?.model.comparisons ?? 0,
    tau2: known?.model.tau2 ?? null,
    concordance: known?.model.concordance ?? null,
    calibration: gaps.length === 0 ? null : Math.max(...gaps),
    missing,
  };
}

const empty = {
  group: null,
  rate: null,
  expected: null,
  ratio: null,
  lower: null,
  upper: null,
  adjusted_rate: null,
  shrunk_rate: null,
  own_share: null,
  verdict: null,
  verdict_narrow: null,
  position: null,
  p: null,
  reach: null,
  reach_wide: null,
  ratio_without_risk: null,
  elsewhere: 0,
} as const;

/** The agency is what is usual: as many came as were expected. */
function whole(people: number, events: number) {
  const rate = events / people;
  const same = events === 0 ? null : 1;
  return { people, events, rate, expected: events, ratio: same, lower: same, upper: same, adjusted_rate: rate };
}

function placed(place: ExpectedPlace, { model }: ExpectedOutcomes) {
  return {
    expected: place.expected,
    ratio: place.ratio,
    lower: place.lower,
    upper: place.upper,
    adjusted_rate: place.adjusted,
    shrunk_rate: place.shrunk === null ? null : Math.min(1, place.shrunk * model.rate),
    own_share: place.ownShare,
    verdict: place.verdict,
    verdict_narrow: place.verdictNarrow,
    position: place.zWide === null || place.p === null ? null : positionOf(place.p, place.zWide > 0),
    p: place.p,
    reach: place.reach,
    reach_wide: place.reachWide,
  };
}

/** Nobody is left out for having been somewhere else before. */
export const everybodySettled = raw('true AS settled');
