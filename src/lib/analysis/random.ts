/**
 * Seeded random numbers, the same on every machine: whatever is simulated, drawn or invented draws from here. What a
 * seed gives is part of figures that were published, so none of these may change.
 */

/** Words of 32 bits, as whole numbers from 0. Source: Chris Doty-Humphrey's sfc32 (PractRand). */
function sfc32(a: number, b: number, c: number, warm: number): () => number {
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < warm; round += 1) next();
  return next;
}

const words = 4294967296;

/** Step of splitmix32, whose words start a generator. */
const golden = 0x9e3779b9;

/** Finishes a word of splitmix32. */
function mix(word: number): number {
  let t = word ^ (word >>> 16);
  t = Math.imul(t, 0x21f0aaad);
  t ^= t >>> 15;
  t = Math.imul(t, 0x735a2d97);
  return t ^ (t >>> 15);
}

/** sfc32 started by three words of splitmix32. */
function seeded(state: number, warm: number): () => number {
  const word = (step: number) => mix((state + Math.imul(step, golden)) | 0);
  return sfc32(word(1), word(2), word(3), warm);
}

/** Uniform numbers in [0, 1). */
export function uniform(seed: number): () => number {
  const next = sfc32(seed | 0, golden | 0, 0x243f6a88, 12);
  return () => next() / words;
}

/** Uniform numbers in (0, 1), for quantiles: neither end has one. */
export function openUniform(seed: number): () => number {
  const next = seeded(seed, 12);
  return () => (next() + 0.5) / words;
}

/** Uniform numbers in [0, 1) of mulberry32, which the simulation of the methods page was published with. */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / words;
  };
}

/**
 * Draws of one concern (people, tasks, …). Every concern has its own stream and every subject its own start in it, so
 * adding a table or a draw in one concern leaves all others as they were.
 */
export interface Random {
  /** Moves to the start of the subject's own sequence. */
  at(subject: number): Random;
  /** Uniform in [0, 1). */
  next(): number;
  /** True with probability p. */
  chance(p: number): boolean;
  /** Uniform whole number in [0, n). */
  below(n: number): number;
  /** Uniform whole number in [low, high]. */
  between(low: number, high: number): number;
  /** Exponential with the given mean. */
  exponential(mean: number): number;
  /** Standard normal. */
  normal(): number;
  /** Gamma with the given shape (> 0) and mean. */
  gamma(shape: number, mean: number): number;
  /** Poisson count with the given mean. */
  poisson(mean: number): number;
  /** Index drawn with the given weights. */
  pick(weights: ArrayLike<number>): number;
}

/** The stream of one concern under one seed. */
export function randomStream(seed: number, concern: string): Random {
  const origin = hashText(`${seed}/${concern}`);
  let nextWord: () => number;

  const random: Random = {
    at(subject) {
      nextWord = seeded(origin ^ Math.imul(subject + 1, 0x9e3779b1), 8);
      return random;
    },
    next: () => nextWord() / words,
    chance: (p) => nextWord() < p * words,
    below: (n) => Math.floor((nextWord() / words) * n),
    between: (low, high) => low + Math.floor((nextWord() / words) * (high - low + 1)),
    exponential: (mean) => -Math.log(1 - nextWord() / words) * mean,
    normal() {
      const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
      return radius * Math.cos(2 * Math.PI * random.next());
    },
    gamma: (shape, mean) => (standardGamma(random, shape) * mean) / shape,
    poisson(mean) {
      // Knuth's product underflows for large means, so they are split into halves.
      if (mean > 30) return random.poisson(mean / 2) + random.poisson(mean - mean / 2);
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = random.next(); product > limit; product *= random.next()) count++;
      return count;
    },
    pick(weights) {
      let total = 0;
      for (let i = 0; i < weights.length; i++) total += weights[i]!;
      let rest = random.next() * total;
      for (let i = 0; i < weights.length; i++) {
        rest -= weights[i]!;
        if (rest < 0) return i;
      }
      return weights.length - 1;
    },
  };
  return random.at(0);
}

/** A 32-bit hash of two whole numbers, for choices that must not depend on the order of draws. */
export function hashPair(first: number, second: number): number {
  return mix(mix((first + golden) | 0) ^ Math.imul(second + 1, 0x85ebca6b));
}

/** hashPair as a uniform number in [0, 1). */
export function hashUniform(first: number, second: number): number {
  return (hashPair(first, second) >>> 0) / words;
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

// Marsaglia and Tsang, "A simple method for generating gamma variables" (2000).
function standardGamma(random: Random, shape: number): number {
  if (shape < 1) return standardGamma(random, shape + 1) * Math.pow(1 - random.next(), 1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
