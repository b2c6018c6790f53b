import { describe, expect, it } from 'vitest';
import { loadsAhead } from './load.ts';
import type { Simulation } from './simulate.ts';
import type { Paths } from './paths.ts';

const none = { perPerson: 0, perArrival: 0, perDeparture: 0, perFollowed: 0, departures: 0 };

/** Five paths of two months: 100 people today; path k gains 2 k in each month, of whom 10 + k come and 10 − k leave. */
function fivePaths() {
  const count = 5;
  const values = new Float64Array(count * 3);
  const came = new Float64Array(count * 3);
  for (let path = 0; path < count; path++) {
    const k = path - 2;
    for (let h = 0; h <= 2; h++) values[path * 3 + h] = 100 + 2 * k * h;
    for (let h = 1; h <= 2; h++) came[path * 3 + h] = 10 + k;
  }
  const drawn: Paths = { values, months: 2, count };
  const simulation = { paths: values, came, months: 2, count } as unknown as Simulation;
  return { drawn, simulation };
}

const steady = [
  { admissions: 10, exits: 10 },
  { admissions: 10, exits: 10 },
];

describe('work of the months ahead', () => {
  it('is the work of each path’s own people, arrivals and departures', () => {
    const { drawn, simulation } = fivePaths();
    const work = { ...none, perPerson: 0.5, perArrival: 3, perDeparture: 1 };
    const loads = loadsAhead({ deadlines: work, hours: null }, simulation, drawn, steady);
    expect(loads.hours).toBeNull();
    // Path k, second month: on average 100 + 3 k people; 10 + k come, 10 − k leave: 50 + 1.5 k + 30 + 3 k + 10 − k.
    const of = (k: number) => 90 + 3.5 * k;
    const { expected, lower50, upper50, lower80, upper80 } = loads.deadlines![1]!;
    expect(expected).toBeCloseTo(of(0), 8);
    expect([lower50, upper50]).toEqual([of(-1), of(1)]);
    // A tenth from either end of five values lies between the outer two.
    expect([lower80, upper80].map((load) => load.toFixed(6))).toEqual(
      [of(-1.6), of(1.6)].map((load) => load.toFixed(6)),
    );
  });

  it('brings arrivals and departures to those expected, and follows up who left before', () => {
    const { drawn, simulation } = fivePaths();
    const twice = steady.map(() => ({ admissions: 20, exits: 5 }));
    const work = { ...none, perArrival: 1, perFollowed: 1, departures: 8 };
    const [first, second] = loadsAhead({ deadlines: work, hours: work }, simulation, drawn, twice).hours!;
    // In the first month all three follow-ups are of people who left before today, eight a month; in the second, those
    // of one month before are of the first month's five.
    expect(first!.expected).toBeCloseTo(20 + 3 * 8, 8);
    expect(second!.expected).toBeCloseTo(20 + 5 + 2 * 8, 8);
  });

  it('is of no more than two years', () => {
    const months = 30;
    const values = new Float64Array(2 * (months + 1)).fill(7);
    const simulation = { paths: values, came: values, months, count: 2 } as unknown as Simulation;
    const flows = Array.from({ length: months }, () => ({ admissions: 7, exits: 7 }));
    const work = { ...none, perPerson: 1 };
    const { deadlines } = loadsAhead({ deadlines: work, hours: null }, simulation, { values, months, count: 2 }, flows);
    expect(deadlines).toHaveLength(24);
    expect(deadlines![23]).toEqual({ expected: 7, lower50: 7, upper50: 7, lower80: 7, upper80: 7 });
  });
});
