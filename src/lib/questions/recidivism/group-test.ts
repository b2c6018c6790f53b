import { group as gathered } from 'd3-array';
import { clusteredMeanError } from '../../analysis/clustered-curve.ts';
import { coxByPerson, scoreTestByPerson } from '../../analysis/cox-by-person.ts';
import { coxRegression, proportionalHazards, type CoxRow } from '../../analysis/cox.ts';
import { chiSquareTail } from '../../analysis/gamma.ts';
import { grayTest } from '../../analysis/gray.ts';
import { logRank } from '../../analysis/logrank.ts';
import { leastAtRisk } from '../../analysis/minimum-counts.ts';
import { confidenceMultiple } from '../../analysis/normal.ts';
import { atRiskAt, kaplanMeier, medianSurvival, restrictedMean } from '../../analysis/survival.ts';
import type { RawRow } from '../../engine/engine.ts';
import { eventOf, outcomeOf } from './outcome.ts';
import { groupsOf } from '../population/stock-sql.ts';
import { question, type Request } from '../question.ts';
import {
  asked,
  everyRelease,
  firstOutcomeRows,
  firstOutcomes,
  followed,
  groupColumn,
  isClustered,
  noCurve,
  releaseParameters,
  releaseParts,
  underOneName,
  type FirstOutcome,
  type Followed,
} from './releases.ts';
import { column } from '../sql.ts';
import { releaseGroups } from '../dimensions.ts';
import { groupLabel } from '../labels.ts';
import { releaseScopes } from '../scope.ts';

export interface ReturnTest {
  test: string;
  statistic: number;
  df: number;
  p: number;
}

const strataParameter = {
  name: 'strata',
  kind: 'choice',
  choices: releaseGroups,
  meaning: 'Column within whose values the groups are compared (stratified log-rank and Cox)',
} as const;

export const recidivismTest = question<ReturnTest>({
  id: 'recidivism/test',
  title: 'Whether the curves of groups differ',
  description:
    "Tests over the groups of the grouped column: log-rank; Gray's test where other events compete; the likelihood ratio of Cox's regression (ties after Efron) and whether its hazard ratios stay the same over time. Where one person may stand in several rows, the log-rank and Cox's test are by person.",
  columns: [
    { name: 'test', kind: 'text', meaning: 'Test' },
    { name: 'statistic', kind: 'number', meaning: 'Chi-square' },
    { name: 'df', kind: 'count', meaning: 'Degrees of freedom' },
    { name: 'p', kind: 'number', meaning: 'Chance of a difference this large if there were none' },
  ],
  parameters: [...releaseParameters, strataParameter],
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  statements: (request) => [testedRows(request)],
  rows([found = []], request) {
    if (noCurve(found, request) !== null) return [];
    const rows = named(found, request);
    const { design } = coxDesign(rows, request);
    return isClustered(request) ? testsByPerson(rows, design, request) : testsOfPeople(rows, design, request);
  },
  note([found = []], request, rows) {
    const none = noCurve(found, request);
    if (none !== null) return none.replace('No curve', 'No test');
    const all = named(found, request);
    const { left } = coxDesign(all, request);
    const said = [
      rows.length === 0 ? nothingToTest(all, request) : null,
      left.length === 0
        ? null
        : `Without an event, and so not in Cox’s regression: ${left.map((name) => labelOf(name, request)).join(', ')}.`,
      rows.length > 0 && isClustered(request)
        ? `${byPerson(all, request)} Gray's test and that of proportional hazards, which need one release a person, are left out.`
        : null,
    ].filter((words) => words !== null);
    return said.length === 0 ? null : said.join(' ');
  },
});

function testedRows(request: Request) {
  const { strata } = request.params;
  return firstOutcomes(request, {
    stratum: column(strata === undefined ? 'NULL' : String(strata)),
    people: isClustered(request),
  });
}

function nothingToTest(rows: readonly Named[], request: Request): string {
  const groups = new Set(rows.map(({ group }) => group)).size;
  if (request.by === null) return 'No test: name the column whose groups are to be compared, such as --by sex.';
  if (groups < 2) return `No test: all ${peopleOf(rows)} releases are in one group.`;
  return followed(rows, request).some(({ event }) => event)
    ? 'No test: at no event were two groups at risk.'
    : `No test: of ${peopleOf(rows)} followed nobody had the event.`;
}

function labelOf(name: string, { by, dataset }: Request): string {
  const group = groupOfName(name);
  return by === null ? 'All' : groupLabel(group, by, dataset);
}

/** Why errors are by person. */
function byPerson(rows: readonly FirstOutcome[], request: Request): string {
  const several = new Set(rows.flatMap(({ person }) => person ?? [])).size;
  const alone = rows.reduce((sum, { person, count }) => sum + (person === null ? count : 0), 0);
  const where = everyRelease(request) ? '' : ', who may stand in several groups';
  return `Errors allow for several releases of one person: ${peopleOf(rows)} releases of ${alone + several} people${where}.`;
}

