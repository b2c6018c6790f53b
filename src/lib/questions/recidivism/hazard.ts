import { group as gathered } from 'd3-array';
import { nelsonAalen } from '../../analysis/cumulative-hazard.ts';
import { releaseGroups } from '../dimensions.ts';
import { groupsOf } from '../population/stock-sql.ts';
import { question } from '../question.ts';
import { untilParameter } from './curve.ts';
import { followed, followUp, groupColumn, isDated, lastDay, releaseParameters, releaseParts } from './releases.ts';
import { releaseScopes } from '../scope.ts';

export interface ReturnHazard {
  group: string | null;
  day: number;
  at_risk: number;
  events: number;
  /** Events per person up to and including the day: not a share. */
  hazard: number;
  error: number;
  lower: number;
  upper: number;
}

export const recidivismHazard = question({
  id: 'recidivism/hazard',
  title: 'Cumulative hazard of return by days since release',
  description:
    'Nelson–Aalen: the events of each day per person still followed without one, added up. Where it is straight, the risk of those still out stays the same; where it flattens, the risk has passed. People followed for less and those whom a competing event took out are censored. Empty when the file says whether, but not when.',
  columns: [
    groupColumn,
    { name: 'day', kind: 'count', meaning: 'Days since release; only days on which somebody had the event' },
    { name: 'at_risk', kind: 'count', meaning: 'People followed, without the event, just before the day' },
    { name: 'events', kind: 'count', meaning: 'Events on the day' },
    { name: 'hazard', kind: 'number', meaning: 'Events per person at risk, added up to the end of the day' },
    { name: 'error', kind: 'number', meaning: 'Its standard error' },
    { name: 'lower', kind: 'number', meaning: 'Lower 95 % limit, on the scale of the logarithm' },
    { name: 'upper', kind: 'number', meaning: 'Upper 95 % limit' },
  ],
  parameters: [...releaseParameters, untilParameter],
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  statements: (request) => [followUp(request)],
  rows([found = []], request): ReturnHazard[] {
    if (!isDated(found)) return [];
    const byGroup = gathered(followed(found, request), (row) => row.group);
    return groupsOf(byGroup.keys(), request).flatMap((group) =>
      nelsonAalen(byGroup.get(group) ?? [])
        .filter(({ time }) => time <= lastDay(request))
        .map(({ time, atRisk, events, hazard, standardError, lower, upper }) => ({
          group,
          day: time,
          at_risk: atRisk,
          events,
          hazard,
          error: standardError,
          lower,
          upper,
        })),
    );
  },
});
