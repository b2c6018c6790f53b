import { figureDifference, type FigureDifference } from '../../measures/difference.ts';
import { readFigure, type MeasureFigure } from '../../measures/measure-figure.ts';
import { figureOf, ownDays } from '../../measures/figures.ts';
import type { MemoBlock, MemoCell } from '../document.ts';
import { labelOf, packetMeasures } from './measures.ts';
import { context, type RegionQuarter } from './region-quarter.ts';

/** That a quarter to date is set beside a whole one, wherever one is. */
export function unevenBlocks({ uneven }: RegionQuarter): MemoBlock[] {
  return uneven === '' ? [] : [{ kind: 'note', text: `The quarter is not over: ${uneven}.` }];
}

/** A measure of the region, and a year before where it can be compared. */
interface YearChange {
  label: string;
  now: MeasureFigure;
  before: MeasureFigure | null;
  difference: FigureDifference | null;
  /** The days the figure is of, where they are its own and not the quarter's. */
  days: string | null;
}

/** Every measure of the packet against the year before, in the order of the packet. */
export function yearChanges(quarter: RegionQuarter): YearChange[] {
  const { input } = quarter;
  return packetMeasures.flatMap((id) => {
    const [spec, found, then] = [figureOf(id), input.whole.get(id), input.wholeBefore.get(id)];
    if (!spec || !found) return [];
    const now = readFigure(spec, found, null, context(quarter));
    const days = ownDays(spec, input.dataset);
    const before = then && days === null ? readFigure(spec, then, null, context(quarter)) : null;
    return [{ label: labelOf(id), now, before, difference: before && figureDifference(spec, now, before), days }];
  });
}

/** The region against itself a year before. */
export function yearBeforeBlocks(quarter: RegionQuarter): MemoBlock[] {
  const rows = yearChanges(quarter).map(({ label, now, before, difference, days }): MemoCell[] => [
    { text: label },
    { text: now.text },
    { text: before?.text ?? '–' },
    { text: days ?? difference?.text ?? 'no data' },
  ]);
  return [
    { kind: 'heading', text: '2. The region against a year before' },
    ...unevenBlocks(quarter),
    {
      kind: 'table',
      caption: 'The region against a year before',
      columns: [
        { label: 'Measure', width: 27 },
        { label: 'Quarter', width: 21 },
        { label: 'A year before', width: 21 },
        { label: 'Difference', width: 31 },
      ],
      rows,
    },
  ];
}