const peopleOf = (rows: readonly { readonly count: number }[]): number => rows.reduce((sum, row) => sum + row.count, 0);

const nameOf = (value: RawRow[string] | undefined): string => JSON.stringify(value ?? null);
const groupOfName = (name: string): string | null => JSON.parse(name) as string | null;

function testRow(test: string, { statistic, df, p }: { statistic: number; df: number; p: number }): ReturnTest {
  return { test, statistic, df, p };
}

/** Each person once: the usual tests. */
function testsOfPeople(all: readonly Named[], design: readonly CoxDesignRow[], request: Request): ReturnTest[] {
  const stratified = request.params.strata !== undefined;
  const tests: ReturnTest[] = [];
  const ranks = logRank(followedNamed(all, request));
  if (ranks) tests.push(testRow(stratified ? 'stratified log-rank' : 'log-rank', ranks));
  const competing = underOneName(all, request) as Named[];
  // Gray's test needs competing events to differ from the log-rank test in what it asks.
  if (!stratified && competing.some(({ cause }) => cause !== null && cause !== asked)) {
    const test = grayTest(
      competing.map(({ stratum: _stratum, ...row }) => row),
      asked,
    );
    if (test) tests.push(testRow("Gray's test", test));
  }
  const fit = coxRegression(design);
  if (!fit) return tests;
  const { likelihoodRatio: statistic, df } = fit;
  tests.push(testRow('Cox likelihood ratio', { statistic, df, p: chiSquareTail(statistic, df) }));
  tests.push(testRow('proportional hazards', proportionalHazards(design, fit).global));
  return tests;
}

/** One person may stand in several rows: tests whose errors are by person. */
function testsByPerson(all: readonly Named[], design: readonly CoxDesignRow[], request: Request): ReturnTest[] {
  const stratified = request.params.strata !== undefined;
  const tests: ReturnTest[] = [];
  const ranks = scoreTestByPerson(indicators(followedNamed(all, request), groupNames(all, request).slice(1)));
  if (ranks) tests.push(testRow(`${stratified ? 'stratified ' : ''}log-rank, by person`, ranks));
  const fit = coxRegression(design);
  const robust = fit && coxByPerson(design, fit);
  if (robust) tests.push(testRow('Cox Wald, by person', robust.wald));
  return tests;
}

/** Groups and strata by names that tell a missing value from a text. */
interface Named extends FirstOutcome {
  group: string;
  stratum: string;
}

function named(found: readonly RawRow[], request: Request): Named[] {
  return firstOutcomeRows(found, request).map((row) => ({
    ...row,
    group: nameOf(row.group),
    stratum: nameOf(row.stratum),
  }));
}

type NamedFollowed = Followed & { group: string; stratum: string };

const followedNamed = (rows: readonly Named[], request: Request) => followed(rows, request) as NamedFollowed[];

type CoxDesignRow = CoxRow & { readonly person: number | null };

/**
 * The rows of Cox's regression: the largest group with an event is the reference, the others have a column each. A
 * group without an event has a hazard ratio of zero whose limits cannot be told, and is left out.
 */
function coxDesign(all: readonly Named[], request: Request) {
  const rows = followedNamed(all, request);
  const sizes = new Map(
    [...gathered(rows, ({ group }) => group)].map(([name, own]) => [
      name,
      { people: peopleOf(own), events: peopleOf(own.filter(({ event }) => event)) },
    ]),
  );
  const names = groupNames(all, request);
  const having = names.filter((name) => (sizes.get(name)?.events ?? 0) > 0);
  const left = names.filter((name) => !having.includes(name));
  const reference = having.reduce<string | null>(
    (largest, name) => (largest !== null && sizes.get(largest)!.people >= sizes.get(name)!.people ? largest : name),
    null,
  );
  const compared = having.filter((name) => name !== reference);
  const kept = rows.filter(({ group }) => having.includes(group));
  return { design: indicators(kept, compared), compared, reference, left: having.length === 0 ? [] : left };
}

function indicators(rows: readonly NamedFollowed[], groups: readonly string[]): CoxDesignRow[] {
  return rows.map((row) => ({ ...row, x: groups.map((group) => Number(row.group === group)) }));
}

function groupNames(rows: readonly Named[], request: Request): string[] {
  return groupsOf(
    rows.map(({ group }) => groupOfName(group)),
    request,
  ).map(nameOf);
}

export interface ReturnGroup {
  group: string | null;
  released: number;
  events: number;
  median_days: number | null;
  mean_days: number | null;
  mean_error: number | null;
  hazard_ratio: number | null;
  lower: number | null;
  upper: number | null;
  /** Why there is no hazard ratio: the others are compared with this group, it had no event, nothing to compare. */
  missing: 'reference' | 'no_event' | 'not_compared' | null;
}

