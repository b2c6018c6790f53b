import { describe, expect, it } from 'vitest';
import { hashUniform, mulberry32, openUniform, randomStream, uniform } from './random.ts';

const N = 40_000;
const draws = (draw: () => number) => Array.from({ length: N }, draw);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: number[]) => mean(values.map((value) => value * value)) - mean(values) ** 2;

describe('randomStream', () => {
  it('repeats itself for a seed, a concern and a subject, and only then', () => {
    const sequence = (seed: number, concern: string, subject: number) => {
      const random = randomStream(seed, concern).at(subject);
      return [random.next(), random.next(), random.next()];
    };
    expect(sequence(1, 'people', 5)).toEqual(sequence(1, 'people', 5));
    expect(sequence(1, 'people', 5)).not.toEqual(sequence(2, 'people', 5));
    expect(sequence(1, 'people', 5)).not.toEqual(sequence(1, 'tasks', 5));
    expect(sequence(1, 'people', 5)).not.toEqual(sequence(1, 'people', 6));
  });

  it('is uniform over subjects as well as along a sequence', () => {
    const random = randomStream(3, 'uniform');
    let subject = 0;
    for (const values of [draws(() => random.next()), draws(() => random.at(subject++).next())]) {
      expect(Math.abs(mean(values) - 0.5)).toBeLessThan(0.01);
      const tenths = new Array<number>(10).fill(0);
      for (const value of values) tenths[Math.floor(value * 10)]!++;
      for (const count of tenths) expect(Math.abs(count / N - 0.1)).toBeLessThan(0.008);
    }
  });

  it('draws the moments it is asked for', () => {
    const random = randomStream(4, 'moments');
    const gamma = draws(() => random.gamma(1.6, 24));
    expect(mean(gamma)).toBeGreaterThan(23.5);
    expect(mean(gamma)).toBeLessThan(24.5);
    expect(variance(gamma) / (24 ** 2 / 1.6)).toBeGreaterThan(0.93);
    expect(variance(gamma) / (24 ** 2 / 1.6)).toBeLessThan(1.07);
    expect(Math.abs(mean(draws(() => random.exponential(7))) - 7)).toBeLessThan(0.2);
    expect(Math.abs(mean(draws(() => random.poisson(45))) - 45)).toBeLessThan(0.2);
    expect(Math.abs(mean(draws(() => random.poisson(0.3))) - 0.3)).toBeLessThan(0.02);
    expect(Math.abs(mean(draws(() => random.normal())))).toBeLessThan(0.03);
    expect(Math.abs(mean(draws(() => random.pick([1, 0, 3]))) - 1.5)).toBeLessThan(0.03);
    expect(Math.abs(mean(draws(() => Number(random.chance(0.2)))) - 0.2)).toBeLessThan(0.01);
  });
});

describe('hashUniform', () => {
  it('spreads neighbouring pairs evenly', () => {
    let i = 0;
    const values = draws(() => hashUniform(i % 200, Math.floor(i++ / 200)));
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(0.01);
  });
});

describe('a seed', () => {
  const words = (next: () => number) => [next(), next(), next()].map((value) => value * 2 ** 32);

  it('gives what it has always given: published figures and the demonstration hang on it', () => {
    expect(words(uniform(1))).toEqual([3739678614, 2725338478, 3923878172]);
    expect(words(openUniform(1))).toEqual([2420951833.5, 2513034076.5, 3847892949.5]);
    expect(words(mulberry32(1))).toEqual([2693262067, 11749833, 2265367787]);
    expect(words(randomStream(1, 'people').at(5).next)).toEqual([603754031, 336893376, 4208207737]);
  });
});
