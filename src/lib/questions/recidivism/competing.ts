import { aalenJohansen, incidenceAt, incidenceLimits, type IncidenceStep } from '../../analysis/aalen-johansen.ts';
import { clusteredIncidence } from '../../analysis/clustered-curve.ts';
import { leastAtRisk } from '../../analysis/minimum-counts.ts';
import { confidenceMultiple } from '../../analysis/normal.ts';
import { atRiskAt, kaplanMeier } from '../../analysis/survival.ts';
import type { Request } from '../question.ts';
import { byDay, eventsUpTo } from './by-day.ts';
import { everyParameter, readingDays, untilParameter } from './curve.ts';
import { everyRelease, groupColumn, lastDay, type FirstOutcome } from './releases.ts';

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

export const recidivismCompeting = byDay({
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
  parameters: [everyParameter, untilParameter],
  group: causeRows,
  nothing: (released) => `No curve: of ${released} followed nobody had any event that is recorded.`,
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
    const variances = everyRelease(request)
      ? new Map(clusteredIncidence(rows, cause).map(({ time, variance }) => [time, variance]))
      : null;
    const steps = incidence.steps.map((step): IncidenceStep => {
      if (!variances) return step;
      const variance = variances.get(step.time) ?? 0;
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
    const events = eventsUpTo(days, steps);
    return days.map((day, at) => {
      const share = incidenceAt({ cause, steps }, day) ?? { incidence: 0, variance: 0, lower: 0, upper: 0 };
      return rowOf({ ...share, time: day, atRisk: atRiskAt(free, day), events: events[at] ?? 0 });
    });
  });
}

type Share = Pick<IncidenceStep, 'incidence' | 'variance' | 'lower' | 'upper'>;
