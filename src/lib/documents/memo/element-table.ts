import { enoughForRate } from '../../format/rate.ts';
import { formatNumber } from '../../format/number.ts';
import { formatShareRange } from '../../format/interval.ts';
import { formatPercent } from '../../format/share.ts';
import type { MemoCell, MemoColumn, MemoTable } from '../document.ts';
import { elementTitles, type MemoElement, type MemoInput, type MemoMeasure } from './input.ts';
import { figureCell, noData, positionWords, shortCell } from './words.ts';

interface Described extends MemoColumn {
  cell: (measure: MemoMeasure) => MemoCell;
  /** Whether the column says anything for these measures. */
  kept: (measures: readonly MemoMeasure[]) => boolean;
}

const always = () => true;

const described: readonly Described[] = [
  { label: 'Measure', width: 20, cell: ({ label }) => ({ text: label }), kept: always },
  { label: 'This quarter', width: 22, cell: (measure) => figureCell(measure.figure, measure), kept: always },
  {
    label: 'Last four quarters',
    width: 13,
    cell: (measure) => shortCell(measure.pooled, measure),
    kept: some(({ pooled }) => pooled !== null),
  },
  {
    label: 'Unit',
    width: 11,
    cell: (measure) => shortCell(measure.unit, measure),
    kept: some(({ unit }) => unit !== null),
  },
  {
    label: 'Institution',
    width: 12,
    cell: (measure) => shortCell(measure.institution, measure),
    kept: some(({ institution }) => institution !== null),
  },
  {
    label: 'Expected',
    width: 13,
    cell: expectedCell,
    kept: some(({ expected }) => expected !== null),
  },
  {
    label: 'Compared with limits',
    width: 14,
    cell: ({ position, basis }) => ({
      text: position === null ? 'not compared' : positionWords[position],
      ...(basis ? { note: basis } : {}),
    }),
    kept: some(({ position }) => position !== null),
  },
];

/** What is expected and the limits round it, over the time the comparison beside it names. */
function expectedCell({ expected, limits }: MemoMeasure): MemoCell {
  if (expected === null) return { text: '–' };
  return { text: formatPercent(expected, 0), ...(limits ? { note: `limits ${formatShareRange(limits)}` } : {}) };
}

function some(has: (measure: MemoMeasure) => boolean) {
  return (measures: readonly MemoMeasure[]) => measures.some(has);
}

/** The small table of an element; columns with nothing to say for any of its measures are left out. */
export function elementTable(element: MemoElement, input: MemoInput): MemoTable | null {
  const measures = input.measures.filter((measure) => measure.element === element);
  if (measures.length === 0) return null;
  const columns = described.filter(({ kept }) => kept(measures));
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  return {
    kind: 'table',
    caption: `${elementTitles[element]}, ${input.period.short}`,
    columns: columns.map(({ label, width }) => ({ label, width: (100 * width) / total })),
    rows: measures.map((measure) => columns.map(({ cell }) => cell(measure))),
  };
}

/** Counts of every measure in each of the last four quarters, for the attachment. */
export function quartersTable(input: MemoInput): MemoTable | null {
  const measures = input.measures.filter(({ quarters }) => quarters.some(({ figure }) => figure !== null));
  const labels = [...new Set(measures.flatMap(({ quarters }) => quarters.map(({ label }) => label)))];
  if (labels.length < 2) return null;
  return {
    kind: 'table',
    caption: 'The last four quarters',
    columns: [{ label: 'Measure', width: 32 }, ...labels.map((label) => ({ label, width: 68 / labels.length }))],
    rows: measures.map((measure) => [
      { text: measure.label },
      ...labels.map((label) => ({ text: quarterText(measure, label) })),
    ]),
  };
}

/** Counts rather than rates: a quarter of one case manager is small, and two points are no trend. */
function quarterText(measure: MemoMeasure, label: string): string {
  const figure = measure.quarters.find((quarter) => quarter.label === label)?.figure ?? null;
  if (figure === null) return noData;
  if (figure.kind === 'share') {
    return figure.of === 0
      ? (measure.none ?? 'none were due')
      : `${formatNumber(figure.done)} of ${formatNumber(figure.of)}`;
  }
  // A count among rates must not be taken for one.
  const few = figure.kind === 'rate' && figure.exposure > 0 && !enoughForRate(figure.exposure, measure.minimum);
  return (few ? figureCell(figure, measure) : shortCell(figure, measure)).text;
}
