import { formatNumber, NO_DATA } from '../../format/number.ts';
import { formatPercent } from '../../format/share.ts';
import { formatMonth } from '../../calendar/date.ts';
import { readFigure, type FigureRow } from '../../measures/measure-figure.ts';
import { capacitySentence } from '../../summaries/projection.ts';
import { figureOf } from '../../measures/figures.ts';
import type { MemoBlock, MemoCell } from '../document.ts';
import { populationSvg, type PopulationPoint } from './charts.ts';
import { columnsOf } from './columns.ts';
import { institutionBlocks } from './institutions.ts';
import { populationColumns } from './measures.ts';
import { context, type RegionQuarter } from './region-quarter.ts';

export function populationBlocks(quarter: RegionQuarter): MemoBlock[] {
  const { input, places } = quarter;
  const blocks: MemoBlock[] = [{ kind: 'heading', text: '1. Population, capacity and projection' }];
  const of = (id: string) => input.projections.get(id) ?? [];
  const year = of(input.region.id).at(-1);
  const facility = (id: string) => input.dataset.scopes.facilities.find((candidate) => candidate.id === id);
  const average = figureOf('average-daily-population');
  const rows = places.map(({ id, name, note }): MemoCell[] => {
    const ahead = of(id).at(-1);
    const figure = (rows: readonly FigureRow[] | null | undefined) =>
      average && rows ? readFigure(average, rows, id, context(quarter)).text : 'no data';
    const share = quarter.matrix.cells.get('share-of-capacity')?.get(id)?.figure.headline ?? NO_DATA;
    return [
      { text: name, ...(note ? { note } : {}) },
      { text: figure(input.places.get('average-daily-population')) },
      { text: figure(input.placesBefore.get('average-daily-population')) },
      { text: facility(id)?.rated_capacity == null ? 'not recorded' : formatNumber(facility(id)?.rated_capacity ?? 0) },
      { text: share },
      ahead
        ? {
            text: formatNumber(ahead.projected),
            note: `${formatNumber(ahead.lower80)} to ${formatNumber(ahead.upper80)}`,
          }
        : { text: 'no projection' },
      { text: ahead?.probability_over == null ? 'no data' : formatPercent(ahead.probability_over, 0) },
    ];
  });
  blocks.push({
    kind: 'table',
    caption: 'Population by institution',
    columns: columnsOf([
      'Institution',
      'Average daily population',
      'A year before',
      'Rated capacity',
      'In use',
      year ? `Projected ${formatMonth(year.month)}, 80\u202f%` : 'Projected',
      'Chance above capacity then',
    ]),
    rows,
  });
  blocks.push(...populationChart(quarter));
  if (of(input.region.id).length > 0) blocks.push({ kind: 'paragraph', text: capacitySentence(of(input.region.id)) });
  blocks.push(
    ...institutionBlocks(
      { title: 'Further population figures by institution', columns: populationColumns.slice(2) },
      quarter,
    ),
  );
  return blocks;
}

function populationChart({ input }: RegionQuarter): MemoBlock[] {
  const months = input.months?.filter(({ group }) => group === null) ?? [];
  const ahead = input.projections.get(input.region.id) ?? [];
  if (months.every(({ population: people }) => people === null)) return [];
  const points: PopulationPoint[] = [
    ...months.map(({ month, population: people }) => ({ label: formatMonth(month), value: people, projected: false })),
    // A quarter long past has its future in the counts, not in a projection of today.
    ...ahead
      .filter(({ month }) => month > (months.at(-1)?.month ?? ''))
      .map(({ month, projected, lower80, upper80 }) => ({
        label: formatMonth(month),
        value: projected,
        lower: lower80,
        upper: upper80,
        projected: true,
      })),
  ];
  const capacity = months.at(-1)?.rated_capacity ?? null;
  const last = months.findLast(({ population: people }) => people !== null);
  const [first, end] = [points[0]?.label ?? '', points.at(-1)?.label ?? ''];
  return [
    {
      kind: 'chart',
      summary: `People in custody at the end of each month and, dashed with its 80\u202f% band, as projected, ${first} to ${end}: ${formatNumber(last?.population ?? null)} in ${last ? formatMonth(last.month) : ''}.`,
      svg: populationSvg(points, capacity, (value) => formatNumber(value)),
    },
    {
      kind: 'note',
      text: 'People at the end of each month; dashed, the projection made as of the data, shaded its 80\u202f% band. The axis does not start at zero.',
    },
  ];
}
