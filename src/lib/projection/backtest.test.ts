import { describe, expect, it } from 'vitest';
import { studentQuantile } from '../analysis/student.ts';
import { coverageLimits, projectPast, scored, scores, type PastPlace } from './backtest.ts';
import { countAt, countLines } from './counts.ts';
import { noWork } from './input.ts';
import { countedPlace } from './past-places.ts';
import { projectPlace } from './place.ts';
import { usualSpread } from './predictive.ts';
import { normalAt } from './draws.ts';
import { openUniform } from '../analysis/random.ts';
import { noSeason, seasonalIndex } from './season.ts';
import { methodWeights, addChange, emptyWeights } from './weight.ts';

/** A place whose method says that nothing changes, or what it is told. */
const place = (values: (number | null)[], more: Partial<PastPlace> = {}): PastPlace => ({
  kind: 'agency',
  region: null,
  start: 100,
  values,
  learnedFrom: 12,
  recordedFrom: 12,
  weighed: true,
  project: (at, months) => ({
    expected: new Array<number>(months + 1).fill(values[at] ?? 0),
    spread: Array.from({ length: months + 1 }, (_, h) => 5 * h),
  }),
  ...more,
});

describe('the record of error', () => {
  it('is counted as by hand', () => {
    // Ten people more every month, projected without any change.
    const values = Array.from({ length: 16 }, (_, m) => 10 + 10 * m);
    const [own] = projectPast([place(values)], 6);
    const points = own!.points.map(scored);
    expect(points.map(({ origin, months, projected, actual }) => [origin, months, projected, actual])).toEqual([
      [12, 1, 130, 140],
      [12, 2, 130, 150],
      [12, 3, 130, 160],
      [13, 1, 140, 150],
      [13, 2, 140, 160],
      [14, 1, 150, 160],
    ]);
    const [one, two] = scores(points, [1, 2, 12]);
    const errors = [10 / 140, 10 / 150, 10 / 160];
    expect(one).toMatchObject({ horizon_months: 1, origins: 3, independent_origins: 3, skill: 0 });
    expect(one?.mape).toBeCloseTo((100 * (errors[0]! + errors[1]! + errors[2]!)) / 3, 10);
    expect(one?.bias).toBeCloseTo(-(one?.mape ?? 0), 10);
    expect(one?.worst).toBeCloseTo(-100 / 14, 10);
    expect(one?.last_value_mape).toBeCloseTo(one?.mape ?? 0, 10);
    expect([two?.origins, two?.independent_origins]).toEqual([2, 1]);
    // The first scale is the spread itself; an error of ten people is two of its five: the next is from (3 + 4) / 4.
    expect(own!.points[0]).toMatchObject({ scale: 5, freedom: 3 });
    expect(own!.points[3]?.scale).toBeCloseTo(5 * Math.sqrt(7 / 4), 10);
    expect(own!.points[3]?.freedom).toBe(4);
    expect(points[0]?.width80).toBeCloseTo(5 * studentQuantile(0.9, 3), 10);
    expect([...own!.record.counts.slice(0, 4)]).toEqual([0, 3, 2, 1]);
    expect([...own!.record.squares.slice(0, 4)]).toEqual([0, 12, 8, 4]);
    expect([...own!.today!]).toEqual(new Array<number>(7).fill(160));
  });

  it('knows nothing of what came later', () => {
    const draw = openUniform(3);
    const values = Array.from({ length: 80 }, () => 1000 + 100 * draw());
    const changed = values.map((value, m) => (m > 60 ? 2 * value : value));
    const [before, after] = [values, changed].map((series) =>
      projectPast([countedPlace({ kind: 'agency', region: null }, series, 0)], 12)[0]!.points.filter(
        ({ origin, months }) => origin + months <= 60,
      ),
    );
    expect(after).toEqual(before);
    expect(before!.length).toBeGreaterThan(100);
  });

  it('leaves out months without a count', () => {
    const values = Array.from({ length: 60 }, (_, m) => (m === 50 ? null : 500));
    const [own] = projectPast([countedPlace({ kind: 'agency', region: null }, values, 0)], 12);
    expect(own!.points.some(({ origin, months }) => origin === 50 || origin + months === 50)).toBe(false);
    expect(own!.points.every(({ projected }) => projected === 500)).toBe(true);
  });

  it('gives the limits of a share by independent cases, as R’s qbeta does', () => {
    const whole = coverageLimits(0.8, 10);
    // binom.test(8, 10)
    expect(whole.lower).toBeCloseTo(0.44390454, 6);
    expect(whole.upper).toBeCloseTo(0.97478927, 6);
    const part = coverageLimits(0.9, 4.5);
    // qbeta(.025, 4.05, 1.45); qbeta(.975, 5.05, .45)
    expect(part.lower).toBeCloseTo(0.339882265, 6);
    expect(part.upper).toBeCloseTo(0.9999560322, 6);
    expect(coverageLimits(1, 3)).toMatchObject({ upper: 1 });
  });

  it('says of a steady population of 30 above a capacity of 28 what is nearly sure', () => {
    const values = new Array<number>(121).fill(30);
    const [own] = projectPast([countedPlace({ kind: 'facility', region: null }, values, 0)], 60);
    const input = { first: 1, last: 120, population: values, snapshot: null, baseline: [...own!.today!], work: noWork };
    const { months } = projectPlace(
      { ...input, record: own!.record },
      { months: 12, thresholds: { capacity: new Array<number>(12).fill(28), guideline: null } },
    );
    for (const { above, passed } of months.slice(0, 6)) {
      expect(above).toBeGreaterThan(0.95);
      expect(passed).toBeGreaterThan(0.95);
    }
    expect(months[11]!.above).toBeGreaterThan(0.9);
  });

  it('holds four fifths of a random walk, whatever its pace, in a band of four fifths', () => {
    // The true spread is planted: 0.3 and 3 times the usual one a month ahead.
    for (const [pace, seed] of [
      [0.3, 1],
      [3, 2],
    ] as const) {
      let [inside, all] = [0, 0];
      for (let run = 0; run < 12; run++) {
        const draw = openUniform(100 * seed + run);
        let people = 4000;
        const values = Array.from(
          { length: 150 },
          () => (people += pace * usualSpread(1, 4000) * normalAt(draw())),
        ).map((value) => Math.max(1, value));
        for (const { months, actual, projected, width80 } of projectPast(
          [countedPlace({ kind: 'agency', region: null }, values, 0)],
          1,
        )[0]!.points.map(scored)) {
          if (months !== 1) continue;
          all += 1;
          if (Math.abs(actual - projected) <= width80) inside += 1;
        }
      }
      // Early on, the usual spread makes a quiet place's band too wide.
      expect(inside / all).toBeGreaterThan(0.75);
      expect(inside / all).toBeLessThan(0.89);
    }
  });
});

