import { coxRegression, proportionalHazards, type CoxRow } from '../../analysis/cox.ts';
import { chiSquareTail } from '../../analysis/gamma.ts';
import { grayTest } from '../../analysis/gray.ts';
import { logRank } from '../../analysis/logrank.ts';
import { confidenceMultiple } from '../../analysis/normal.ts';
import { kaplanMeier, medianSurvival, restrictedMean } from '../../analysis/survival.ts';
import type { RawRow } from '../../engine/engine.ts';
import { competingEvents, eventOf } from './outcome.ts';
import { groupsOf } from '../population/stock-sql.ts';
import { question, type Request } from '../question.ts';
import { competingRows } from './competing.ts';
import {
  firstOutcomes,
  followed,
  followUp,
  groupColumn,
  isDated,
  releaseParameters,
  releaseParts,
  type Followed,
} from './releases.ts';
import { column } from '../sql.ts';
import { releaseGroups } from '../dimensions.ts';
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
    "Tests over the groups of the grouped column: log-rank; Gray's test where competing events were seen; the likelihood ratio of Cox's regression (ties after Efron) and whether its hazard ratios stay the same over time.",
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
  statements: (request) => [followUp(request, stratumOf(request)), firstOutcomes(request)],
  rows([found = [], outcomes = []], request) {
    if (!isDated(found)) return [];
    const stratified = request.params.strata !== undefined;
    const rows = named(found, request);
    const tests: ReturnTest[] = [];
    const ranks = logRank(rows);
    if (ranks) tests.push(testRow(stratified ? 'stratified log-rank' : 'log-rank', ranks));
    if (!stratified) tests.push(...grayTests(outcomes, request));
    const design = coxRows(rows, request);
    const fit = coxRegression(design);
    if (!fit) return tests;
    tests.push(
      testRow('Cox likelihood ratio', {
        statistic: fit.likelihoodRatio,
        df: fit.df,
        p: chiSquareTail(fit.likelihoodRatio, fit.df),
      }),
    );
    tests.push(testRow('proportional hazards', proportionalHazards(design, fit).global));
    return tests;
  },
});

function stratumOf({ params }: Request) {
  return column(params.strata === undefined ? 'NULL' : String(params.strata));
}

const nameOf = (value: RawRow[string] | undefined): string => JSON.stringify(value ?? null);

function testRow(test: string, { statistic, df, p }: { statistic: number; df: number; p: number }): ReturnTest {
  return { test, statistic, df, p };
}

/** Gray's test needs competing events to differ from the log-rank test in what it asks. */
function grayTests(outcomes: readonly RawRow[], request: Request): ReturnTest[] {
  if (!outcomes.some((row) => row.cause !== null && Object.hasOwn(competingEvents, String(row.cause)))) return [];
  const event = eventOf(request);
  const rows = competingRows(outcomes).map((row, at) => {
    const wanted = event === 'return' ? row.cause?.startsWith('return') : row.cause === event;
    return { ...row, cause: wanted ? event : row.cause, group: nameOf(outcomes[at]?.group) };
  });
  const test = grayTest(rows, event);
  return test ? [testRow("Gray's test", test)] : [];
}

/** Groups and strata by names that tell a missing value from a text. */
interface Named extends Followed {
  group: string;
  stratum: string;
}

function named(found: readonly RawRow[], request: Request): Named[] {
  return followed(found, request).map((row) => ({ ...row, group: nameOf(row.group), stratum: nameOf(row.stratum) }));
}

/** One column for each group but the first. */
function coxRows(rows: readonly Named[], request: Request): CoxRow[] {
  const groups = groupNames(rows, request).slice(1);
  return rows.map((row) => ({ ...row, x: groups.map((group) => Number(row.group === group)) }));
}

function groupNames(rows: readonly Named[], request: Request): string[] {
  return groupsOf(
    rows.map(({ group }) => JSON.parse(group) as string | null),
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
}

export const recidivismGroups = question<ReturnGroup>({
  id: 'recidivism/groups',
  title: 'Time without the event, and hazard ratios, by group',
  description:
    'Median and restricted mean time without the event, and the hazard against the first group (Cox, ties after Efron). The median is given only where the curve comes down to a half.',
  columns: [
    groupColumn,
    { name: 'released', kind: 'count', meaning: 'Releases followed' },
    { name: 'events', kind: 'count', meaning: 'Of those, with the event' },
    { name: 'median_days', kind: 'number', meaning: 'Days by which half had the event; null when fewer had' },
    { name: 'mean_days', kind: 'number', meaning: 'Mean days without the event, of the days of the horizon' },
    { name: 'mean_error', kind: 'number', meaning: 'Its standard error' },
    { name: 'hazard_ratio', kind: 'number', meaning: 'Hazard against the first group; null for that group' },
    { name: 'lower', kind: 'number', meaning: 'Lower 95 % limit of the hazard ratio' },
    { name: 'upper', kind: 'number', meaning: 'Upper 95 % limit of the hazard ratio' },
  ],
  parameters: [
    ...releaseParameters,
    strataParameter,
    { name: 'horizon', kind: 'integer', meaning: 'Days of the restricted mean (default 1095)' },
  ],
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  statements: (request) => [followUp(request, stratumOf(request))],
  rows([found = []], request) {
    if (!isDated(found)) return [];
    const horizon = Math.max(1, Number(request.params.horizon ?? 1095));
    const rows = named(found, request);
    const fit = coxRegression(coxRows(rows, request));
    const reach = confidenceMultiple(0.95);
    return groupNames(rows, request).map((name, at) => {
      const group = JSON.parse(name) as string | null;
      const curve = kaplanMeier(rows.filter((row) => row.group === name));
      const mean = restrictedMean(curve, horizon);
      const [b, error] = [fit?.coefficients[at - 1], fit?.standardErrors[at - 1]];
      const ratio =
        b === undefined || error === undefined ? null : [b, b - reach * error, b + reach * error].map(Math.exp);
      return {
        group,
        released: curve.people,
        events: curve.steps.reduce((sum, step) => sum + step.events, 0),
        median_days: medianSurvival(curve),
        mean_days: mean?.mean ?? null,
        mean_error: mean?.standardError ?? null,
        hazard_ratio: ratio?.[0] ?? null,
        lower: ratio?.[1] ?? null,
        upper: ratio?.[2] ?? null,
      };
    });
  },
});
