import { describe, expect, it } from 'vitest';
import { addDays, addMonths } from '../../calendar/date.ts';
import { layoutLineChart } from './line-chart.ts';
import type { LineChartOptions, LineSeries } from './line-chart.ts';
import { walked } from './path-fixture.ts';
import { nearestStop, readoutText, stopAfterKey } from './readout.ts';
import { textWidth } from './text-width.ts';
import { thinned } from './thin.ts';

const options: LineChartOptions = { width: 720, height: 300, format: String, axisFormat: String, zero: false };
const months = (values: (number | null)[]): LineSeries['points'] =>
  values.map((value, index) => ({ date: addMonths('2024-01-01', index), value }));

describe('layoutLineChart', () => {
  const series: LineSeries[] = [
    { id: 'a', label: 'Eastern Region', points: months([10, 11, null, 12, 13]) },
    { id: 'b', label: 'Western Region', points: months([9, 10, 11, 12, 13]) },
  ];
  const layout = layoutLineChart({ series, references: [{ label: 'Rated capacity', value: 13 }], bands: [] }, options);

  it('leaves a gap where there is no value', () => {
    expect(layout.series[0]?.path.match(/M/g)).toHaveLength(2);
    expect(layout.series[1]?.path.match(/M/g)).toHaveLength(1);
    expect(layout.readout(2).lines[0]?.value).toBe('no data');
  });

  it('keeps labels that end at the same height apart and inside the drawing', () => {
    const ys = layout.labels.map((label) => label.y).sort((a, b) => a - b);
    expect(ys).toHaveLength(3);
    for (const [i, y] of ys.entries()) if (i > 0) expect(y - (ys[i - 1] ?? 0)).toBeGreaterThanOrEqual(15.9);
    for (const label of layout.labels)
      for (const line of label.lines) expect(layout.plot.right + 10 + textWidth(line, 13)).toBeLessThanOrEqual(720);
  });

  it('puts a legend under a narrow chart instead', () => {
    const narrow = layoutLineChart({ series, references: [], bands: [] }, { ...options, width: 288 });
    expect(narrow.labels).toEqual([]);
    expect(narrow.legend).toBe(true);
  });

  it('dashes what is not final and says so', () => {
    const points = [...months([5, 6]), { date: '2024-03-01', value: 4, partial: true }];
    const one = layoutLineChart({ series: [{ id: 'a', label: 'A', points }], references: [], bands: [] }, options);
    expect(one.series[0]?.partialPath).toMatch(/^M.*l/);
    expect(one.series[0]?.end?.hollow).toBe(true);
    expect(readoutText(one.readout(2))).toBe('Mar 2024, not final: A 4');
    const ahead = [...months([5, 6]), { date: '2024-03-01', value: 4, partial: 'projected' as const }];
    const fan = layoutLineChart(
      { series: [{ id: 'a', label: 'A', points: ahead }], references: [], bands: [] },
      options,
    );
    expect(readoutText(fan.readout(2))).toBe('Mar 2024, projected: A 4');
  });

  it('draws a lone value as a dot, and survives having nothing to draw', () => {
    const lone = layoutLineChart(
      { series: [{ id: 'a', label: 'A', points: months([null, 4, null]) }], references: [], bands: [] },
      options,
    );
    expect(lone.series[0]?.marks).toHaveLength(1);
    const none = layoutLineChart({ series: [], references: [], bands: [] }, options);
    expect(none.dates).toEqual([]);
    expect(JSON.stringify(none)).not.toContain('NaN');
  });

  it('steps a reference that changes and runs it to the edge', () => {
    const reference = {
      label: 'Rated capacity',
      points: [
        { date: '2020-01-01', value: 10 },
        { date: '2024-03-01', value: 12 },
      ],
    };
    const { references, plot } = layoutLineChart({ series, references: [reference], bands: [] }, options);
    expect(references[0]?.path).toMatch(/^M[^hvl]*h[^hvl]*v[^hvl]*h[^hvl]*$/);
    const places = walked(references[0]?.path ?? '')[0]?.places;
    expect([places?.at(0)?.x, places?.at(-1)?.x]).toEqual([plot.left, plot.right]);
  });
});

describe('thinned', () => {
  const days = Array.from({ length: 3000 }, (_none, i) => ({ date: addDays('2018-01-01', i), value: i % 700 }));

  it('keeps ends and extremes of a long line', () => {
    const points = days.map((point, i) => (i === 1234 ? { ...point, value: 99999 } : point));
    const thin = thinned(points, 300);
    expect(thin.length).toBeLessThanOrEqual(1200);
    expect(thin.map((point) => point.value)).toContain(99999);
    expect([thin[0], thin.at(-1)]).toEqual([points[0], points.at(-1)]);
  });

  it('keeps gaps, and short lines whole', () => {
    const points = days.map((point, i) => (i === 500 ? { ...point, value: null } : point));
    expect(thinned(points, 300).some((point) => point.value === null)).toBe(true);
    expect(thinned(points.slice(0, 100), 300)).toHaveLength(100);
  });
});

describe('reading by keyboard', () => {
  it('starts at an end, stops at the ends, ignores other keys', () => {
    expect(stopAfterKey('ArrowRight', null, 24)).toBe(0);
    expect(stopAfterKey('ArrowLeft', null, 24)).toBe(23);
    expect(stopAfterKey('ArrowRight', 23, 24)).toBe(23);
    expect(stopAfterKey('Home', 9, 24)).toBe(0);
    expect(stopAfterKey('End', 9, 24)).toBe(23);
    expect(stopAfterKey('PageDown', 0, 24)).toBe(12);
    expect(stopAfterKey('x', 9, 24)).toBeNull();
  });

  it('finds the stop nearest to the pointer', () => {
    const at = (index: number) => [0, 10, 50, 100][index] ?? 0;
    expect([-5, 4, 6, 31, 80, 400].map((x) => nearestStop(4, at, x))).toEqual([0, 0, 1, 2, 3, 3]);
    expect(nearestStop(1, at, 70)).toBe(0);
  });
});
