import { formatNumber } from '../../format/number.ts';
import { formatPercent } from '../../format/share.ts';
import type { MemoBlock, MemoCell } from '../document.ts';
import type { RegionQuarter } from './region-quarter.ts';

export function dataQualityBlocks({ input }: RegionQuarter): MemoBlock[] {
  const supplied = input.dataset.tables.filter((table) => table.supplied);
  const absent = input.dataset.tables.filter((table) => !table.supplied).map(({ name }) => name);
  const rejected = supplied.filter((table) => table.rejected > 0);
  return [
    { kind: 'heading', text: '8. Data quality' },
    {
      kind: 'paragraph',
      text: `${formatNumber(supplied.reduce((sum, { read }) => sum + read, 0))} rows were read for the whole agency; ${formatNumber(rejected.reduce((sum, table) => sum + table.rejected, 0))} broke a rule and were not loaded.${absent.length > 0 ? ` Not supplied: ${absent.join(', ')}.` : ''}`,
    },
    ...(rejected.length > 0
      ? [
          {
            kind: 'table' as const,
            caption: 'Rows not loaded, by table',
            columns: [
              { label: 'Table', width: 26 },
              { label: 'Read', width: 14, end: true },
              { label: 'Not loaded', width: 14, end: true },
              { label: 'Rule broken most often', width: 46 },
            ],
            rows: rejected.map(({ name, read, rejected: refused, rules }): MemoCell[] => {
              const [rule] = [...rules].sort((a, b) => b.rows - a.rows);
              return [
                { text: name },
                { text: formatNumber(read) },
                { text: `${formatNumber(refused)} (${formatPercent(refused / read, 2)})` },
                { text: rule ? `${rule.column ? `${rule.column}: ` : ''}${rule.meaning}` : '' },
              ];
            }),
          },
        ]
      : []),
    ...(input.gaps.length > 0 ? [{ kind: 'list' as const, items: input.gaps }] : []),
  ];
}
