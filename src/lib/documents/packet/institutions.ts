import { NO_DATA } from '../../format/number.ts';
import { matrixWords } from '../../measures/matrix.ts';
import { absent } from '../../measures/measure-figure.ts';
import { signalMark } from '../../summaries/compared-rate.ts';
import type { MemoBlock, MemoCell } from '../document.ts';
import { columnsOf } from './columns.ts';
import type { PacketTable } from './measures.ts';
import type { RegionQuarter } from './region-quarter.ts';

export function institutionBlocks({ title, columns }: PacketTable, quarter: RegionQuarter): MemoBlock[] {
  const shown = columns.filter(({ measure }) => quarter.matrix.cells.has(measure));
  if (shown.length === 0) return [{ kind: 'note', text: `${title}: none of it is recorded by this agency.` }];
  return [
    { kind: 'subheading', text: title },
    {
      kind: 'table',
      caption: title,
      columns: columnsOf(['Institution', ...shown.map(({ label }) => label)]),
      rows: quarter.places.map(({ id, name, note }) => [
        { text: name, ...(note ? { note } : {}) },
        ...shown.map(({ measure }): MemoCell => {
          const cell = quarter.matrix.cells.get(measure)?.get(id);
          const { headline, basis } = cell?.figure.cell ?? absent(NO_DATA).cell;
          const mark = signalMark(cell?.position ?? null);
          const words = [basis, ...(cell?.signal ? ['signal'] : [])].filter((word) => word !== '').join('; ');
          return { text: mark ? `${headline} ${mark.symbol}` : headline, ...(words ? { note: words } : {}) };
        }),
      ]),
    },
  ];
}

export function limitsText({ matrix, input }: RegionQuarter): string {
  const all = input.dataset.scopes.facilities.length;
  return `▲ above, ▼ below the 95\u202f% limits of chance round the rate of all ${all} institutions of the agency; – within; no mark: too few to compare, or an amount. Neither is better by itself. ${matrixWords(matrix)}`;
}

/** Said under the table of outcomes against what is expected. */
export const expectedText =
  'Times the expected: what came, against what would have come of the same people at the rates of the whole agency; 1 is as expected. Marks are of limits that allow for what institutions differ by anyway. This does not measure an institution’s work: what is not recorded, where people go and how they are supervised count too.';
