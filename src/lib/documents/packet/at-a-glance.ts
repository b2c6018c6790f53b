import { formatNumber } from '../../format/number.ts';
import { formatPercentage } from '../../format/share.ts';
import { groupLabel } from '../../questions/labels.ts';
import { expectedFinding, ratioText, returnedWords } from '../../summaries/expected.ts';
import { institutionsSentence } from '../../summaries/projection.ts';
import type { MemoBlock } from '../document.ts';
import { rowsSvg, type DrawnRow } from './charts.ts';
import { labelOf, trendMeasure } from './measures.ts';
import { populationChart } from './population.ts';
import type { RegionQuarter } from './region-quarter.ts';
import { beyondLimits } from './signals.ts';
import { yearChanges } from './year-before.ts';

/** As many lines of a kind as one page has room for. */
const maxLines = 3;

/** The first page: the region in pictures, what changed, and what needs attention. The tables behind it follow. */
export function glanceBlocks(quarter: RegionQuarter): MemoBlock[] {
  return [
    { kind: 'subheading', text: 'Population and its projection' },
    ...populationChart(quarter),
    ...timelinessBlocks(quarter),
    ...returnsBlocks(quarter),
    ...attentionBlocks(quarter),
    ...changeBlocks(quarter),
    { kind: 'attachment', title: 'The figures behind the first page' },
  ];
}

/** Work on time by institution, with its interval, beside what is expected for the mix of cases. */
function timelinessBlocks({ input, places, matrix }: RegionQuarter): MemoBlock[] {
  const cells = matrix.cells.get(trendMeasure);
  const found = places.flatMap(({ id, name }) => {
    const figure = cells?.get(id)?.figure;
    return figure && figure.value !== null ? [{ id, name, figure }] : [];
  });
  if (found.length === 0) return [];
  const rows = found.map(({ id, name, figure }): DrawnRow => {
    const row = input.places.get(trendMeasure)?.find(({ group }) => group === id);
    const [expected, due] = [Number(row?.['expected'] ?? NaN), Number(row?.['due'] ?? NaN)];
    return {
      name,
      ...{ value: figure.value, lower: figure.lower, upper: figure.upper },
      tick: Number.isFinite(expected) && due > 0 ? expected / due : null,
      words: figure.text,
    };
  });
  const label = `${labelOf(trendMeasure)} by institution`;
  return [
    { kind: 'subheading', text: label },
    {
      kind: 'chart',
      summary: `${label}: ${found.map(({ name, figure }) => `${name} ${figure.text}`).join('; ')}.`,
      svg: rowsSvg(rows, null, (share) => formatPercentage(share * 100)),
    },
    {
      kind: 'note',
      text: 'Lines are 95\u202f% intervals; ticks what the whole agency’s rates give for the same mix of cases.',
    },
  ];
}

function returnsBlocks({ input }: RegionQuarter): MemoBlock[] {
  const found = (input.expectedReturns ?? []).filter(({ ratio, group }) => ratio !== null && group !== null);
  if (found.length === 0) return [];
  const name = (id: string | null) =>
    input.dataset.scopes.regions.find((region) => region.id === id)?.name ?? 'Region not recorded';
  const rows = found.map((row): DrawnRow => {
    const { group, ratio, lower, upper } = row;
    return { name: name(group), value: ratio, lower, upper, tick: null, words: ratioText(row) };
  });
  const finding = expectedFinding(found, returnedWords, 'regions', name);
  return [
    { kind: 'subheading', text: 'Returned within a year, against what is expected for the mix of people' },
    {
      kind: 'chart',
      summary: `${finding}. ${rows.map(({ name: region, words }) => `${region}: ${words}`).join('; ')}.`,
      svg: rowsSvg(rows, 1, (times) => formatNumber(times, 2)),
    },
    {
      kind: 'note',
      text: `${finding}. Upright: as expected.`,
    },
  ];
}

/** What differs from the year before by more than chance, the furthest first. */
function changeBlocks(quarter: RegionQuarter): MemoBlock[] {
  let compared = 0;
  const changed = yearChanges(quarter).flatMap(({ label, now, difference: change }) => {
    if (!change || change.difference === null || change.lower === null || change.upper === null) return [];
    const { difference, lower, upper, text } = change;
    compared += 1;
    if (lower <= 0 && upper >= 0) return [];
    // Measures have units of their own: what compares is the distance from no change, in widths of the interval.
    return [{ far: Math.abs(difference) / (upper - lower), words: `${label}: ${now.text}, ${text}` }];
  });
  const shown = changed.sort((a, b) => b.far - a.far).slice(0, maxLines);
  const left = changed.length - shown.length;
  return [
    { kind: 'subheading', text: `What changed since ${quarter.before}` },
    shown.length === 0
      ? {
          kind: 'paragraph',
          text:
            compared === 0
              ? 'No share or rate of the region could be compared with the year before.'
              : `None of ${compared} shares and rates of the region differs from the year before by more than chance.`,
        }
      : { kind: 'list', items: shown.map(({ words }) => words) },
    ...(left > 0 ? [{ kind: 'note' as const, text: `${left} more in section 2.` }] : []),
  ];
}

function attentionBlocks(quarter: RegionQuarter): MemoBlock[] {
  const { input } = quarter;
  const lines = beyondLimits(quarter)
    .filter(({ signal, worse }) => signal && worse)
    .sort((a, b) => Number(b.far) - Number(a.far))
    .map(({ words }) => words);
  const institutions = input.institutions ?? [];
  const passing = institutions.some(({ probability_passed: chance }) => (chance ?? 0) > 0.5);
  const capacity = institutions.some(({ probability_passed: chance }) => chance !== null)
    ? `Baseline: ${institutionsSentence(institutions, (id) => groupLabel(id, 'facility_id', input.dataset))}.`
    : 'Whether a capacity will be passed is not known: there is no projection beside a rated capacity.';
  // What is missing keeps a line of its own: a page without it would say that nothing is.
  const gap = input.gaps.length === 0 ? [] : [`${input.gaps.length} not answered, such as ${input.gaps[0]}`];
  const room = maxLines - gap.length - (passing ? 1 : 0);
  const items = [...(passing ? [capacity] : []), ...lines.slice(0, room), ...gap];
  const calm = [...(lines.length === 0 ? [noSignal(quarter)] : []), ...(passing ? [] : [capacity])].join(' ');
  return [
    { kind: 'subheading', text: 'What needs attention' },
    ...(items.length > 0 ? [{ kind: 'list' as const, items }] : []),
    ...(calm === '' ? [] : [{ kind: 'paragraph' as const, text: calm }]),
    ...(lines.length > room ? [{ kind: 'note' as const, text: `${lines.length - room} more in section 4.` }] : []),
  ];
}

function noSignal({ matrix }: RegionQuarter): string {
  return matrix.comparisons === 0
    ? 'Nothing could be compared among institutions.'
    : `Nothing of this region is a signal on the side nobody wishes for, among ${matrix.comparisons} comparisons.`;
}
