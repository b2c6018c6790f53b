import { describe, expect, it } from 'vitest';
import { curveExample, fanExample, funnelExample, intervalExamples, limitsExample } from './examples.ts';

describe('the worked examples of the help page show what its text says', () => {
  it('the same rate is surer from more', () => {
    const examples = intervalExamples();
    expect(new Set(examples.map(({ rate }) => rate))).toEqual(new Set([0.9]));
    const widths = examples.map(({ lower, upper }) => upper - lower);
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
    // R: prop.test(9, 10, correct = FALSE)
    expect(examples[0]?.lower).toBeCloseTo(0.5958, 4);
    expect(examples[0]?.upper).toBeCloseTo(0.9821, 4);
  });

  it('in the funnel, the lowest rate is within the limits and H beyond the outer ones', () => {
    const { points } = funnelExample();
    const lowest = points.reduce((low, point) => (point.rate < low.rate ? point : low));
    expect(lowest.id).toBe('A');
    expect(lowest.rate).toBeGreaterThan(lowest.limits.lower95);
    expect(
      points.filter(({ rate, limits }) => rate < limits.lower998 || rate > limits.upper998).map(({ id }) => id),
    ).toEqual(['H']);
    const beyond = points.filter(({ rate, limits }) => rate < limits.lower95 || rate > limits.upper95);
    expect(beyond.map(({ id }) => id)).toEqual(['E', 'H']);
  });

  it('in the months, one lies beyond the limits and nothing else is a signal', () => {
    const limits = limitsExample();
    expect(limits.signals.map(({ kind, from }) => [kind, from])).toEqual([['point', '2026-01-01']]);
    expect(limits.months).toHaveLength(24);
  });

  it('the curve is above the bare count, which leaves out that some were seen for a year only', () => {
    const { at, people, counted, series } = curveExample();
    expect(people).toBe(40);
    expect(counted).toBe(14);
    // Product of (1 − d/n) by hand: 39/40 · 38/39 · … with those seen for less leaving in between.
    let survival = 1;
    const exits = [2, 3, 5, 6, 6, 8, 9, 11, 13, 14, 17, 19, 22, 27];
    const lost = [12, 12, 15, 18, 18, 20, 24, 24, 26, 30];
    for (const time of new Set(exits)) {
      const events = exits.filter((exit) => exit === time).length;
      const left = [...exits, ...lost].filter((exit) => exit < time).length;
      survival *= 1 - events / (40 - left);
    }
    expect(at.share).toBeCloseTo(1 - survival, 12);
    expect(at.share).toBeGreaterThan(counted / people);
    expect(series.atRisk?.[0]).toEqual({ x: 0, n: 40 });
  });

  it('the fan widens, each band within the next, and passes capacity while the middle does not', () => {
    const { months, capacity } = fanExample();
    for (const [index, month] of months.entries()) {
      const rising = [
        month.lower95,
        month.lower80,
        month.lower50,
        month.projected,
        month.upper50,
        month.upper80,
        month.upper95,
      ];
      expect(rising).toEqual([...rising].sort((a, b) => a - b));
      if (index > 0)
        expect(month.upper95 - month.lower95).toBeGreaterThan(
          months[index - 1]!.upper95 - months[index - 1]!.lower95 - 1,
        );
    }
    expect(months.at(-1)!.projected).toBeGreaterThan(capacity);
    expect(months.find(({ upper95 }) => upper95 > capacity)!.projected).toBeLessThan(capacity);
  });
});
