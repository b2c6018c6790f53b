import { readFigure } from '../../measures/measure-figure.ts';
import { figureOf } from '../../measures/figures.ts';
import type { MemoBlock } from '../document.ts';
import { valueLabel } from '../../format/value.ts';
import { columnsOf } from './columns.ts';
import { context, type RegionQuarter } from './region-quarter.ts';

export function programKindBlocks(quarter: RegionQuarter): MemoBlock[] {
  const { completion, waits } = quarter.input;
  const [completed, waiting] = [figureOf('program-completion'), figureOf('program-waits')];
  if (!completed || !waiting || (!completion && !waits)) return [];
  const found = [
    ...new Set([...(completion ?? []), ...(waits ?? [])].map(({ group }) => (group ?? null) as string | null)),
  ];
  if (found.length === 0) return [{ kind: 'note', text: 'No program began or ended in the quarter.' }];
  const minimum = context(quarter);
  return [
    { kind: 'subheading', text: 'Programs by kind' },
    {
      kind: 'table',
      caption: 'Programs by kind',
      columns: columnsOf([
        'Kind',
        'Completed, of those whose participation ended',
        'Days from referral to start, median',
      ]),
      rows: found
        .sort((a, b) => valueLabel(a).localeCompare(valueLabel(b), 'en'))
        .map((group) => [
          { text: valueLabel(group) },
          { text: completion ? readFigure(completed, completion, group, minimum).text : 'no data' },
          { text: waits ? readFigure(waiting, waits, group, minimum).text : 'no data' },
        ]),
    },
  ];
}
