/**
 * How many of several people have an event, each with a chance of their own, and the limits of what was expected of
 * them.
 *
 * Source: Hong, Y. (2013), Computational Statistics & Data Analysis 59, 41–51, for the distribution; limits by moving
 * all log odds by the same amount (exponential tilting), which are Clopper and Pearson's where all chances are alike.
 */
import type { Ratio } from './observed-expected.ts';
import { increasingRoot } from './root.ts';

/** People with the same chance of the event, 0 to 1. */
export interface ChanceCount {
  readonly chance: number;
  readonly count: number;
}

/** The chances of `from`, `from` + 1, … events. */
export interface Distribution {
  readonly from: number;
  readonly mass: Float64Array;
}

/** What is less likely than the likeliest count by this much is left out: limits a few standard errors off miss nothing. */
const NEGLIGIBLE = 1e-30;

/** Fewer people of one chance are added one at a time: most of those alike in everything recorded are few. */
const FEW = 30;

/** The distribution of the number of events. Throws a RangeError for a chance outside 0 to 1 or a broken count. */
export function poissonBinomial(people: readonly ChanceCount[]): Distribution {
  check(people);
  const groups = alike(people);
  let found = oneByOne(groups.filter(({ count }) => count < FEW));
  for (const { chance, count } of groups) {
    if (count >= FEW) found = convolved(found, binomial(count, chance));
  }
  return found;
}

/** The probability of `x` or more events. */
export function atLeast({ from, mass }: Distribution, x: number): number {
  let sum = 0;
  for (let at = mass.length - 1; at >= Math.max(0, x - from); at -= 1) sum += mass[at]!;
  return Math.min(1, sum);
}

/** People and events expected of them, with the variance of that count by chance alone. */
export function expectation(people: readonly ChanceCount[]): { people: number; expected: number; variance: number } {
  const sum = { people: 0, expected: 0, variance: 0 };
  for (const { chance, count } of people) {
    sum.people += count;
    sum.expected += count * chance;
    sum.variance += count * chance * (1 - chance);
  }
  return sum;
}

/** The same people with all their log odds moved by `shift`. */
export function tilted(people: readonly ChanceCount[], shift: number): ChanceCount[] {
  const factor = Math.exp(shift);
  return people.map(({ chance, count }) => ({ chance: (chance * factor) / (1 - chance + chance * factor), count }));
}

/**
 * The ratio of `observed` events to those expected of `people`, with limits at confidence `level` (tails equal): what
 * would be expected if everybody's log odds were moved so far that a count like the observed one is just as rare as the
 * tail allows. The upper one is at most all people ÷ expected. Null when nothing was expected, or nothing but the
 * expected was possible. Throws a RangeError for counts that cannot be.
 */
export function tiltedLimits(observed: number, people: readonly ChanceCount[], level = 0.95): Ratio | null {
  check(people);
  const open = people.filter(({ chance, count }) => count > 0 && chance > 0 && chance < 1);
  const sure = people.reduce((sum, { chance, count }) => sum + (chance === 1 ? count : 0), 0);
  const most = open.reduce((sum, { count }) => sum + count, 0);
  const seen = observed - sure;
  if (!Number.isInteger(observed) || !(seen >= 0 && seen <= most)) {
    throw new RangeError(`not possible of these people: ${observed} events`);
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`confidence level must be between 0 and 1, not ${level}`);
  const { expected, variance } = expectation(people);
  if (variance === 0) return null;
  const tail = (1 - level) / 2;
  // Tilting multiplies the chance of x events by e^(shift x): one distribution, made where the observed count is usual,
  // serves every shift near it.
  const middle = shiftTo(Math.min(most - 0.5, Math.max(0.5, seen)), open);
  const usual = poissonBinomial(tilted(open, middle));
  const at = (shift: number) => (sure + expectation(tilted(open, middle + shift)).expected) / expected;
  return {
    ratio: observed / expected,
    lower: seen === 0 ? sure / expected : at(increasingRoot((shift) => above(usual, seen, shift, tail), { start: 0 })),
    upper:
      seen === most
        ? (sure + most) / expected
        : at(increasingRoot((shift) => above(usual, seen + 1, shift, 1 - tail), { start: 0 })),
  };
}

function check(people: readonly ChanceCount[]): void {
  const wrong = people.find(
    ({ chance, count }) => !(chance >= 0 && chance <= 1) || !Number.isInteger(count) || count < 0,
  );
  if (wrong) throw new RangeError(`no people with a chance: ${wrong.count} of ${wrong.chance}`);
}

