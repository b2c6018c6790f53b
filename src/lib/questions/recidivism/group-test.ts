import { coxByPerson, scoreTestByPerson } from '../../analysis/cox-by-person.ts';
import { coxRegression } from '../../analysis/cox.ts';
import { fineGrayTest } from '../../analysis/fine-gray.ts';
import { chiSquareTail } from '../../analysis/gamma.ts';
import { grayTest } from '../../analysis/gray.ts';
import { logRank } from '../../analysis/logrank.ts';
import { proportionalHazards } from '../../analysis/proportional-hazards.ts';
import { releaseGroups } from '../dimensions.ts';
import { question, type Request } from '../question.ts';
import {
  byPerson,
  coxDesign,
  followedNamed,
  groupNames,
  indicators,
  labelOf,
  named,
  peopleOf,
  strataParameter,
  testedRows,
  type CoxDesignRow,
  type Named,
} from './design.ts';
import { asked, followed, isClustered, noCurve, releaseParameters, releaseParts, underOneName } from './releases.ts';
import { releaseScopes } from '../scope.ts';

export interface ReturnTest {
  test: string;
  statistic: number;
  df: number;
  p: number;
}

export const recidivismTest = question({
  id: 'recidivism/test',
  title: 'Whether the curves of groups differ',
  description:
    "Tests over the groups of the grouped column: log-rank; Gray's test where other events compete; the likelihood ratio of Cox's regression (ties after Efron) and whether its hazard ratios stay the same over time. Where one person may stand in several rows, the log-rank, Cox's test and Fine and Gray's score instead of Gray's are by person.",
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
  long: true,
  statements: (request) => [testedRows(request)],
  rows([found = []], request): ReturnTest[] {
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
        ? `${byPerson(all, request)} The test of proportional hazards, which needs one release a person, is left out.`
        : null,
    ].filter((words) => words !== null);
    return said.length === 0 ? null : said.join(' ');
  },
});

function nothingToTest(rows: readonly Named[], request: Request): string {
  const groups = new Set(rows.map(({ group }) => group)).size;
  if (request.by === null) return 'No test: name the column whose groups are to be compared, such as --by sex.';
  if (groups < 2) return `No test: all ${peopleOf(rows)} releases are in one group.`;
  return followed(rows, request).some(({ event }) => event)
    ? 'No test: at no event were two groups at risk.'
    : `No test: of ${peopleOf(rows)} followed nobody had the event.`;
}

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
  if (!stratified && isCompeting(competing)) {
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

/** Whether anything but the event asked about came first. */
const isCompeting = (rows: readonly Named[]): boolean => rows.some(({ cause }) => cause !== null && cause !== asked);

/** One person may stand in several rows: tests whose errors are by person. */
function testsByPerson(all: readonly Named[], design: readonly CoxDesignRow[], request: Request): ReturnTest[] {
  const stratified = request.params.strata !== undefined;
  const tests: ReturnTest[] = [];
  const ranks = scoreTestByPerson(indicators(followedNamed(all, request), groupNames(all, request).slice(1)));
  if (ranks) tests.push(testRow(`${stratified ? 'stratified ' : ''}log-rank, by person`, ranks));
  const competing = underOneName(all, request) as Named[];
  if (!stratified && isCompeting(competing)) {
    const test = fineGrayTest(indicators(competing, groupNames(all, request).slice(1)), asked);
    if (test) tests.push(testRow('Fine–Gray score, by person', test));
  }
  const fit = coxRegression(design);
  const robust = fit && coxByPerson(design, fit);
  if (robust) tests.push(testRow('Cox Wald, by person', robust.wald));
  return tests;
}