describe('places of an agency', () => {
  const wave = (size: number, seed: number) => {
    const draw = openUniform(seed);
    let people = size;
    return Array.from({ length: 90 }, (_, m) => (people += 3 * Math.sin(m / 8) + 6 * normalAt(draw())));
  };
  const [a, b, c] = [wave(900, 1), wave(500, 2), wave(300, 3)];
  const whole = a!.map((people, m) => people + b![m]! + c![m]! + 40);
  const part = (values: number[], region: string) => countedPlace({ kind: 'facility', region }, values, 0);
  const places = [
    countedPlace({ kind: 'agency', region: null }, whole, 0),
    countedPlace(
      { kind: 'region', region: 'N' },
      a!.map((people, m) => people + b![m]!),
      0,
    ),
    part(a!, 'N'),
    part(b!, 'N'),
    part(c!, 'S'),
  ];

  it('add up today and at every past month, with those in none of them held', () => {
    const found = projectPast(places, 60);
    const [agency, north, ...own] = found.map(({ today }) => today!);
    for (let h = 1; h <= 60; h++) {
      const sum = own.reduce((all, today) => all + today[h]!, 0);
      expect(sum + 40).toBeCloseTo(agency![h]!, 6);
      expect(own[0]![h]! + own[1]![h]!).toBeCloseTo(north![h]!, 6);
    }
    const [first, , ...parts] = found.map(({ points }) => points);
    first!.forEach(({ projected }, i) =>
      expect(parts.reduce((all, points) => all + points[i]!.projected, 40)).toBeCloseTo(projected, 6),
    );
  });

  it('follow the agency’s own projection where none of them is moved too far', () => {
    const [alone] = projectPast([places[0]!], 12);
    const [together] = projectPast(places, 12);
    expect([...together!.today!]).toEqual([...alone!.today!].map((people) => expect.closeTo(people, 8) as number));
  });
});

