/** Outcomes against what is expected for the mix of people, in words. */
import type { Verdict } from '../analysis/expected-outcomes.ts';
import { MOST_OWN } from '../analysis/minimum-counts.ts';
import { formatList } from '../format/list.ts';
import { formatNumber } from '../format/number.ts';
import { formatQuantity } from '../format/quantity.ts';
import { formatCounts } from '../format/rate.ts';
import { formatPart, formatPercent, percentDecimals } from '../format/share.ts';
import type { ExpectedOutcome } from '../questions/expected.ts';
import type { IntervalRow } from '../ui/charts/interval-rows.ts';

/** How an outcome reads: 'returned within a year', and of the whole agency 'returned'. */
export interface OutcomeWords {
  readonly verb: string;
  readonly again: string;
}

export const returnedWords: OutcomeWords = { verb: 'returned within a year', again: 'returned' };

const verdicts: Readonly<Record<Verdict, string>> = {
  higher: 'higher than expected',
  as: 'as expected',
  lower: 'lower than expected',
};

/** 'higher than expected for the recorded mix', or why nothing is said. */
export function verdictText({ verdict, missing, expected, own_share: own }: ExpectedOutcome): string {
  if (verdict !== null) return `${verdicts[verdict]} for the recorded mix`;
  if (missing !== null) return refusalText(missing);
  if ((own ?? 0) > MOST_OWN) return 'not compared: nobody else has people like these';
  return expected === null ? 'nobody counted' : 'too few to say';
}

function refusalText(missing: NonNullable<ExpectedOutcome['missing']>): string {
  return missing === 'events' ? 'fewer than 200 events in the agency' : 'fewer than six institutions in the agency';
}

const ratioDecimals = ({ expected }: Pick<ExpectedOutcome, 'expected'>): number => ((expected ?? 0) < 100 ? 1 : 2);

/** '1.4 times (1.1 to 1.7)'; empty where nothing is expected. */
export function ratioText(row: ExpectedOutcome): string {
  if (row.ratio === null) return '';
  const write = (value: number) => formatNumber(value, ratioDecimals(row));
  const limits = row.lower === null || row.upper === null ? '' : ` (${write(row.lower)} to ${write(row.upper)})`;
  return `${write(row.ratio)} times${limits}`;
}

/** '44 of 120 returned within a year; 32 would be expected …: 1.4 times (1.1 to 1.7). Higher than expected …' */
export function expectedSentence(row: ExpectedOutcome, { verb, again }: OutcomeWords): string {
  const counts = `${formatCounts(row.events, row.people)} ${verb}`;
  if (row.expected === null) return `${counts}; what would be expected is not said: ${verdictText(row)}.`;
  const expected = formatNumber(row.expected, row.expected < 10 ? 1 : 0);
  const verdict = verdictText(row);
  return `${counts}; ${expected} would be expected if people of this mix ${again} as in the whole agency: ${ratioText(row)}. ${verdict.charAt(0).toUpperCase()}${verdict.slice(1)}.`;
}

