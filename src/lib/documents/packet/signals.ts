import { matrixWords } from '../../measures/matrix.ts';
import { signalMark } from '../../summaries/compared-rate.ts';
import type { MemoBlock } from '../document.ts';
import { labelOf } from './measures.ts';
import type { RegionQuarter } from './region-quarter.ts';

/** What of the region's institutions lies beyond its limits, in words, and whether it is a signal among all comparisons. */
export function beyondLimits(quarter: RegionQuarter): { signal: boolean; words: string }[] {
  const inside = new Map(quarter.places.map(({ id, name }) => [id, name]));
  return quarter.measures.flatMap(({ id }) =>
    [...(quarter.matrix.cells.get(id) ?? [])].flatMap(([place, { signal, position, figure }]) => {
      const [name, mark] = [inside.get(place), signalMark(position)];
      if (name === undefined || !mark?.beyond) return [];
      return [{ signal, words: `${labelOf(id)}, ${name}: ${figure.text}, ${mark.words}` }];
    }),
  );
}

export function signalBlocks(quarter: RegionQuarter): MemoBlock[] {
  const beyond = beyondLimits(quarter);
  const [found, others] = [true, false].map((is) =>
    beyond.filter(({ signal }) => signal === is).map(({ words }) => words),
  );
  const list = (items: string[] = []): MemoBlock[] => (items.length === 0 ? [] : [{ kind: 'list', items }]);
  return [
    { kind: 'heading', text: '4. Signals' },
    { kind: 'paragraph', text: matrixWords(quarter.matrix) },
    ...list(found),
    ...(quarter.matrix.signals > 0 && found?.length === 0
      ? [{ kind: 'paragraph' as const, text: 'None of the signals is in this region.' }]
      : []),
    ...(others && others.length > 0
      ? [
          {
            kind: 'paragraph' as const,
            text: 'Beyond the limits in this region, and no signal among so many comparisons:',
          },
        ]
      : []),
    ...list(others),
  ];
}
