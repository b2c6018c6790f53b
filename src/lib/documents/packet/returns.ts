import { formatNumber } from '../../format/number.ts';
import { formatCounts } from '../../format/rate.ts';
import { formatPart } from '../../format/share.ts';
import { readRate } from '../../measures/measure-figure.ts';
import type { ExpectedOutcome } from '../../questions/expected.ts';
import { expectedFinding, expectedNotes, ratioText, returnedWords, verdictText } from '../../summaries/expected.ts';
import { yearsText } from '../../summaries/recidivism.ts';
import { noReleases } from '../../summaries/unknown-codes.ts';
import type { MemoBlock, MemoCell } from '../document.ts';
import { columnsOf } from './columns.ts';
import type { RegionQuarter } from './region-quarter.ts';

/** Return by region, never below an institution. */
export function returnBlocks({ input }: RegionQuarter): MemoBlock[] {
  const heading: MemoBlock = { kind: 'heading', text: '6. Return after release, by region' };
  if (!input.returns)
    return [heading, { kind: 'paragraph', text: 'The agency has not supplied what returns are counted from.' }];
  const rows = input.returns;
  const followed = rows.filter(({ missing }) => missing !== 'follow_up');
  const horizons = [...new Set(followed.map(({ horizon_days: days }) => days))].sort((a, b) => a - b);
  const regions = [...new Set(rows.map(({ group }) => group))];
  const name = (id: string | null) =>
    input.dataset.scopes.regions.find((region) => region.id === id)?.name ?? 'Region not recorded';
  const cell = (group: string | null, days: number): MemoCell => {
    const row = rows.find((candidate) => candidate.group === group && candidate.horizon_days === days);
    if (!row || row.returned === null) return { text: 'not followed long enough' };
    const { headline, basis } = readRate(row.returned, row.released, {
      minimum: input.dataset.settings.minimum_at_risk,
      none: noReleases(input.dataset, 'nobody was released'),
    });
    const years =
      row.first_cohort === row.last_cohort ? `${row.first_cohort}` : `${row.first_cohort}–${row.last_cohort}`;
    return { text: headline, note: `${basis}; released ${years}` };
  };
  return [
    heading,
    {
      kind: 'table',
      caption: 'Return after release, by region',
      columns: columnsOf(['Region', ...horizons.map((days) => `Within ${yearsText(days)}`)]),
      rows: [...regions]
        .sort((a, b) => name(a).localeCompare(name(b), 'en'))
        .map((group) => [{ text: name(group) }, ...horizons.map((days) => cell(group, days))]),
    },
    ...expectedBlocks(input.expectedReturns ?? [], name),
    {
      kind: 'note',
      text: `First release of each person in a year, to the community. Only years of release followed for the whole time and ${input.dataset.settings.record_lag_days} days for records to arrive. Never shown below an institution.`,
    },
  ];
}

/** Crude and expected side by side, with the verdict for the mix: the crude rates above are of unlike people. */
function expectedBlocks(rows: readonly ExpectedOutcome[], name: (id: string | null) => string): MemoBlock[] {
  if (rows.length === 0) return [];
  const caption = 'Returned within a year, against what is expected for the mix of people';
  return [
    { kind: 'paragraph', text: `${expectedFinding(rows, returnedWords, 'regions', name)}.` },
    {
      kind: 'table',
      caption,
      columns: columnsOf(['Region', 'Returned as it is', 'Expected', 'Times the expected', 'For the recorded mix']),
      rows: [...rows]
        .sort((a, b) => name(a.group).localeCompare(name(b.group), 'en'))
        .map((row) => [
          { text: name(row.group) },
          { text: row.rate === null ? 'none' : formatPart(row.rate, 1), note: formatCounts(row.events, row.people) },
          { text: row.expected === null ? 'not said' : formatNumber(row.expected) },
          { text: ratioText(row).replace(' times', '') || 'not said' },
          { text: verdictText(row) },
        ]),
    },
    { kind: 'note', text: expectedNotes(rows, 'regions', name).join(' ') },
  ];
}
