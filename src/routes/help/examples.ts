import { funnelCurve, funnelLimits, type FunnelLimits, type FunnelPoint } from '$lib/analysis/funnel.ts';
import { confidenceMultiple } from '$lib/analysis/normal.ts';
import { shareLimits, type ProcessLimits } from '$lib/analysis/process-limits.ts';
import type { Interval } from '$lib/analysis/proportion.ts';
import { cumulative, kaplanMeier, medianSurvival, survivalAt } from '$lib/analysis/survival.ts';
import { addMonths, type IsoDate } from '$lib/calendar/date.ts';
import { readRate } from '$lib/measures/measure-figure.ts';
import type { StepSeries } from '$lib/ui/charts/step-chart.ts';

/**
 * The worked examples of the help page: numbers made up for it, everything else worked out by the code that makes the
 * figures of the site.
 */

export interface IntervalExample extends Interval {
  done: number;
  due: number;
  rate: number;
}

/** The same rate from more and more. */
export function intervalExamples(): IntervalExample[] {
  return [
    [9, 10],
    [36, 40],
    [180, 200],
    [1800, 2000],
  ].map(([done = 0, due = 0]) => {
    const { value, lower, upper } = readRate(done, due, { minimum: 1 });
    return { done, due, rate: value ?? 0, lower: lower ?? 0, upper: upper ?? 1 };
  });
}

export interface FunnelExample {
  centre: number;
  points: {
    id: string;
    label: string;
    done: number;
    due: number;
    rate: number;
    limits: FunnelLimits;
    marked: boolean;
  }[];
  curve: FunnelPoint[];
}

const counts: readonly [string, number, number][] = [
  ['A', 12, 17],
  ['B', 36, 40],
  ['C', 55, 64],
  ['D', 80, 90],
  ['E', 80, 106],
  ['F', 114, 128],
  ['G', 124, 142],
  ['H', 112, 155],
  ['I', 151, 171],
];

/** Nine case managers: A has the lowest rate, and only H lies beyond the outer limits. */
export function funnelExample(): FunnelExample {
  const done = counts.reduce((sum, [, onTime]) => sum + onTime, 0);
  const due = counts.reduce((sum, [, , all]) => sum + all, 0);
  const centre = done / due;
  return {
    centre,
    points: counts.map(([letter, onTime, all]) => ({
      id: letter,
      label: `Case manager ${letter}`,
      done: onTime,
      due: all,
      rate: onTime / all,
      limits: funnelLimits(centre, all),
      marked: letter === 'H',
    })),
    curve: funnelCurve(centre, 190).filter((limit) => limit.due >= 12),
  };
}

/** On time of due, by month; in the 19th month something went wrong. */
const onTime = [52, 55, 50, 57, 53, 49, 56, 54, 51, 55, 58, 52, 54, 50, 56, 53, 57, 55, 32, 51, 54, 56, 52, 55];
const dueEach = 60;

export function limitsExample(): ProcessLimits {
  return shareLimits(
    onTime.map((done, index) => ({ month: addMonths('2024-07-01', index), counts: { onTime: done, due: dueEach } })),
  );
}

/** Months until 40 people returned, or until they were last seen without. */
const returned = [2, 3, 5, 6, 6, 8, 9, 11, 13, 14, 17, 19, 22, 27];
const unseen = [12, 12, 15, 18, 18, 20, 24, 24, 26, 30, 30, 30, 33, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36, 36];

export interface CurveExample {
  series: StepSeries;
  people: number;
  /** Of everybody, however long they were seen: what must not be called a rate. */
  counted: number;
  /** The curve at 36 months. */
  at: { share: number; lower: number; upper: number };
  median: number | null;
}

export function curveExample(): CurveExample {
  const curve = kaplanMeier([
    ...returned.map((time) => ({ time, event: true, count: 1 })),
    ...unseen.map((time) => ({ time, event: false, count: 1 })),
  ]);
  const months = Array.from({ length: 37 }, (_, month) => month);
  const read = months.flatMap((month) => {
    const at = survivalAt(curve, month);
    return at ? [{ month, atRisk: at.atRisk, ...cumulative(at) }] : [];
  });
  const end = read.at(-1);
  return {
    series: {
      id: 'returned',
      label: 'Returned',
      steps: read.map((row) => ({ x: row.month, y: row.cumulative, lower: row.lower, upper: row.upper })),
      atRisk: read.filter(({ month }) => month % 12 === 0).map(({ month, atRisk }) => ({ x: month, n: atRisk })),
    },
    people: curve.people,
    counted: returned.length,
    at: { share: end?.cumulative ?? 0, lower: end?.lower ?? 0, upper: end?.upper ?? 0 },
    median: medianSurvival(curve),
  };
}

export interface FanMonth {
  date: IsoDate;
  projected: number;
  lower50: number;
  upper50: number;
  lower80: number;
  upper80: number;
  lower95: number;
  upper95: number;
}

export interface FanExample {
  past: { date: IsoDate; people: number }[];
  months: FanMonth[];
  capacity: number;
}

/** A place that grows by four people a month, with errors that grow with the root of the months ahead. */
export function fanExample(): FanExample {
  const wobble = [3, -6, 5, 9, -4, -8, 2, 7, -5, 4, -3, 0, 6, -7, 1, 8, -2, -6, 5, 3, -9, 4, 2, 0];
  const past = wobble.map((extra, index) => ({
    date: addMonths('2024-07-01', index),
    people: 900 + 4 * index + extra,
  }));
  const months = Array.from({ length: 24 }, (_, index) => {
    const projected = 900 + 4 * (24 + index);
    const spread = 11 * Math.sqrt(index + 1);
    const limit = (level: number, side: 1 | -1) => Math.round(projected + side * confidenceMultiple(level) * spread);
    return {
      date: addMonths('2026-07-01', index),
      projected,
      lower50: limit(0.5, -1),
      upper50: limit(0.5, 1),
      lower80: limit(0.8, -1),
      upper80: limit(0.8, 1),
      lower95: limit(0.95, -1),
      upper95: limit(0.95, 1),
    };
  });
  return { past, months, capacity: 1050 };
}