describe('the weight of a method', () => {
  it('is three tenths before anything is known, less further ahead, and what came of it once much is', () => {
    const known = [...methodWeights(emptyWeights(), 3).slice(1)];
    [0.3, 0.3 * 0.95, 0.3 * 0.95 ** 2].forEach((weight, i) => expect(known[i]).toBeCloseTo(weight, 12));
    const record = emptyWeights();
    for (let i = 0; i < 4000; i++) addChange(record, 1, 0.02, 0.01);
    for (let i = 0; i < 4000; i++) addChange(record, 2, 0.02, -0.5);
    const [, one, two] = methodWeights(record, 2);
    expect(one).toBeCloseTo(0.5, 2);
    expect(two).toBe(0);
    for (let i = 0; i < 4000; i++) addChange(record, 3, 0.02, 0.02);
    expect(methodWeights(record, 3)[3]).toBeCloseTo(1, 1);
  });
});

describe('counts only', () => {
  it('needs a season that comes back to use one', () => {
    const wave = Array.from({ length: 72 }, (_, m) => 1000 * (1 + 0.1 * Math.sin((m * Math.PI) / 6)));
    const index = seasonalIndex(wave, 0);
    expect(index[3]).toBeCloseTo(1.1, 2);
    expect(index[9]).toBeCloseTo(0.9, 2);
    const draw = openUniform(8);
    const noise = Array.from({ length: 72 }, () => 1000 + 50 * draw());
    expect(seasonalIndex(noise, 0)).toEqual(noSeason);
    expect(seasonalIndex(wave.slice(0, 30), 0)).toEqual(noSeason);
  });

  it('goes on from the last count with a damped trend, as much as is believed, gone after two years', () => {
    const counts = Array.from({ length: 13 }, (_, m) => 1000 + 10 * m);
    const line = countLines(counts, 0).at(-1)!;
    expect(line).toMatchObject({ last: 1120, behind: 0, part: 0.5 });
    // Holt by hand with α .99 and β .3, which follow a straight line best of those tried.
    let [level, trend] = [1000, 0];
    for (const count of counts.slice(1)) {
      const expected = level + 0.8 * trend;
      level = expected + 0.99 * (count - expected);
      trend = 0.8 * trend + 0.99 * 0.3 * (count - expected);
    }
    expect(line.level).toBeCloseTo(level, 8);
    expect(line.trend).toBeCloseTo(trend, 8);
    const holt = (h: number) =>
      level + trend * Array.from({ length: h }, (_, i) => 0.8 ** (i + 1)).reduce((x, y) => x + y);
    for (const h of [1, 2, 12])
      expect(countAt(line, h)).toBeCloseTo(1120 + 0.5 * (holt(h) - 1120) * (1 - (h - 1) / 24), 8);
    expect([countAt(line, 25), countAt(line, 60)]).toEqual([1120, 1120]);
    expect(countLines([null, null], 0)).toEqual([null, null]);
  });

  it('believes little of a trend that never came true, and much of one that did', () => {
    const draw = openUniform(5);
    const jumping = Array.from({ length: 120 }, () => 1000 + 100 * draw());
    const turning = Array.from({ length: 120 }, (_, m) => 1000 + 200 * Math.sin(m / 15) + draw());
    const [little, much] = [jumping, turning].map((counts) => countLines(counts, 0).at(-1)!);
    expect(much!.part).toBeGreaterThan(0.8);
    // What jumps about comes back to the middle: of that Holt says as much as came, and of a trend nothing.
    expect(Math.abs(little!.trend)).toBeLessThan(20);
    const walk: number[] = [];
    for (let m = 0, people = 1000; m < 200; m++) walk.push((people += 10 * normalAt(draw())));
    expect(countLines(walk, 0).at(-1)!.part).toBeLessThan(0.5);
  });

  it('doubles with the counts, and knows gaps', () => {
    const draw = openUniform(6);
    const counts = Array.from({ length: 80 }, (_, m) => (m % 17 === 3 ? null : 500 + m + 20 * draw()));
    const [one, twice] = [counts, counts.map((count) => count && 2 * count)].map((list) => countLines(list, 4).at(-1)!);
    for (const h of [1, 5, 20]) expect(countAt(twice!, h)).toBeCloseTo(2 * countAt(one!, h), 7);
    expect(countLines([...counts, null, null], 4).at(-1)).toMatchObject({ behind: 2, last: one!.last });
  });
});
