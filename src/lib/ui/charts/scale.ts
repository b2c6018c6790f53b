import { tickIncrement } from 'd3-array';

/** Data to px and back. Nothing here is a `Date`: time runs on day numbers. */
export interface Scale {
  (value: number): number;
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

export function linearScale(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const span = domain[1] - domain[0] || 1;
  // A hundredth of a px is finer than any screen, and places written out weigh on the page.
  const scale = (value: number) =>
    Math.round((range[0] + ((value - domain[0]) / span) * (range[1] - range[0])) * 100) / 100;
  return Object.assign(scale, { domain, range });
}

export interface AxisDomain {
  readonly domain: readonly [number, number];
  readonly ticks: readonly number[];
  /** The axis starts above (or ends below) zero, which a reader has to be told. */
  readonly cut: boolean;
}

export interface DomainOptions {
  /** Begin at zero: for counts of events and for bars. Levels read better without. */
  zero?: boolean;
  /** Values the axis never leaves, such as 0 and 1 for shares. */
  bounds?: readonly [number, number];
  /** Ticks wished for; the result has about as many. */
  count?: number;
}

/** A domain that ends on round numbers, with its ticks. */
export function axisDomain(values: readonly (number | null)[], options: DomainOptions = {}): AxisDomain {
  const { zero = false, bounds, count = 5 } = options;
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = bounds ?? [0, 1];
  if (zero) [low, high] = [Math.min(0, low), Math.max(0, high)];
  if (low === high) {
    const pad = Math.abs(low) * 0.05 || 1;
    [low, high] = [low >= 0 ? Math.max(0, low - pad) : low - pad, high + pad];
  }
  // d3's own `nice` widens twice and can leave a quarter of the axis empty; one step outwards is enough.
  const step = tickIncrement(low, high, count);
  const scaled = (value: number) => (step < 0 ? value * -step : value / step);
  const value = (index: number) => (step < 0 ? index / -step : index * step);
  let first = Math.floor(scaled(low) + 1e-9);
  let last = Math.ceil(scaled(high) - 1e-9);
  if (bounds) {
    first = Math.max(first, Math.ceil(scaled(bounds[0]) - 1e-9));
    last = Math.min(last, Math.floor(scaled(bounds[1]) + 1e-9));
  }
  const ticks = Array.from({ length: last - first + 1 }, (_none, index) => value(first + index));
  const domain = [Math.min(low, value(first)), Math.max(high, value(last))] as const;
  return { domain, ticks, cut: domain[0] > 0 || domain[1] < 0 };
}
