import { group as gathered } from 'd3-array';
import { cumulative, kaplanMeier, survivalAt, type SurvivalCurve } from '../../analysis/survival.ts';
import { groupsOf } from '../population/stock-sql.ts';
import { question, type Parameter, type Request } from '../question.ts';
import { followed, followUp, groupColumn, isDated, lastDay, releaseParameters, releaseParts } from './releases.ts';
import { releaseGroups } from '../dimensions.ts';
import { releaseScopes } from '../scope.ts';

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

export const everyParameter: Parameter = {
  name: 'every',
  kind: 'integer',
  meaning: 'Read the curve every so many days, from day 0 (default: at every day somebody had the event or left)',
};

export const untilParameter: Parameter = {
  name: 'until',
  kind: 'integer',
  meaning: 'Last day given (default: the last anybody was followed)',
};

/** Days at which a drawing reads a curve; null for every step of it. */
export function readingDays(request: Request, steps: readonly { time: number }[]): number[] | null {
  const every = Number(request.params.every ?? 0);
  if (every < 1) return null;
  const end = Math.min(lastDay(request), steps.at(-1)?.time ?? 0);
  return Array.from({ length: Math.floor(end / every) + 1 }, (_, at) => at * every);
}

function readAt(curve: SurvivalCurve, group: string | null, day: number, before: number): ReturnCurve[] {
  const estimate = survivalAt(curve, day);
  if (!estimate) return [];
  const events = curve.steps
    .filter(({ time }) => time > before && time <= day)
    .reduce((sum, step) => sum + step.events, 0);
  return [{ group, day, at_risk: estimate.atRisk, events, ...cumulative(estimate) }];
}

export const recidivismCurve = question({
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
  parameters: [...releaseParameters, everyParameter, untilParameter],
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  statements: (request) => [followUp(request)],
  rows([found = []], request): ReturnCurve[] {
    if (!isDated(found)) return [];
    const byGroup = gathered(followed(found, request), (row) => row.group);
    return groupsOf(byGroup.keys(), request).flatMap((group) => {
      const curve = kaplanMeier(byGroup.get(group) ?? []);
      const days = readingDays(request, curve.steps);
      return days
        ? days.flatMap((day, at) => readAt(curve, group, day, days[at - 1] ?? -1))
        : curve.steps
            .filter((step) => step.time <= lastDay(request))
            .map((step) => ({
              group,
              day: step.time,
              at_risk: step.atRisk,
              events: step.events,
              ...cumulative(step),
            }));
    });
  },
});
