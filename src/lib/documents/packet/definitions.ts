import { findMeasure } from '../../measures/measures.ts';
import type { MemoBlock, MemoCell } from '../document.ts';
import { labelOf } from './measures.ts';
import type { RegionQuarter } from './region-quarter.ts';

export function definitionBlocks({ measures }: RegionQuarter): MemoBlock[] {
  const rows = measures.flatMap(({ id }): MemoCell[][] => {
    const measure = findMeasure(id);
    if (!measure) return [];
    const further = [
      measure.denominator ? `Of: ${measure.denominator}` : '',
      measure.exclusions ?? '',
      measure.noRows ? `Rows: ${measure.noRows}` : '',
    ]
      .filter(Boolean)
      .join(' ');
    return [[{ text: labelOf(id) }, { text: measure.definition, ...(further ? { note: further } : {}) }]];
  });
  return [
    {
      kind: 'table',
      caption: 'Definitions',
      columns: [
        { label: 'Measure', width: 26 },
        { label: 'Definition', width: 74 },
      ],
      rows,
    },
    {
      kind: 'paragraph',
      text: 'The rows behind a count open from the same count on the page of institutions side by side; where there are none, the definition says why.',
    },
    {
      kind: 'paragraph',
      text: 'Shares carry Wilson intervals, differences of shares Newcombe’s, rates exact Poisson limits. Limits between institutions are exact binomial or Poisson ones, widened where institutions differ by more than chance explains; the word signal is kept for what remains with a false discovery rate of 5\u202f% over all comparisons made here. Work due is compared with what would be on time if cases of the same kind were done as in the whole agency. Limits of a monthly line are those of a p-chart.',
    },
  ];
}