/** What is found of the places, as the head of a figure. */
export function expectedFinding(
  rows: readonly ExpectedOutcome[],
  { verb }: OutcomeWords,
  many: string,
  name: (group: string | null) => string,
): string {
  const missing = rows[0]?.missing ?? null;
  const subject = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`;
  if (missing !== null) return `${subject}: what would be expected is not said, ${refusalText(missing)}`;
  const judged = rows.filter(({ verdict }) => verdict !== null);
  if (judged.length === 0) return `${subject}: too few to say what would be expected`;
  const called = (wanted: Verdict) =>
    judged.filter(({ verdict }) => verdict === wanted).map(({ group }) => name(group));
  const found = (['higher', 'lower'] as const).flatMap((verdict) => {
    const names = called(verdict);
    return names.length === 0 ? [] : [`${formatList(names)} ${verdicts[verdict]} for the mix`];
  });
  if (found.length > 0) return `${subject}: ${found.join('; ')}`;
  const [only] = judged;
  return judged.length === 1 && only
    ? `${subject}: ${name(only.group)} as expected for the mix`
    : `${subject}: none of ${judged.length} ${many} differs from what is expected for its mix`;
}

/** Sentences under the figure: how many were compared, what rests on what, what this does not say. */
export function expectedNotes(rows: readonly ExpectedOutcome[], many: string, name: (group: string | null) => string) {
  const [first] = rows;
  if (!first || first.missing !== null) return [limits];
  const elsewhere = rows.reduce((sum, row) => sum + row.elsewhere, 0);
  const narrow = rows.filter(
    ({ verdict, verdict_narrow: alone }) => verdict === 'as' && alone !== null && alone !== 'as',
  );
  const moved = rows.filter(
    ({ ratio, ratio_without_risk: without }) =>
      ratio !== null && without !== null && without > 0 && Math.abs(ratio / without - 1) > 0.1,
  );
  return [
    `${first.comparisons} ${many} of the agency compared at once; higher or lower is said at a false discovery rate of 5\u202f%, with what places differ by anyway taken into account${(first.tau2 ?? 0) === 0 ? ' (here no more than chance)' : ''}.`,
    ...(narrow.length === 0
      ? []
      : [
          `By chance alone ${formatList(narrow.map(({ group }) => name(group)))} would be called different too; places differ by as much anyway.`,
        ]),
    ...(first.concordance === null || first.calibration === null
      ? []
      : [
          `Of two people, one with the event and one without, the one with it had the higher chance in ${formatPercent(first.concordance, 0)}; from the least to the most likely tenth of all people, what came lies at most ${formatNumber(first.calibration * 100, 1)} points from what was expected.`,
        ]),
    ...moved.map(
      (row) =>
        `${name(row.group)}: without the risk at admission it would be ${formatNumber(row.ratio_without_risk, 2)} times the expected, so the figure rests on how risk is recorded there.`,
    ),
    ...(elsewhere === 0
      ? []
      : [
          `${formatQuantity(elsewhere, 'release')} after less than 180 days of the last year at the institution ${elsewhere === 1 ? 'is' : 'are'} counted for no place.`,
        ]),
    limits,
  ];
}

const limits =
  'This does not measure the work of a place: what is not recorded, where people go and how they are supervised count too.';

/** '25.4 % as it is, 24.9 % for its mix': crude and expected side by side. */
export function bothRates(row: ExpectedOutcome): string {
  const decimals = percentDecimals(row.people);
  if (row.rate === null) return 'none';
  const crude = `${formatPart(row.rate, decimals)} as it is`;
  return row.adjusted_rate === null ? crude : `${crude}, ${formatPart(row.adjusted_rate, decimals)} for its mix`;
}

/** The rows of the chart: ratio and interval, with the bands in which a ratio lies by chance and otherwise. */
export function expectedLines(rows: readonly ExpectedOutcome[], name: (group: string | null) => string): IntervalRow[] {
  return rows.map((row) => {
    const around = (reach: number | null) => (reach === null ? null : ([Math.max(0, 1 - reach), 1 + reach] as const));
    const expected = row.expected === null ? '' : formatNumber(row.expected, row.expected < 10 ? 1 : 0);
    return {
      id: row.group ?? '',
      label: name(row.group),
      value: row.ratio,
      lower: row.lower,
      upper: row.upper,
      band: around(row.reach),
      wide: (row.reach_wide ?? 0) > (row.reach ?? 0) ? around(row.reach_wide) : null,
      beyond: row.verdict === 'higher' || row.verdict === 'lower',
      text: row.ratio === null ? verdictText(row) : ratioText(row).replace(' times', ''),
      lines: [
        { label: 'Counted', value: formatCounts(row.events, row.people) },
        ...(expected === '' ? [] : [{ label: 'Expected', value: expected }]),
        { label: 'Rate', value: bothRates(row) },
        ...(row.ratio === null
          ? []
          : [
              {
                label: 'Usual by chance',
                value: row.reach === null ? '' : intervalOf(around(row.reach)!),
              },
              { label: 'Verdict', value: verdictText(row) },
            ]),
      ],
    };
  });
}

function intervalOf([low, high]: readonly [number, number]): string {
  return `${formatNumber(low, 2)} to ${formatNumber(high, 2)}`;
}
