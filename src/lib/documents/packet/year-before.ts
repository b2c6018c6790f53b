import { figureDifference } from '../../measures/difference.ts';
import { readFigure } from '../../measures/measure-figure.ts';
import { figureOf, ownDays } from '../../measures/figures.ts';
import type { MemoBlock, MemoCell } from '../document.ts';
import { labelOf, packetMeasures } from './measures.ts';
import { context, type RegionQuarter } from './region-quarter.ts';

/** That a quarter to date is set beside a whole one, wherever one is. */
export function unevenBlocks({ uneven }: RegionQuarter): MemoBlock[] {
  return uneven === '' ? [] : [{ kind: 'note', text: `The quarter is not over: ${uneven}.` }];
}

/** The region against itself a year before. */
export function yearBeforeBlocks(quarter: RegionQuarter): MemoBlock[] {
  const { input } = quarter;
  const rows = packetMeasures.flatMap((id): MemoCell[][] => {
    const [spec, now, then] = [figureOf(id), input.whole.get(id), input.wholeBefore.get(id)];
    const label = labelOf(id);
    if (!spec || !now) return [];
    const one = readFigure(spec, now, null, context(quarter));
    const days = ownDays(spec, input.dataset);
    const other = then && days === null ? readFigure(spec, then, null, context(quarter)) : null;
    const words = days ?? (other ? figureDifference(spec, one, other).text : 'no data');
    return [[{ text: label }, { text: one.text }, { text: other?.text ?? '–' }, { text: words }]];
  });
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