export const recidivismGroups = question<ReturnGroup>({
  id: 'recidivism/groups',
  title: 'Time without the event, and hazard ratios, by group',
  description:
    'Median and restricted mean time without the event, as if nothing else had kept people from it, and the hazard against the largest group (Cox, ties after Efron). The median is given only where the curve comes down to a half, and neither where fewer are left at risk than a curve may be read from.',
  columns: [
    groupColumn,
    { name: 'released', kind: 'count', meaning: 'Releases followed' },
    { name: 'events', kind: 'count', meaning: 'Of those, with the event' },
    {
      name: 'median_days',
      kind: 'number',
      meaning: 'Days by which half had the event; null when fewer had, or too few were left',
    },
    { name: 'mean_days', kind: 'number', meaning: 'Mean days without the event, of the days of the horizon' },
    { name: 'mean_error', kind: 'number', meaning: 'Its standard error' },
    { name: 'hazard_ratio', kind: 'number', meaning: 'Hazard against the largest group; null for that group' },
    { name: 'lower', kind: 'number', meaning: 'Lower 95 % limit of the hazard ratio' },
    { name: 'upper', kind: 'number', meaning: 'Upper 95 % limit of the hazard ratio' },
    {
      name: 'missing',
      kind: 'text',
      meaning:
        'Why there is no hazard ratio: reference (the others are compared with it), no_event, not_compared (never at risk beside another group of its stratum, or the events tell the groups apart completely)',
    },
  ],
  parameters: [
    ...releaseParameters,
    strataParameter,
    { name: 'horizon', kind: 'integer', meaning: 'Days of the restricted mean (default 1095)' },
  ],
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  statements: (request) => [testedRows(request)],
  rows([found = []], request) {
    if (noCurve(found, request) !== null) return [];
    const rows = named(found, request);
    const { design, compared, reference } = coxDesign(rows, request);
    const fit = coxRegression(design);
    const errors = fit && isClustered(request) ? coxByPerson(design, fit)?.standardErrors : fit?.standardErrors;
    return groupNames(rows, request).map((name) => {
      const own = rows.filter((row) => row.group === name);
      const times = timesOf(own, request);
      const at = compared.indexOf(name);
      const ratio = ratioOf(fit?.coefficients[at], errors?.[at]);
      const missing =
        ratio !== null
          ? null
          : name === reference && fit !== null
            ? 'reference'
            : times.events === 0
              ? 'no_event'
              : 'not_compared';
      return {
        group: groupOfName(name),
        ...times,
        hazard_ratio: ratio?.[0] ?? null,
        lower: ratio?.[1] ?? null,
        upper: ratio?.[2] ?? null,
        missing,
      };
    });
  },
  note([found = []], request) {
    const none = noCurve(found, request);
    if (none !== null) return none.replace('No curve', 'No times');
    const rows = named(found, request);
    const others = [...new Set(underOneName(rows, request).flatMap(({ cause }) => cause ?? []))]
      .filter((cause) => cause !== asked)
      .map((cause) => outcomeOf(cause).label.toLowerCase());
    const said = [
      others.length === 0
        ? null
        : `Times and hazard ratios of ${outcomeOf(eventOf(request)).label.toLowerCase()} are as if nothing else had come first (${others.join(', ')}).`,
      isClustered(request) ? byPerson(rows, request) : null,
    ].filter((words) => words !== null);
    return said.length === 0 ? null : said.join(' ');
  },
});

function ratioOf(b: number | null | undefined, error: number | null | undefined): number[] | null {
  if (b === null || b === undefined || error === null || error === undefined) return null;
  const reach = confidenceMultiple(0.95) * error;
  return [b, b - reach, b + reach].map(Math.exp);
}

/** Median and mean time of a group without the event, as far as its curve may be read. */
function timesOf(own: readonly Named[], request: Request) {
  const horizon = Math.max(1, Number(request.params.horizon ?? 1095));
  const curve = kaplanMeier(followed(own, request));
  const least = leastAtRisk(curve.people, request.dataset.settings.minimum_at_risk);
  const readable = (day: number) => atRiskAt(curve, day) >= least;
  const median = medianSurvival(curve);
  const mean = readable(horizon) ? restrictedMean(curve, horizon) : null;
  const error = mean && isClustered(request) ? clusteredMeanError(underOneName(own, request), asked, horizon) : null;
  return {
    released: curve.people,
    events: curve.steps.reduce((sum, step) => sum + step.events, 0),
    median_days: median !== null && readable(median) ? median : null,
    mean_days: mean?.mean ?? null,
    mean_error: error ?? mean?.standardError ?? null,
  };
}
