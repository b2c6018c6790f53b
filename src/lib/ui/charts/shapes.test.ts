import { describe, expect, it } from 'vitest';
import { addMonths } from '../../calendar/date.ts';
import { layoutDotInterval } from './dot-interval.ts';
import { layoutFlowBars } from './flow-bars.ts';
import { heatLevel } from './heat-table.ts';
import { walked } from './path-fixture.ts';
import { readoutText } from './readout.ts';
import { foldParts } from './stacked-bar.ts';
import { layoutStepChart, stepAt } from './step-chart.ts';
import type { StepSeries } from './step-chart.ts';

describe('foldParts', () => {
  const parts = [40, 3, 25, 2, 20, 9, 1].map((value, index) => ({ label: `G${index}`, value }));

  it('keeps the four largest in the order given and sums the rest', () => {
    const placed = foldParts(parts);
    expect(placed.map((part) => part.label)).toEqual(['G0', 'G2', 'G4', 'G5', '3 others']);
    expect(placed.at(-1)).toMatchObject({ value: 6, tone: 's-muted' });
    expect(placed.reduce((sum, part) => sum + part.share, 0)).toBeCloseTo(1);
  });

  it('leaves five alone and survives a total of zero', () => {
    expect(foldParts(parts.slice(0, 5)).map((part) => part.label)).toEqual(['G0', 'G1', 'G2', 'G3', 'G4']);
    expect(foldParts([{ label: 'A', value: 0 }])[0]?.share).toBe(0);
  });
});

describe('layoutFlowBars', () => {
  const points = Array.from({ length: 24 }, (_none, i) => ({
    date: addMonths('2024-01-01', i),
    came: i === 5 ? null : 300 + i,
    left: 320,
  }));
  const options = {
    width: 720,
    height: 280,
    labels: { came: 'Admitted', left: 'Released', net: 'Net' },
    format: String,
  };
  const layout = layoutFlowBars(points, options);

  it('draws up and down from one zero', () => {
    const bar = layout.bars[0];
    expect((bar?.came?.y ?? 0) + (bar?.came?.height ?? 0)).toBeCloseTo(layout.y(0));
    expect(bar?.left?.y).toBeCloseTo(layout.y(0));
    expect(bar?.net?.value).toBe(-20);
  });

  it('has no net where one side is unknown', () => {
    expect(layout.bars[5]?.net).toBeNull();
    expect(layout.netPath.match(/M/g)).toHaveLength(2);
    expect(readoutText(layout.readout(5))).toBe('Jun 2024: Admitted no data; Released 320; Net no data');
    expect(readoutText(layout.readout(0))).toBe('Jan 2024: Admitted 300; Released 320; Net −20');
  });

  it('survives having no months', () => {
    expect(JSON.stringify(layoutFlowBars([], options))).not.toContain('NaN');
  });
});

describe('layoutStepChart', () => {
  const series: StepSeries[] = [
    {
      id: 'a',
      label: 'Completed the program',
      steps: [
        { x: 0, y: 0, lower: 0, upper: 0 },
        { x: 200, y: 0.1, lower: 0.08, upper: 0.12 },
        { x: 1000, y: 0.3, lower: 0.25, upper: 0.35 },
      ],
      atRisk: [
        { x: 0, n: 1200 },
        { x: 365, n: 1050 },
      ],
    },
    { id: 'b', label: 'Did not', steps: [{ x: 0, y: 0 }] },
  ];
  const options = {
    width: 720,
    height: 320,
    ticks: [0, 365, 730, 1095],
    tickText: (x: number) => `${x / 365} years`,
    format: (y: number) => `${Math.round(y * 100)} %`,
    count: String,
  };
  const layout = layoutStepChart(series, options);

  it('holds a value until the next step and stops where nobody was observed', () => {
    const steps = series[0]?.steps ?? [];
    expect(stepAt(steps, 365)?.y).toBe(0.1);
    expect(stepAt(steps, 200)?.y).toBe(0.1);
    expect(stepAt(steps, 1095)).toBeNull();
    const last = walked(layout.series[0]?.path ?? '')[0]?.places.at(-1);
    expect(last?.x).toBeCloseTo(layout.series[0]?.end?.x ?? NaN, 1);
    expect(last?.y).toBeCloseTo(layout.series[0]?.end?.y ?? NaN, 1);
  });

  it('reads out value, interval and number at risk', () => {
    expect(layout.readout(1).lines[0]?.value).toBe('10 % (8 % to 12 %), 1050 at risk');
    expect(layout.readout(3).lines[0]?.value).toBe('not observed this long');
  });

  it('puts numbers at risk under the ticks, all inside the drawing', () => {
    expect(layout.risk?.rows[0]?.cells.map((cell) => cell.text)).toEqual(['1200', '1050', '–', '–']);
    expect(layout.risk?.rows[0]?.cells.map((cell) => cell.x)).toEqual(layout.xTicks.map((tick) => tick.x));
    expect((layout.risk?.rows.at(-1)?.y ?? 0) + 15).toBeLessThan(layout.height);
  });

  it('drops ticks rather than let them touch', () => {
    const ticks = Array.from({ length: 21 }, (_none, i) => i * 90);
    const narrow = layoutStepChart(series, { ...options, width: 288, ticks });
    expect(narrow.xTicks.length).toBeLessThan(8);
    expect(narrow.labels).toEqual([]);
    expect(narrow.risk?.rows.map((row) => row.label)).toEqual(['Completed the program', 'Did not']);
  });
});

describe('layoutDotInterval', () => {
  it('holds what lies outside at the edge and marks it as cut', () => {
    const layout = layoutDotInterval({ value: 0.6, lower: 0.4, upper: 0.8, compare: 0.75, domain: [0.5, 1] }, 112);
    expect(layout.interval?.[0]).toBe(6);
    expect(layout.cutLeft).toBe(true);
    expect(layout.cutRight).toBe(false);
    expect(layout.tick).toBeCloseTo(56);
    expect(layoutDotInterval({ value: null, domain: [0, 1] }, 100).dot).toBeNull();
  });
});

describe('heatLevel', () => {
  it('shades what is missing', () => {
    expect([1, 0.96, 0.9, 0.6, 0.2, 0].map((share) => heatLevel(share))).toEqual([0, 1, 2, 3, 4, 4]);
    expect(heatLevel(null)).toBe(0);
    expect(heatLevel(0.9, 'high')).toBe(4);
  });
});
