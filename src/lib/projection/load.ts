import { workUnits, type PlaceInput, type WorkUnit } from './input.ts';
import type { Paths } from './paths.ts';
import { quantile, type Simulation } from './simulate.ts';
import { followUpMonths, type Work } from './work.ts';

/** Months ahead that work is projected: positions are planned no further. */
export const loadMonths = 24;

export const loadBands = ['lower50', 'upper50', 'lower80', 'upper80'] as const;

/** A load of a month ahead, with the bands its paths give. */
export type Load = Record<'expected' | (typeof loadBands)[number], number>;

/** Arrivals and departures expected in a month ahead. */
interface Flow {
  admissions: number;
  exits: number;
}

/**
 * Work of the months ahead, by what it is counted in. Each path has its own people, arrivals and departures; the bands
 * are quantiles of what these bring together, never what quantiles of them would.
 * @param drawn people of the paths
 * @param flows expected arrivals and departures, index 0 the next month
 */
export function loadsAhead(
  work: PlaceInput['work'],
  simulation: Simulation,
  drawn: Paths,
  flows: readonly Flow[],
): Record<WorkUnit, Load[] | null> {
  const months = Math.min(loadMonths, drawn.months);
  const moved = workUnits.some((unit) => work[unit]) ? movedOf(simulation, flows, months) : null;
  const of = (unit: WorkUnit) => {
    const own = work[unit];
    return own && moved ? Array.from({ length: months }, (_, i) => loadAt(own, drawn, moved, i + 1)) : null;
  };
  return { deadlines: of('deadlines'), hours: of('hours') };
}

/** Arrivals and departures of every path, at path × (months + 1) + h, brought to those expected. */
interface Moved {
  arrived: Float64Array;
  left: Float64Array;
  months: number;
}

function movedOf({ paths, came, months: all, count }: Simulation, flows: readonly Flow[], months: number): Moved {
  const [from, size] = [all + 1, months + 1];
  const [arrived, left] = [new Float64Array(count * size), new Float64Array(count * size)];
  for (let h = 1; h <= months; h++) {
    let [sumArrived, sumLeft] = [0, 0];
    for (let path = 0; path < count; path++) {
      const at = path * from + h;
      sumArrived += arrived[path * size + h] = came[at]!;
      sumLeft += left[path * size + h] = Math.max(0, paths[at - 1]! + came[at]! - paths[at]!);
    }
    const { admissions, exits } = flows[h - 1]!;
    const [byArrived, byLeft] = [
      sumArrived > 0 ? (admissions * count) / sumArrived : 0,
      sumLeft > 0 ? (exits * count) / sumLeft : 0,
    ];
    for (let path = 0; path < count; path++) {
      arrived[path * size + h]! *= byArrived;
      left[path * size + h]! *= byLeft;
    }
  }
  return { arrived, left, months };
}

function loadAt(work: Work, { values, months, count }: Paths, moved: Moved, h: number): Load {
  const [from, size] = [months + 1, moved.months + 1];
  const loads = new Float64Array(count);
  let expected = 0;
  for (let path = 0; path < count; path++) {
    const at = path * from + h;
    let followed = 0;
    for (const months of followUpMonths)
      followed += h > months ? moved.left[path * size + h - months]! : work.departures;
    loads[path] =
      (work.perPerson * (values[at - 1]! + values[at]!)) / 2 +
      work.perArrival * moved.arrived[path * size + h]! +
      work.perDeparture * moved.left[path * size + h]! +
      work.perFollowed * followed;
    expected += loads[path]! / count;
  }
  loads.sort();
  const [lower80, lower50, upper50, upper80] = [0.1, 0.25, 0.75, 0.9].map((p) => quantile(loads, p));
  return { expected, lower50: lower50!, upper50: upper50!, lower80: lower80!, upper80: upper80! };
}
