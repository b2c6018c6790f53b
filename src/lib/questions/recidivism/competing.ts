import { group as gathered } from 'd3-array';
import { aalenJohansen, incidenceAt, type IncidenceStep } from '../../analysis/aalen-johansen.ts';
import { atRiskAt, kaplanMeier } from '../../analysis/survival.ts';
import type { RawRow } from '../../engine/engine.ts';
import { groupsOf } from '../population/stock-sql.ts';
import { question } from '../question.ts';
import { everyParameter, readingDays, untilParameter } from './curve.ts';
import { firstOutcomes, groupColumn, groupOf, isDated, lastDay, releaseParameters, releaseParts } from './releases.ts';
import { releaseGroups } from '../dimensions.ts';
import { releaseScopes } from '../scope.ts';

export interface CompetingCurve {
  group: string | null;
  cause: string;
  day: number;
  at_risk: number;
  events: number;
  /** Share in whom the cause came first, by the end of the day. */
  cumulative: number;
  variance: number;
  lower: number;
  upper: number;
}

export const recidivismCompeting = question({
  id: 'recidivism/competing',
  title: 'What came first after release, by days since release',
  description:
    'Aalen–Johansen: the share in whom each event came first by each day, with competing events (death, deportation, transfer to another state) as events of their own. The dead are never counted as people who did not return yet. Empty when the file says whether, but not when.',
  columns: [
    groupColumn,
    { name: 'cause', kind: 'text', meaning: 'Event that came first' },
    { name: 'day', kind: 'count', meaning: 'Days since release' },
    { name: 'at_risk', kind: 'count', meaning: 'People followed, without any of the events, just before the day' },
    { name: 'events', kind: 'count', meaning: 'Events of the cause on the day' },
    { name: 'cumulative', kind: 'share', meaning: 'Share in whom the cause came first, by the end of the day' },
    { name: 'variance', kind: 'number', meaning: 'Its variance (Aalen)' },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (log–log)' },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (log–log)' },
  ],
  parameters: [...releaseParameters, everyParameter, untilParameter],
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  statements: (request) => [firstOutcomes(request)],
  rows([found = []], request): CompetingCurve[] {
    if (!isDated(found)) return [];
    const byGroup = gathered(found, (row) => groupOf(row, request));
    return groupsOf(byGroup.keys(), request).flatMap((group) => {
      const rows = competingRows(byGroup.get(group) ?? []);
      const last = rows.reduce((latest, { time }) => Math.max(latest, time), 0);
      const days = readingDays(request, [{ time: last }]);
      // Everybody left at a day, for the days on which nobody had an event.
      const curve = days ? kaplanMeier(rows.map((row) => ({ ...row, event: row.cause !== null }))) : null;
      return aalenJohansen(rows).flatMap((incidence) => {
        const { cause, steps } = incidence;
        if (!days || !curve)
          return steps.filter(({ time }) => time <= lastDay(request)).map((step) => rowOf(group, cause, step));
        return days.map((day, at) => {
          const step = incidenceAt(incidence, day);
          const before = days[at - 1] ?? -1;
          return {
            ...rowOf(group, cause, step ?? { incidence: 0, variance: 0, lower: 0, upper: 0 }),
            day,
            at_risk: atRiskAt(curve, day),
            events: steps
              .filter(({ time }) => time > before && time <= day)
              .reduce((sum, { events }) => sum + events, 0),
          };
        });
      });
    });
  },
});

function rowOf(group: string | null, cause: string, step: Partial<IncidenceStep> & Limits): CompetingCurve {
  return {
    group,
    cause,
    day: step.time ?? 0,
    at_risk: step.atRisk ?? 0,
    events: step.events ?? 0,
    cumulative: step.incidence,
    variance: step.variance,
    lower: step.lower,
    upper: step.upper,
  };
}

type Limits = Pick<IncidenceStep, 'incidence' | 'variance' | 'lower' | 'upper'>;

export function competingRows(rows: readonly RawRow[]) {
  return rows.map((row) => ({
    time: Number(row.day),
    cause: row.cause as string | null,
    count: Number(row.releases),
  }));
}
