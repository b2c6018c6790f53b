import { findMeasure } from '../../measures/measures.ts';
import { matrixWords } from '../../measures/matrix.ts';
import { signalMark } from '../../summaries/compared-rate.ts';
import type { MemoBlock } from '../document.ts';
import { labelOf } from './measures.ts';
import type { RegionQuarter } from './region-quarter.ts';

interface BeyondLimits {
  /** So still with all comparisons taken into account. */
  signal: boolean;
  /** On the side nobody wishes for; where neither side is better, on either. */
  worse: boolean;
  /** Beyond the 99.8 % limits as well. */
  far: boolean;
  words: string;
}

/** What of the region's institutions lies beyond its limits. */
export function beyondLimits(quarter: RegionQuarter): BeyondLimits[] {
  const inside = new Map(quarter.places.map(({ id, name }) => [id, name]));
  return quarter.measures.flatMap(({ id }) =>
    [...(quarter.matrix.cells.get(id) ?? [])].flatMap(([place, { signal, position, figure }]) => {
      const [name, mark] = [inside.get(place), signalMark(position)];
      if (name === undefined || !mark?.beyond) return [];
      const [wished, high] = [findMeasure(id)?.direction, position === 'above' || position === 'far-above'];
      const worse = wished === 'neither' || (wished === 'lower') === high;
      const far = position === 'far-above' || position === 'far-below';
      return [{ signal, worse, far, words: `${labelOf(id)}, ${name}: ${figure.text}, ${mark.words}` }];
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
