import { aalenJohansen, incidenceAt, incidenceLimits } from '../../analysis/aalen-johansen.ts';
import { clusteredIncidence } from '../../analysis/clustered-curve.ts';
import { leastAtRisk } from '../../analysis/minimum-counts.ts';
import { confidenceMultiple } from '../../analysis/normal.ts';
import { cumulative, kaplanMeier, survivalAt, type CumulativeEstimate } from '../../analysis/survival.ts';
import type { Parameter, Request } from '../question.ts';
import { byDay, eventsUpTo } from './by-day.ts';
import { rateHorizons } from './outcome.ts';
import {
  asked,
  everyRelease,
  followed,
  groupColumn,
  isDeparture,
  lastDay,
  underOneName,
  type FirstOutcome,
} from './releases.ts';

export interface ReturnCurve {
  group: string | null;
  day: number;
  at_risk: number;
  events: number;
  /** Share who had the event by the end of the day, as if nobody had died or left; other kinds of event compete. */
  cumulative: number;
  lower: number;
  upper: number;
  /** Share of all who truly had it, the dead and the departed counted as such; the same where there were none. */
  incidence: number;
  incidence_lower: number;
  incidence_upper: number;
  /** Fewer are at risk than a curve may be read from. */
  thin: boolean;
}

export const everyParameter: Parameter = {
  name: 'every',
  kind: 'integer',
  meaning:
    'Read the curve every so many days, from day 0, and at 1, 2, 3 and 5 years (default: at every day somebody had the event or left)',
};

export const untilParameter: Parameter = {
  name: 'until',
  kind: 'integer',
  meaning: 'Last day given (default: the last anybody was followed)',
};

/** Days at which a drawing reads a curve, those of the rates among them; null for every step of it. */
export function readingDays(request: Request, last: number): number[] | null {
  const every = Number(request.params.every ?? 0);
  if (every < 1) return null;
  const end = Math.min(lastDay(request), last);
  const days = Array.from({ length: Math.floor(end / every) + 1 }, (_, at) => at * every);
  return [...new Set([...days, ...rateHorizons.filter((day) => day <= end)])].sort((a, b) => a - b);
}

/** The curves of one group of releases. */
export function curvesOf(rows: readonly FirstOutcome[], request: Request) {
  const base = kaplanMeier(followed(rows, request));
  const all = underOneName(rows, request);
  const staying = all.map((row) =>
    row.cause !== null && row.cause !== asked && isDeparture(row.cause, request) ? { ...row, cause: null } : row,
  );
  return { base, net: incidenceOf(staying, request), whole: incidenceOf(all, request) };
}

type Rows = readonly FirstOutcome[];

/**
 * The share in whom the event asked about came first, and its limits, by time: null where nothing else comes first and
 * nobody counts several times, so that Kaplan–Meier's own figures hold.
 */
function incidenceOf(
  rows: Rows,
  request: Request,
): ((time: number, plain: CumulativeEstimate) => CumulativeEstimate) | null {
  const competing = rows.some(({ cause }) => cause !== null && cause !== asked);
  if (!competing && !everyRelease(request)) return null;
  const curve = competing ? aalenJohansen(rows).find(({ cause }) => cause === asked) : undefined;
  const variances = everyRelease(request) ? clusteredIncidence(rows, asked) : null;
  const multiple = confidenceMultiple(0.95);
  return (time, plain) => {
    const share = competing ? ((curve && incidenceAt(curve, time)?.incidence) ?? 0) : plain.cumulative;
    // Before the first event, and once everybody had it, the limits are those of so few or so many of all.
    if (share <= 0 || share >= 1) return { ...plain, cumulative: share };
    const own = curve && incidenceAt(curve, time);
    const variance = variances
      ? (variances.findLast((step) => step.time <= time)?.variance ?? 0)
      : (own?.variance ?? 0);
    return { cumulative: share, ...incidenceLimits(share, variance, multiple) };
  };
}

function curveRows(group: string | null, rows: Rows, request: Request): ReturnCurve[] {
  const { base, net, whole } = curvesOf(rows, request);
  const least = leastAtRisk(base.people, request.dataset.settings.minimum_at_risk);
  const row = (day: number, atRisk: number, events: number, plain: CumulativeEstimate): ReturnCurve => {
    const staying = net?.(day, plain) ?? plain;
    const everybody = whole?.(day, plain) ?? plain;
    return {
      group,
      day,
      at_risk: atRisk,
      events,
      cumulative: staying.cumulative,
      lower: staying.lower,
      upper: staying.upper,
      incidence: everybody.cumulative,
      incidence_lower: everybody.lower,
      incidence_upper: everybody.upper,
      thin: atRisk < least,
    };
  };
  const days = readingDays(request, base.steps.at(-1)?.time ?? 0);
  if (!days) {
    return base.steps
      .filter((step) => step.time <= lastDay(request))
      .map((step) => row(step.time, step.atRisk, step.events, cumulative(step)));
  }
  const events = eventsUpTo(days, base.steps);
  return days.flatMap((day, at) => {
    const estimate = survivalAt(base, day);
    return estimate ? [row(day, estimate.atRisk, events[at] ?? 0, cumulative(estimate))] : [];
  });
}

export const recidivismCurve = byDay({
  id: 'recidivism/curve',
  title: 'Share returned by days since release',
  description:
    'The share who had the event by each day, people followed for less censored: one minus Kaplan–Meier, and where kinds of event keep each other from coming first, Aalen–Johansen. Two shares stand side by side: cumulative is as if nobody had died or left, incidence is of everybody released. They are the same where no such event was recorded.',
  columns: [
    groupColumn,
    { name: 'day', kind: 'count', meaning: 'Days since release' },
    { name: 'at_risk', kind: 'count', meaning: 'People followed, without the event, just before the day' },
    { name: 'events', kind: 'count', meaning: 'Events on the day' },
    {
      name: 'cumulative',
      kind: 'share',
      meaning:
        'Share with the event by the end of the day, as if nobody had died or left; other kinds of event compete',
    },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (log–log)' },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (log–log)' },
    {
      name: 'incidence',
      kind: 'share',
      meaning: 'Share of all released with the event by the end of the day, the dead and the departed counted as such',
    },
    { name: 'incidence_lower', kind: 'share', meaning: 'Lower 95 % limit (log–log)' },
    { name: 'incidence_upper', kind: 'share', meaning: 'Upper 95 % limit (log–log)' },
    {
      name: 'thin',
      kind: 'text',
      meaning:
        'Fewer at risk than a curve may be read from: under a tenth of those it began with, or under the setting',
    },
  ],
  parameters: [everyParameter, untilParameter],
  group: curveRows,
});
