import { periodLabel } from '../calendar/period.ts';
import type { Column } from '../ui/table/column.ts';
import { calendarOf } from '../export/calendar.ts';
import {
  hasFigure,
  matrixOf,
  matrixWords,
  type Matrix,
  type MatrixCell,
  type MatrixMeasure,
} from '../measures/matrix.ts';
import type { FigureRow } from '../measures/measure-figure.ts';
import { placesIn, placeWords, type Place } from '../measures/places.ts';
import { hasLimits, type FigureSpec } from '../measures/figure.ts';
import { figureOf, ownDays, type MatrixColumn } from '../measures/figures.ts';
import type { MeasureId } from '../measures/measures.ts';
import type { View } from '../pages/page.ts';
import { columnsFor, partsOf, type panelOfMeasure } from '../pages/regions.ts';
import { signalMark } from './compared-rate.ts';
import { unreadFigure } from './unread.ts';

type Asked = Pick<View, 'scope' | 'period' | 'dataset'> & Partial<Pick<View, 'pageParams'>>;

type RegionKey = ReturnType<typeof panelOfMeasure>;

/** What the page reads its rows from. */
export interface RegionRows {
  figureRows(key: RegionKey): readonly FigureRow[];
  state(key: RegionKey): { status: string; message: string | null };
}

export interface RegionMatrix {
  readonly columns: readonly MatrixColumn[];
  readonly places: readonly Place[];
  readonly matrix: Matrix;
  /** Sentences: columns the agency has no tables for, and what belongs to no row. */
  readonly notes: readonly string[];
  /** What stands instead of the table where there is no place to show. */
  readonly empty: string;
}

/** All figures of the page at once, so that all its comparisons are counted and judged together. */
export function regionMatrix(panels: RegionRows, view: Asked): RegionMatrix {
  const by = partsOf(view);
  const offered = columnsFor(view);
  const columns = offered.filter(({ measure }) => panels.state(measure).status !== 'missing');
  const measures = columns.flatMap(({ measure }): MatrixMeasure[] => {
    const spec = figureOf(measure);
    if (!spec) return [];
    const rows = panels.figureRows(measure);
    return [{ id: measure, spec, rows, unread: unreadFigure(panels.state(measure).status, spec, rows, view) }];
  });
  const all = measures.flatMap(({ rows }) => rows);
  const listed = placesIn(by, view.scope, all, view.period, view.dataset);
  const matrix = matrixOf(
    measures,
    listed.map(({ id }) => id),
    { minimum: view.dataset.settings.minimum_for_rate },
  );
  // A place without any figure and nothing to say of it has nothing to show: an institution closed years ago.
  const places = listed.filter(
    ({ id, note }) => (note !== null && all.some(({ group }) => group === id)) || hasFigure(matrix, id),
  );
  const unread = measures.find((measure) => measure.unread)?.unread;
  return {
    columns,
    places,
    matrix,
    notes: notesOf(offered, panels, all, by),
    empty: unread ? `${unread.charAt(0).toUpperCase()}${unread.slice(1)}` : 'Nothing was counted here in the period.',
  };
}

function notesOf(
  offered: readonly MatrixColumn[],
  panels: RegionRows,
  rows: readonly FigureRow[],
  by: ReturnType<typeof partsOf>,
): string[] {
  const missing = offered.flatMap(({ measure, label }) => {
    const { status, message } = panels.state(measure);
    return status === 'missing' || status === 'failed' ? [`${label}: ${message ?? 'not supplied.'}`] : [];
  });
  const nobody = rows.some(({ group }) => group === null);
  const { one } = placeWords[by];
  return [
    ...missing,
    ...(nobody
      ? [
          by === 'staff_id'
            ? 'Work and people without a case manager are in the figures of the unit and in no row here.'
            : `What has no ${one.toLowerCase()} recorded is in the figures of the whole and in no row here.`,
        ]
      : []),
  ];
}

