import { clusteredHazard } from '../../analysis/clustered-curve.ts';
import { nelsonAalen } from '../../analysis/cumulative-hazard.ts';
import { confidenceMultiple } from '../../analysis/normal.ts';
import type { Request } from '../question.ts';
import { byDay } from './by-day.ts';
import { untilParameter } from './curve.ts';
import { asked, everyRelease, followed, groupColumn, lastDay, underOneName, type FirstOutcome } from './releases.ts';

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

export const recidivismHazard = byDay({
  id: 'recidivism/hazard',
  title: 'Cumulative hazard of return by days since release',
  description:
    'Nelson–Aalen: the events of each day per person still followed without one, added up. Where it is straight, the risk of those still out stays the same; where it flattens, the risk has passed. People followed for less and those whom another event took out are censored: it is the hazard of those still free, and no share.',
  columns: [
    groupColumn,
    { name: 'day', kind: 'count', meaning: 'Days since release; only days on which somebody had the event' },
    { name: 'at_risk', kind: 'count', meaning: 'People followed, without the event, just before the day' },
    { name: 'events', kind: 'count', meaning: 'Events on the day' },
    { name: 'hazard', kind: 'number', meaning: 'Events per person at risk, added up to the end of the day' },
    { name: 'error', kind: 'number', meaning: 'Its standard error; where every release counts, by person' },
    { name: 'lower', kind: 'number', meaning: 'Lower 95 % limit, on the scale of the logarithm' },
    { name: 'upper', kind: 'number', meaning: 'Upper 95 % limit' },
  ],
  parameters: [untilParameter],
  group: hazardRows,
  nothing: (released) => `No hazard: of ${released} followed nobody had the event.`,
});

function hazardRows(group: string | null, rows: readonly FirstOutcome[], request: Request): ReturnHazard[] {
  const clustered = everyRelease(request) ? clusteredHazard(underOneName(rows, request), asked) : null;
  const variances = new Map(clustered?.map(({ time, variance }) => [time, variance]));
  const multiple = confidenceMultiple(0.95);
  return nelsonAalen(followed(rows, request))
    .filter(({ time }) => time <= lastDay(request))
    .map(({ time, atRisk, events, hazard, standardError, lower, upper }) => {
      const variance = variances.get(time);
      const error = variance === undefined ? standardError : Math.sqrt(variance);
      const factor = Math.exp((multiple * error) / hazard);
      const limits = variance === undefined ? { lower, upper } : { lower: hazard / factor, upper: hazard * factor };
      return { group, day: time, at_risk: atRisk, events, hazard, error, ...limits };
    });
}
