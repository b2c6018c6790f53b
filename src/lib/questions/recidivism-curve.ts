import { cumulative, kaplanMeier } from '../analysis/survival.ts';
import type { SurvivalRow } from '../analysis/survival-row.ts';
import type { RawRow } from '../engine/engine.ts';
import { groupsOf } from './population.ts';
import { question } from './question.ts';
import {
  followUp,
  groupColumn,
  isDated,
  releaseGroups,
  releaseParameters,
  releaseParts,
  releaseScopes,
} from './recidivism.ts';

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

export function survivalRows(rows: readonly RawRow[]): SurvivalRow[] {
  return rows.map((row) => ({ time: Number(row.day), event: row.event === true, count: Number(row.releases) }));
}

export const recidivismCurve = question<ReturnCurve>({
  id: 'recidivism/curve',
  title: 'Share returned by days since release',
  description:
    'One minus Kaplan–Meier: the share who had the event by each day, people followed for less censored. People whom a competing event (death, deportation) took out are censored there: with such events it is the share if nobody died or left, and recidivism/competing gives the share who truly had it. Empty when the file says whether, but not when.',
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