/**
 * The closer look at one measure: its places, all together, and what was compared, in words. A measure of the matrix
 * is judged among all comparisons of the matrix: what is a signal in one may not be none in the other.
 */
export function closerLook(
  panels: Pick<RegionRows, 'figureRows'>,
  panel: RegionKey,
  measure: MeasureId,
  view: Asked,
  whole?: Matrix,
) {
  const spec = figureOf(measure);
  const rows = panels.figureRows(panel);
  const dates = spec ? datesOf(spec, view) : '';
  if (!spec) return { rows: [], together: null, words: '', dates };
  const listed = placesIn(partsOf(view), view.scope, rows, view.period, view.dataset);
  const matrix = matrixOf(
    [{ id: measure, spec, rows, unread: unreadFigure('ready', spec, rows, view) }],
    listed.map(({ id }) => id),
    { minimum: view.dataset.settings.minimum_for_rate },
  );
  const cells = whole?.cells.get(measure) ?? matrix.cells.get(measure);
  const shown = listed.flatMap((place) => {
    const cell = cells?.get(place.id);
    if (!cell || (cell.figure.missing && place.note === null && !rows.some(({ group }) => group === place.id)))
      return [];
    const { n, d, value, lower, upper } = cell.figure;
    return [{ ...place, cell, n, d, value, lower, upper, limits: limitWords(cell) }];
  });
  const compares = hasLimits(spec);
  return {
    rows: shown,
    // What is expected is what the whole agency's people give.
    together: spec.kind === 'expected' ? 1 : (matrix.together.get(measure)?.value ?? null),
    words: compares
      ? lookWords(matrix, whole?.cells.has(measure) ? whole : null)
      : 'An amount or average: there are no limits of chance for it.',
    dates,
  };
}

function lookWords(own: Matrix, whole: Matrix | null): string {
  if (!whole || own.comparisons === 0) return matrixWords(own);
  return `${own.comparisons} of the ${whole.comparisons} comparisons made at once on this page; a signal is one with all of them taken into account`;
}

function limitWords({ position, signal, figure }: MatrixCell): string {
  if (figure.missing) return '';
  if (position === null) return 'too few to compare';
  const words = signalMark(position)?.words ?? position;
  return signal ? `${words}; a signal` : words;
}

/** What days a figure is of: not every one is of the period. */
export function datesOf(spec: FigureSpec, { period, dataset }: Pick<View, 'period' | 'dataset'>): string {
  const own = ownDays(spec, dataset);
  if (own !== null) return `${own}, whatever the period`;
  return periodLabel(period, calendarOf(dataset)).full;
}

interface CsvRow {
  id: string;
  name: string;
}

/** Counts and what they are of, apart: a spreadsheet must be able to add them up. */
export function matrixCsvColumns({ columns, matrix }: RegionMatrix, what: string): Column<CsvRow>[] {
  const at = (measure: string, row: CsvRow) => matrix.cells.get(measure)?.get(row.id);
  return [
    { key: 'id', label: `${what} id`, kind: 'text' },
    { key: 'name', label: what, kind: 'text' },
    ...columns.flatMap(({ measure, label }): Column<CsvRow>[] => [
      { key: `${measure} n`, label: `${label}: counted`, kind: 'number', value: (row) => at(measure, row)?.figure.n },
      { key: `${measure} d`, label: `${label}: of`, kind: 'number', value: (row) => at(measure, row)?.figure.d },
      {
        key: `${measure} v`,
        label: `${label}: figure`,
        kind: 'number',
        value: (row) => at(measure, row)?.figure.value,
      },
      { key: `${measure} l`, label: `${label}: limits`, kind: 'text', value: (row) => at(measure, row)?.position },
      { key: `${measure} s`, label: `${label}: signal`, kind: 'text', value: (row) => at(measure, row)?.signal },
    ]),
  ];
}

export function matrixCsvRows({ places }: RegionMatrix): CsvRow[] {
  return places.map(({ id, name }) => ({ id, name }));
}
