import { formatNumber, NO_DATA } from '../../format/number.ts';
import { formatDate, formatMonth } from '../../calendar/date.ts';
import { readFigure, type FigureRow } from '../../measures/measure-figure.ts';
import { groupLabel } from '../../questions/labels.ts';
import { aheadMonths } from '../../questions/population/ahead.ts';
import {
  capacitySentence,
  expectedAt,
  institutionsSentence,
  likelyFromText,
  percent,
} from '../../summaries/projection.ts';
import { figureOf } from '../../measures/figures.ts';
import type { MemoBlock, MemoCell } from '../document.ts';
import { populationSvg, type PopulationPoint } from './charts.ts';
import { columnsOf } from './columns.ts';
import { institutionBlocks } from './institutions.ts';
import { populationColumns } from './measures.ts';
import { context, type RegionQuarter } from './region-quarter.ts';
import { unevenBlocks } from './year-before.ts';

export function populationBlocks(quarter: RegionQuarter): MemoBlock[] {
  const { input, places } = quarter;
  const blocks: MemoBlock[] = [{ kind: 'heading', text: '1. Population, capacity and projection' }];
  const facility = (id: string) => input.dataset.scopes.facilities.find((candidate) => candidate.id === id);
  const average = figureOf('average-daily-population');
  const rows = places.map(({ id, name, note }): MemoCell[] => {
    const figure = (rows: readonly FigureRow[] | null | undefined) =>
      average && rows ? readFigure(average, rows, id, context(quarter)).text : 'no data';
    const share = quarter.matrix.cells.get('share-of-capacity')?.get(id)?.figure.headline ?? NO_DATA;
    return [
      { text: name, ...(note ? { note } : {}) },
      { text: figure(input.places.get('average-daily-population')) },
      { text: figure(input.placesBefore.get('average-daily-population')) },
      { text: facility(id)?.rated_capacity == null ? 'not recorded' : formatNumber(facility(id)?.rated_capacity ?? 0) },
      { text: share },
    ];
  });
  blocks.push(...unevenBlocks(quarter));
  blocks.push({
    kind: 'table',
    caption: 'Population by institution',
    columns: columnsOf(['Institution', 'Average daily population', 'A year before', 'Rated capacity', 'In use']),
    rows,
  });
  if (input.ahead && input.ahead.length > 0)
    blocks.push({ kind: 'paragraph', text: `Baseline: ${lowerFirst(capacitySentence(input.ahead))}` });
  blocks.push(...aheadBlocks(quarter));
  blocks.push(
    ...institutionBlocks(
      { title: 'Further population figures by institution', columns: populationColumns.slice(2) },
      quarter,
    ),
  );
  return blocks;
}

/** The projection by institution, the likeliest to pass its capacity first. */
function aheadBlocks({ input }: RegionQuarter): MemoBlock[] {
  const { dataset, institutions: rows } = input;
  if (!rows || rows.length === 0) return [];
  const nameOf = (id: string) => groupLabel(id, 'facility_id', dataset);
  const guideline = dataset.settings.assistant_coordinator_population;
  const chance = (value: number | null) => (value === null ? NO_DATA : percent(value));
  return [
    { kind: 'subheading', text: 'Expected population by institution' },
    { kind: 'paragraph', text: `Baseline: ${institutionsSentence(rows, nameOf)}.` },
    {
      kind: 'table',
      caption: 'Expected population by institution, baseline',
      columns: columnsOf([
        'Institution',
        'Now',
        ...aheadMonths.map((months) => `In ${months} months (80\u202f%)`),
        'Rated capacity',
        'Chance of passing it in 24 months',
        'First month above 50\u202f%',
        `Chance, next 12 months’ average above ${formatNumber(guideline)}`,
      ]),
      rows: rows.map((row): MemoCell[] => [
        { text: nameOf(row.group) },
        { text: formatNumber(row.people) },
        ...aheadMonths.map((months) => {
          const { text, band } = expectedAt(row, months);
          return { text, note: band };
        }),
        { text: row.capacity === null ? 'not recorded' : formatNumber(row.capacity) },
        { text: chance(row.probability_passed) },
        { text: likelyFromText(row) ?? NO_DATA },
        { text: chance(row.guideline12) },
      ]),
    },
    {
      kind: 'note',
      text: `As of ${formatDate(dataset.as_of)}, without a scenario; institutions add up to the agency. The chance of passing is that of more people than the rated capacity at the end of at least one of the next 24 months.`,
    },
  ];
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);

/** The last months and the projection of the next year. */
export function populationChart({ input }: RegionQuarter): MemoBlock[] {
  const months = input.months?.filter(({ group }) => group === null) ?? [];
  // The chart has room for a year.
  const ahead = input.ahead?.slice(0, 12) ?? [];
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
      text: 'At month ends; dashed, the projection as of the data, shaded its 80\u202f% band. The axis does not start at zero.',
    },
  ];
}
