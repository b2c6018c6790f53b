import { formatDate } from '../../calendar/date.ts';
import { valueText } from '../../summaries/axis-words.ts';
import { trendsOf } from '../../summaries/trends.ts';
import { figureOf } from '../../measures/figures.ts';
import type { MemoBlock } from '../document.ts';
import { trendSpan } from '../../pages/trends.ts';
import { multiplesSvg } from './charts.ts';
import { labelOf, trendMeasure } from './measures.ts';
import type { RegionQuarter } from './region-quarter.ts';

export function trendBlocks(quarter: RegionQuarter): MemoBlock[] {
  const { input, places } = quarter;
  const spec = figureOf(trendMeasure);
  if (!spec || !input.trend) return [];
  const inside = new Set(places.map(({ id }) => id));
  const found = trendsOf(
    input.trend.filter(({ group }) => typeof group === 'string' && inside.has(group)),
    {
      spec,
      by: 'facility_id',
      grain: 'month',
      scope: { kind: 'region', id: input.region.id },
      span: trendSpan(input, 'month'),
      dataset: input.dataset,
    },
  );
  if (found.multiples.length === 0) return [];
  const label = labelOf(trendMeasure);
  return [
    { kind: 'subheading', text: `${label} by month` },
    {
      kind: 'chart',
      summary: `${label} by month, institution by institution on one scale. ${found.multiples.map(({ name, words }) => `${name}: ${words}`).join('. ')}.`,
      svg: multiplesSvg(found, (value) => valueText(spec, value)),
    },
    {
      kind: 'note',
      text: `Shaded: limits of usual variation; a square lies beyond them. ${found.medianWords} ${found.multiples.map(({ name, words }) => `${name}: ${words}`).join('. ')}.`,
    },
    ...(found.happenings.length > 0
      ? [{ kind: 'list' as const, items: found.happenings.map(({ date, text }) => `${formatDate(date)}: ${text}`) }]
      : []),
  ];
}