/** The probability of `x` or more events, with a distribution tilted by `shift`, less `tail`; and its slope. */
function above({ from, mass }: Distribution, x: number, shift: number, tail: number) {
  let [all, upper, first, upperFirst] = [0, 0, 0, 0];
  for (let at = 0; at < mass.length; at += 1) {
    const apart = from + at - x;
    const weight = mass[at]! * Math.exp(shift * apart);
    all += weight;
    first += weight * apart;
    if (apart < 0) continue;
    upper += weight;
    upperFirst += weight * apart;
  }
  const share = upper / all;
  return { value: share - tail, slope: upperFirst / all - (share * first) / all };
}

/** The shift at which `wanted` events are expected. */
function shiftTo(wanted: number, people: readonly ChanceCount[]): number {
  return increasingRoot(
    (shift) => {
      const { expected, variance } = expectation(tilted(people, shift));
      return { value: expected - wanted, slope: variance };
    },
    { start: 0 },
  );
}

/** People with the same chance taken together. */
function alike(people: readonly ChanceCount[]): ChanceCount[] {
  const counts = new Map<number, number>();
  for (const { chance, count } of people) counts.set(chance, (counts.get(chance) ?? 0) + count);
  return [...counts].map(([chance, count]) => ({ chance, count }));
}

/** The distribution of the events of few people each, adding person by person in one array. */
function oneByOne(people: readonly ChanceCount[]): Distribution {
  const mass = new Float64Array(people.reduce((sum, { count }) => sum + count, 1));
  mass[0] = 1;
  let [start, end, added] = [0, 1, 0];
  for (const { chance, count } of people) {
    for (let person = 0; person < count; person += 1) {
      for (let at = end; at > start; at -= 1) mass[at] = mass[at]! * (1 - chance) + mass[at - 1]! * chance;
      mass[start]! *= 1 - chance;
      end += 1;
      added += 1;
      // Looked at now and then: to look costs as much as to add one.
      if (added % 16 === 0) [start, end] = withoutNegligible(mass, start, end);
    }
  }
  [start, end] = withoutNegligible(mass, start, end);
  return { from: start, mass: normalised(mass.subarray(start, end)) };
}

/** Cuts what is negligible off both ends of a part of `mass`; what is cut off is set to 0. */
function withoutNegligible(mass: Float64Array, from: number, to: number): [start: number, end: number] {
  let most = 0;
  for (let at = from; at < to; at += 1) if (mass[at]! > most) most = mass[at]!;
  const least = most * NEGLIGIBLE;
  let [start, end] = [from, to];
  while (mass[start]! < least) mass[start++] = 0;
  while (mass[end - 1]! < least) mass[--end] = 0;
  return [start, end];
}

/** The binomial distribution, from its likeliest count outwards. */
function binomial(n: number, p: number): Distribution {
  if (n === 0 || p === 0) return { from: 0, mass: Float64Array.of(1) };
  if (p === 1) return { from: n, mass: Float64Array.of(1) };
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const odds = p / (1 - p);
  const below: number[] = [];
  for (let [k, mass] = [mode, 1]; k > 0; k -= 1) {
    mass *= k / ((n - k + 1) * odds);
    if (mass < NEGLIGIBLE) break;
    below.push(mass);
  }
  const values = [...below.reverse(), 1];
  for (let [k, mass] = [mode, 1]; k < n; k += 1) {
    mass *= ((n - k) * odds) / (k + 1);
    if (mass < NEGLIGIBLE) break;
    values.push(mass);
  }
  return { from: mode - below.length, mass: normalised(Float64Array.from(values)) };
}

function convolved(one: Distribution, other: Distribution): Distribution {
  const mass = new Float64Array(one.mass.length + other.mass.length - 1);
  for (let j = 0; j < other.mass.length; j += 1) {
    const factor = other.mass[j]!;
    for (let i = 0; i < one.mass.length; i += 1) mass[i + j]! += factor * one.mass[i]!;
  }
  const [start, end] = withoutNegligible(mass, 0, mass.length);
  return { from: one.from + other.from + start, mass: normalised(mass.subarray(start, end)) };
}

function normalised(mass: Float64Array): Float64Array {
  const total = mass.reduce((sum, value) => sum + value, 0);
  return mass.map((value) => value / total);
}
