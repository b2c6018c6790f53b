/**
 * How often a monthly series carries a signal: series without a change, and series with one. What the rules of
 * series-signals.ts are tested on, and what the methods page shows.
 */
import { addMonths } from '../calendar/date.ts';
import { rateLimits, shareLimits, valueLimits, type ProcessLimits } from './process-limits.ts';
import { uniform } from './random.ts';

/** A kind of series, as its months are drawn. */
export interface SimulatedSeries {
  readonly name: string;
  /** 24 unless given. */
  readonly months?: number;
  /** One series, drawn with the chance given. */
  readonly draw: (chance: Chance, months: number) => ProcessLimits;
}

export interface SignalCount {
  readonly name: string;
  readonly series: number;
  /** Series with any signal, and with one of each kind. */
  readonly any: number;
  readonly point: number;
  readonly run: number;
  readonly trend: number;
}

/** Shares and numbers due a month of the series without a change. */
export const simulatedShares = [0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999] as const;
export const simulatedDue = [5, 10, 20, 40, 100, 500] as const;
const SEED = 20261128;
const USUAL_MONTHS = 24;

/** How many of so many series of a kind carry a signal. The same kind gives the same count every time. */
export function countSignals({ name, months = USUAL_MONTHS, draw }: SimulatedSeries, series: number): SignalCount {
  const chance = chanceOf(SEED);
  const found = { any: 0, point: 0, run: 0, trend: 0 };
  for (let at = 0; at < series; at += 1) {
    const kinds = new Set(draw(chance, months).signals.map(({ kind }) => kind));
    if (kinds.size > 0) found.any += 1;
    for (const kind of kinds) found[kind] += 1;
  }
  return { name, series, ...found };
}

/** Months of `due` each, every item of month `at` on time with probability `share(at)`. */
export function sharesOf(
  name: string,
  share: (at: number) => number,
  due: (at: number, chance: Chance) => number,
  months?: number,
): SimulatedSeries {
  return {
    name,
    ...(months === undefined ? {} : { months }),
    draw: (chance, count) =>
      shareLimits(
        monthly(count, (at) => {
          const all = due(at, chance);
          return { counts: { onTime: chance.binomial(all, share(at)), due: all } };
        }),
      ),
  };
}

/** The series of the table by share and number due. */
export function unchangedShares(share: number, due: number): SimulatedSeries {
  return sharesOf(
    `${share} ${due}`,
    () => share,
    () => due,
  );
}

/** Series without a change of every other kind: other lengths, changing numbers due, counts, averages, rates. */
export const unchangedOthers: readonly SimulatedSeries[] = [
  ...[12, 18, 36].flatMap((months) =>
    [0.8, 0.98].map((share) =>
      sharesOf(
        `${months} months, 40 due, ${percent(share)} on time`,
        () => share,
        () => 40,
        months,
      ),
    ),
  ),
  ...[0.5, 0.9, 0.98, 0.995].flatMap((share) => [
    sharesOf(
      `1 to 80 due at random, ${percent(share)} on time`,
      () => share,
      (_at, { number }) => 1 + Math.floor(80 * number()),
    ),
    sharesOf(
      `10 to 110 due by season, ${percent(share)} on time`,
      () => share,
      (at) => Math.round(60 + 50 * Math.sin((at * Math.PI) / 6)),
    ),
    sharesOf(
      `Due growing from 5 to 150, ${percent(share)} on time`,
      () => share,
      (at) => Math.round(5 * 30 ** (at / 23)),
    ),
  ]),
  {
    name: '2,000 due, months further apart than chance alone (90 %, standard deviation 2 points)',
    draw: (chance, months) =>
      shareLimits(
        monthly(months, () => {
          const share = Math.min(1, 0.9 + 0.02 * chance.normal());
          return { counts: { onTime: chance.binomial(2000, share), due: 2000 } };
        }),
      ),
  },
  ...[12, 24].map((months) =>
    values(`Averages of many, ${months} months`, ({ normal }) => 100 + 10 * normal(), months),
  ),
  ...[1, 5, 20].map((people) =>
    values(`Average wait of ${people} ${people === 1 ? 'person' : 'people'} (exponential)`, ({ number }) => {
      let sum = 0;
      for (let at = 0; at < people; at += 1) sum -= Math.log(1 - number());
      return sum / people;
    }),
  ),
  ...[0.5, 1, 2, 4, 10, 50, 500].map((mean) => values(`Counts of ${mean} a month`, ({ poisson }) => poisson(mean))),
  ...[0.1, 0.5, 2, 10, 50, 500].map((mean) => rates(`Rates per exposure, ${mean} events a month`, mean)),
];

/** Series with a change in them. */
export const changedSeries: readonly SimulatedSeries[] = [
  ...[10, 20, 40, 100].map((due) =>
    sharesOf(
      `From 95 % to 80 % for the last 6 months, ${due} due`,
      (at) => (at < 18 ? 0.95 : 0.8),
      () => due,
    ),
  ),
  sharesOf(
    'From 95 % to 80 % for 6 months in the middle, 40 due',
    (at) => (at < 8 || at > 13 ? 0.95 : 0.8),
    () => 40,
  ),
  sharesOf(
    'From 99 % to 90 % for the last 6 months, 40 due',
    (at) => (at < 18 ? 0.99 : 0.9),
    () => 40,
  ),
  sharesOf(
    'From 95 % to 60 % in a single month, 40 due',
    (at) => (at === 18 ? 0.6 : 0.95),
    () => 40,
  ),
  {
    name: 'An average that moves by three standard deviations for the last 6 months',
    draw: ({ normal }, months) =>
      valueLimits(monthly(months, (at) => ({ value: 100 + 10 * normal() + (at < 18 ? 0 : 30) }))),
  },
];

function values(name: string, value: (chance: Chance) => number, length = USUAL_MONTHS): SimulatedSeries {
  return {
    name,
    months: length,
    draw: (chance, months) => valueLimits(monthly(months, () => ({ value: value(chance) }))),
  };
}

function rates(name: string, mean: number): SimulatedSeries {
  return {
    name,
    draw: ({ number, poisson }, months) =>
      rateLimits(
        monthly(months, () => {
          const exposure = 50 + 100 * number();
          return { counts: { events: poisson((mean * exposure) / 100), exposure } };
        }),
      ),
  };
}

function monthly<Figure>(months: number, figure: (at: number) => Figure): ({ month: string } & Figure)[] {
  return Array.from({ length: months }, (_, at) => ({ month: addMonths('2024-01-01', at), ...figure(at) }));
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}

/** Seeded chance. */
interface Chance {
  /** Uniform from 0 to 1. */
  readonly number: () => number;
  readonly normal: () => number;
  readonly binomial: (count: number, share: number) => number;
  readonly poisson: (mean: number) => number;
}

function chanceOf(seed: number): Chance {
  const number = uniform(seed);
  const product = (mean: number): number => {
    const end = Math.exp(-mean);
    let events = 0;
    for (let left = number(); left > end; left *= number()) events += 1;
    return events;
  };
  return {
    number,
    normal: () => Math.sqrt(-2 * Math.log(1 - number())) * Math.cos(2 * Math.PI * number()),
    binomial: (count, share) => {
      let some = 0;
      for (let at = 0; at < count; at += 1) if (number() < share) some += 1;
      return some;
    },
    // Poisson variables add up, and e to the minus a large mean cannot be written.
    poisson: (mean) => {
      let events = 0;
      for (let left = mean; left > 0; left -= 30) events += product(Math.min(30, left));
      return events;
    },
  };
}
