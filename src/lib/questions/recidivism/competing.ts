import { group as gathered } from 'd3-array';
import { aalenJohansen, incidenceAt, incidenceLimits, type IncidenceStep } from '../../analysis/aalen-johansen.ts';
import { clusteredIncidence } from '../../analysis/clustered-curve.ts';
import { leastAtRisk } from '../../analysis/minimum-counts.ts';
import { confidenceMultiple } from '../../analysis/normal.ts';
import { atRiskAt, kaplanMeier } from '../../analysis/survival.ts';
import { groupsOf } from '../population/stock-sql.ts';
import { question, type Request } from '../question.ts';
import { everyParameter, readingDays, untilParameter } from './curve.ts';
import {
  everyRelease,
  firstOutcomeRows,
  firstOutcomes,
  groupColumn,
  lastDay,
  noCurve,
  releaseParameters,
  releaseParts,
  type FirstOutcome,
} from './releases.ts';
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
  /** Fewer are at risk than a curve may be read from. */
  thin: boolean;
}

export const recidivismCompeting = question<CompetingCurve>({
  id: 'recidivism/competing',
  title: 'What came first after release, by days since release',
  description:
    'Aalen–Johansen: the share in whom each event came first by each day. Every recorded kind of event is a cause of its own, and so are competing events (death, deportation, transfer to another state): the dead are never counted as people who did not return yet. With the share without any the causes add up to everybody.',
  columns: [
    groupColumn,
    { name: 'cause', kind: 'text', meaning: 'Event that came first' },
    { name: 'day', kind: 'count', meaning: 'Days since release' },
    { name: 'at_risk', kind: 'count', meaning: 'People followed, without any of the events, just before the day' },
    { name: 'events', kind: 'count', meaning: 'Events of the cause on the day' },
    { name: 'cumulative', kind: 'share', meaning: 'Share in whom the cause came first, by the end of the day' },
    { name: 'variance', kind: 'number', meaning: 'Its variance (Aalen; where every release counts, by person)' },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (log–log)' },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (log–log)' },
    { name: 'thin', kind: 'text', meaning: 'Fewer at risk than a curve may be read from' },
  ],
  parameters: [...releaseParameters, everyParameter, untilParameter],
  by: releaseGroups,
  scopes: releaseScopes,
  needs: releaseParts,
  statements: (request) => [firstOutcomes(request, { people: everyRelease(request) })],
  rows([found = []], request) {
    if (noCurve(found, request) !== null) return [];
    const byGroup = gathered(firstOutcomeRows(found, request), (row) => row.group);
    return groupsOf(byGroup.keys(), request).flatMap((group) => causeRows(group, byGroup.get(group) ?? [], request));
  },
  note([found = []], request, rows) {
    const released = found.reduce((sum, row) => sum + Number(row.releases), 0);
    return (
      noCurve(found, request) ??
      (rows.length === 0 ? `No curve: of ${released} followed nobody had any event that is recorded.` : null)
    );
  },
});

function causeRows(group: string | null, rows: readonly FirstOutcome[], request: Request): CompetingCurve[] {
  const last = rows.reduce((latest, { time }) => Math.max(latest, time), 0);
  const days = readingDays(request, last);
  // Everybody left at a day, for the days on which nobody had an event.
  const free = kaplanMeier(rows.map(({ time, cause, count }) => ({ time, count, event: cause !== null })));
  const least = leastAtRisk(free.people, request.dataset.settings.minimum_at_risk);
  const multiple = confidenceMultiple(0.95);
  return aalenJohansen(rows).flatMap((incidence) => {
    const { cause } = incidence;
    const variances = everyRelease(request) ? clusteredIncidence(rows, cause) : null;
    const steps = incidence.steps.map((step): IncidenceStep => {
      if (!variances) return step;
      const variance = variances.find(({ time }) => time === step.time)?.variance ?? 0;
      return { ...step, variance, ...incidenceLimits(step.incidence, variance, multiple) };
    });
    const rowOf = (step: Pick<IncidenceStep, 'time' | 'atRisk' | 'events'> & Share): CompetingCurve => ({
      group,
      cause,
      day: step.time,
      at_risk: step.atRisk,
      events: step.events,
      cumulative: step.incidence,
      variance: step.variance,
      lower: step.lower,
      upper: step.upper,
      thin: step.atRisk < least,
    });
    if (!days) return steps.filter(({ time }) => time <= lastDay(request)).map(rowOf);
    return days.map((day, at) => {
      const share = incidenceAt({ cause, steps }, day) ?? { incidence: 0, variance: 0, lower: 0, upper: 0 };
      const before = days[at - 1] ?? -1;
      const events = steps
        .filter(({ time }) => time > before && time <= day)
        .reduce((sum, step) => sum + step.events, 0);
      return rowOf({ ...share, time: day, atRisk: atRiskAt(free, day), events });
    });
  });
}

type Share = Pick<IncidenceStep, 'incidence' | 'variance' | 'lower' | 'upper'>;
