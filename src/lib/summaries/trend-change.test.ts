import { describe, expect, it } from 'vitest';
import { newcombe } from '../analysis/proportion.ts';
import { addMonths } from '../calendar/date.ts';
import { monthOf } from '../calendar/period.ts';
import { share, figure } from '../measures/figure.ts';
import { madeOf } from '../measures/measure-figure.ts';
import { changeOf, changeVerdict, judgedChanges } from './trend-change.ts';

const spec = share('casework/goals', 'met', 'due');
const context = { minimum: 10 };

/** Months of a share, the last one perhaps to date. */
function months(counts: readonly (readonly [number, number])[], partial = false) {
  const points = counts.map(([n, d], at) => ({
    period: monthOf(addMonths('2024-07-01', at)),
    figure: madeOf(spec, { n, d, value: null }, context),
    partial: partial && at === counts.length - 1,
  }));
  return { points, values: points.map(({ figure: { value } }) => value), widening: 1 };
}

const year = (n: number, d: number): (readonly [number, number])[] => Array.from({ length: 12 }, () => [n, d]);

describe('the last year of a trend against the year before', () => {
  it('adds up twelve months each, with Newcombe’s interval', () => {
    const found = changeOf(spec, months([...year(40, 50), ...year(45, 50)]), 'month', context);
    const { difference, lower, upper } = newcombe(540, 600, 480, 600)!;
    expect(found).toMatchObject({ difference, lower, upper });
    expect([found.recent.n, found.recent.d, found.before.n]).toEqual([540, 600, 480]);
    // By hand: z² = 0.1² / (0.85 · 0.15 · 2/600) = 23.53, p = 1.2e-6.
    expect(found.p).toBeCloseTo(1.23e-6, 8);
  });

  it('leaves out a month that is not over', () => {
    const found = changeOf(spec, months([...year(40, 50), ...year(45, 50), [0, 50]], true), 'month', context);
    expect(found.recent.n).toBe(540);
  });

  it('says nothing of less than half a year on either side', () => {
    const short = changeOf(spec, months([...year(40, 50), ...year(45, 50).slice(0, 1)].slice(-17)), 'month', context);
    expect(short.difference).toBeNull();
    expect(changeOf(spec, months(year(40, 50)), 'month', context).text).toBe('less than two years recorded');
  });

  it('is less sure where months lie further apart than chance has it', () => {
    const input = months([...year(40, 50), ...year(43, 50)]);
    const usual = changeOf(spec, input, 'month', context);
    const wide = changeOf(spec, { ...input, widening: 2 }, 'month', context);
    expect(wide.difference).toBe(usual.difference);
    expect(wide.upper! - wide.difference!).toBeCloseTo(2 * (usual.upper! - usual.difference!), 12);
    expect(wide.p).toBeGreaterThan(usual.p!);
  });

  it('averages what is no count, without an interval', () => {
    const days = figure({
      question: 'population/average',
      kind: 'number',
      value: 'average',
      finest: 'institution',
      noMonths: '',
    });
    const input = months([...year(40, 50), ...year(45, 50)]);
    const values = input.points.map((_point, at) => (at < 12 ? 100 : 110));
    const found = changeOf(days, { ...input, values }, 'month', context);
    expect(found).toMatchObject({ difference: 10, lower: null, upper: null, p: null });
  });
});

describe('who changed', () => {
  const change = (p: number | null, difference = 0.1) => ({
    ...changeOf(spec, months([...year(40, 50), ...year(45, 50)]), 'month', context),
    p,
    difference,
  });

  it('judges all changes together: of 0.04 among four, none is a discovery', () => {
    expect(judgedChanges([0.04, 0.2, 0.5, 0.9].map((p) => change(p))).map(({ changed }) => changed)).toEqual([
      false,
      false,
      false,
      false,
    ]);
    // Benjamini–Hochberg by hand: 0.01 · 4/1 = 0.04, 0.02 · 4/2 = 0.04, the others above 0.05.
    expect(judgedChanges([0.01, 0.02, 0.5, null].map((p) => change(p))).map(({ changed }) => changed)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('says how many were compared and who changed which way', () => {
    const [north, south] = judgedChanges([change(0.001, 0.04), change(0.001, -0.03)]);
    expect(
      changeVerdict(
        [
          { name: 'North', change: north! },
          { name: 'South', change: south! },
        ],
        'institutions',
        'month',
      ),
    ).toBe(
      '2 institutions compared, the last 12 months against the 12 before; fewer than one would lie outside a 95\u202f% interval by chance alone. With all of them taken into account, 2 have changed (up: North; down: South).',
    );
    expect(changeVerdict([{ name: 'North', change: { ...north!, changed: false } }], 'institutions', 'year')).toMatch(
      /the last fiscal year against the one before.*none has changed\.$/,
    );
    expect(changeVerdict([{ name: 'North', change: { ...north!, p: null } }], 'institutions', 'quarter')).toMatch(
      /no interval of chance/,
    );
    expect(changeVerdict([], 'regions', 'month')).toBe('No regions with two years recorded: nothing to compare.');
  });
});
