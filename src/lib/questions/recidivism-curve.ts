import { logRank } from '../analysis/logrank.ts';
import { cumulative, kaplanMeier } from '../analysis/survival.ts';
import type { SurvivalRow } from '../analysis/survival-row.ts';
import type { RawRow } from '../engine/engine.ts';
import { groupsOf } from './population.ts';
import { question, type Request, type Statement } from './question.ts';
import {
  groupColumn,
  isEvent,
  isRecorded,
  recordLag,
  releaseGroups,
  releaseParameters,
  releaseParts,
  releases,
  releaseScopes,
} from './recidivism.ts';
import { grouped, sql, statement } from './sql.ts';

export interface ReturnCurve {
  group: string | null;
  day: number;
  at_risk: number;
  events: number;
  /** Share who had the event by the end of the day. */
  cumulative: number;
  lower: number;
  upper: number;
}

/** Days at which people had the event or were last followed, counted. The record lag is taken off the follow-up. */
function followUp(request: Request): Statement {
  const lag = recordLag(request);
  const wanted = isEvent(request);
  return statement(sql`
    SELECT ${grouped(request)},
      CASE WHEN ${wanted} AND days_to_event <= days_followed - ${lag} THEN days_to_event ELSE days_followed - ${lag} END AS day,
      coalesce(${wanted} AND days_to_event <= days_followed - ${lag}, false) AS event,
      sum(CASE WHEN ${wanted} AND days_to_event IS NULL THEN releases ELSE 0 END)::INTEGER AS undated,
      sum(releases)::INTEGER AS releases
    FROM release
    WHERE ${releases(request)} AND days_followed >= ${lag} AND ${isRecorded(request)}
    GROUP BY 1, 2, 3`);
}

/** A curve needs the day of every event; a flag alone gives rates at the fixed horizon. */
function isDated(rows: readonly RawRow[]): boolean {
  return rows.every((row) => Number(row.undated) === 0);
}

function survivalRows(rows: readonly RawRow[]): SurvivalRow[] {
  return rows.map((row) => ({ time: Number(row.day), event: row.event === true, count: Number(row.releases) }));
}

export const recidivismCurve = question<ReturnCurve>({
  id: 'recidivism/curve',
  title: 'Share returned by days since release',
  description:
    'One minus Kaplan–Meier: the share who had the event by each day, people followed for less censored. Empty when the file says whether, but not when.',
  columns: [
    groupColumn,
    { name: 'day', kind: 'count', meaning: 'Days since release' },
    { name: 'at_risk', kind: 'count', meaning: 'People followed, without the event, just before the day' },
    { name: 'events', kind: 'count', meaning: 'Events on the day' },
    { name: 'cumulative', kind: 'share', meaning: 'Share with the event by the end of the day' },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (log–log)' },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (log–log)' },
  ],
  parameters: releaseParameters,
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  statements: (request) => [followUp(request)],
  rows([found = []], request) {
    if (!isDated(found)) return [];
    return groupsOf(
      found.map((row) => row.group as string | null),
      request,
    ).flatMap((group) => {
      const curve = kaplanMeier(survivalRows(found.filter((row) => row.group === group)));
      return curve.steps.map((step) => ({
        group,
        day: step.time,
        at_risk: step.atRisk,
        events: step.events,
        ...cumulative(step),
      }));
    });
  },
});

export interface ReturnTest {
  test: string;
  statistic: number;
  df: number;
  p: number;
}

export const recidivismTest = question<ReturnTest>({
  id: 'recidivism/test',
  title: 'Whether the curves of groups differ',
  description: 'Log-rank test over the groups of the grouped column.',
  columns: [
    { name: 'test', kind: 'text', meaning: 'Test' },
    { name: 'statistic', kind: 'number', meaning: 'Chi-square' },
    { name: 'df', kind: 'count', meaning: 'Degrees of freedom' },
    { name: 'p', kind: 'number', meaning: 'Chance of a difference this large if there were none' },
  ],
  parameters: releaseParameters,
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  statements: (request) => [followUp(request)],
  rows([found = []]) {
    if (!isDated(found)) return [];
    const test = logRank(
      found.map((row) => ({
        group: JSON.stringify(row.group),
        time: Number(row.day),
        event: row.event === true,
        count: Number(row.releases),
      })),
    );
    return test ? [{ test: 'log-rank', statistic: test.statistic, df: test.df, p: test.p }] : [];
  },
});
