import { describe, expect, it } from 'vitest';
import { exampleDataset } from '$lib/export/fixture.ts';
import type { DutyRows } from '$lib/summaries/coordinator.ts';
import { cellWords, matrixColumns, matrixRows } from './institution-matrix.ts';

const dataset = exampleDataset();
const panelsOf = (rows: Record<string, object[]>): DutyRows => ({
  rows: (key) => (rows[key] ?? []) as never[],
  inStep: () => true,
});

describe('the matrix of institutions', () => {
  const places = (group: string, due: number, on_time: number) => ({ month: null, group, due, on_time });
  const panels = panelsOf({
    'closures:places': [places('F1', 400, 392), places('F2', 400, 312), places('F3', 3, 3)],
    'staffing:places': [{ group: 'F1', filled: 3.5, authorized: 4, people_per_filled: 128.4 }],
    'position:places': [{ group: 'F1', filled: 3.5, authorized: 4, people_per_filled: 128.4 }],
  });

  it('has the columns somebody has figures for, and every institution by name', () => {
    expect(matrixColumns(panels).map(({ key }) => key)).toEqual(['closures', 'staffing', 'position']);
    const rows = matrixRows(panels, { scope: { kind: 'agency' }, dataset });
    expect(rows.map(({ name }) => name)).toEqual(['Institution F1', 'Institution F2', 'Institution F3']);
    expect(rows.map(({ cells }) => cells['closures'] && cellWords(cells['closures']))).toEqual([
      '392 of 400',
      '312 of 400',
      '3 of 3',
    ]);
  });

  it('marks limits, and nothing where too few were due', () => {
    const rows = matrixRows(panels, { scope: { kind: 'agency' }, dataset });
    expect(rows[2]?.cells['closures']?.signal).toBeNull();
    expect(rows.every(({ cells }) => cells['staffing']?.signal === null)).toBe(true);
  });

  it('keeps to the institutions of a region', () => {
    const rows = matrixRows(panels, { scope: { kind: 'region', id: 'R1' }, dataset });
    expect(rows.map(({ id }) => id)).toEqual(['F1']);
  });

  it('words what is not there', () => {
    expect(cellWords({ count: null, of: null })).toBe('no data');
    expect(cellWords({ count: 0, of: 0 })).toBe('none due');
    expect(cellWords({ count: 3.5, of: 4 })).toBe('3.5 of 4');
    expect(cellWords({ count: 128.4, of: null })).toBe('128');
  });
});
