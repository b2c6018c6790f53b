import { formatList } from '../format/list.ts';
import { formatNumber } from '../format/number.ts';
import { formatPercent, formatPercentage } from '../format/share.ts';
import { formatDate, formatMonth, type IsoDate } from '../calendar/date.ts';
import type { Score } from '../projection/backtest.ts';
import type { EarlierProjection } from '../questions/population/backtest.ts';
import type { ProjectedStratum } from '../questions/population/projection-made-from.ts';
import type { ProjectedMonth } from '../questions/population/projection.ts';

/** What a record of error comes to, as one sentence: where the projection beats the last value, and where it does not. */
export function recordSentence(scores: readonly Score[]): string {
  if (scores.length === 0) return 'There is no record yet: it takes 36 months of history before the first projection.';
  const better = scores.filter(({ mape, last_value_mape }) => mape < last_value_mape);
  const worse = scores.filter(({ mape, last_value_mape }) => mape >= last_value_mape);
  const at = (rows: readonly Score[]) => formatList(rows.map(({ horizon_months }) => String(horizon_months)));
  const months = (rows: readonly Score[]) => (rows.length === 1 && rows[0]?.horizon_months === 1 ? 'month' : 'months');
  if (worse.length === 0) return `At every horizon past projections were nearer than the last value.`;
  if (better.length === 0)
    return `Past projections did not beat the last value at any horizon: expect no more of this one.`;
  return `Past projections were nearer than the last value ${at(better)} ${months(better)} ahead, and not ${at(worse)} ${months(worse)} ahead.`;
}

/** What no past projection could be given, said wherever the record is shown. */
export const recordLimit =
  'Past projections are made without release dates, which the source holds only as they stand today, so the record is that of the life tables and admissions; today’s projection knows the dates.';

/** First month in which a chance reaches a share; null where none does. */
export function firstMonthAt(
  rows: readonly ProjectedMonth[],
  chance: 'probability_over' | 'probability_guideline',
  share: number,
): ProjectedMonth | null {
  return rows.find((row) => (row[chance] ?? 0) >= share) ?? null;
}

/** The projection in one sentence: the heading of the fan. */
export function projectionFinding(rows: readonly ProjectedMonth[], today: number | null): string {
  const year = rows[11] ?? rows.at(-1);
  if (!year || today === null) return 'Population projection';
  const change = year.projected - today;
  const inside = year.lower80 <= today && today <= year.upper80;
  const word = inside ? 'About as many people' : change > 0 ? 'More people' : 'Fewer people';
  return `${word} are expected by ${formatMonth(year.month)}: ${formatNumber(year.projected)}, from ${formatNumber(today)} today`;
}

/** Above capacity: now, never likely, or when. */
export function capacitySentence(rows: readonly ProjectedMonth[]): string {
  const [first] = rows;
  if (!first || first.capacity === null)
    return 'No rated capacity is recorded, so no chance of passing it can be given.';
  const [ten, half] = [0.1, 0.5].map((share) => firstMonthAt(rows, 'probability_over', share));
  if (!ten)
    return `The chance of passing the rated capacity of ${formatNumber(first.capacity)} stays below 10\u202f% to ${formatMonth(rows.at(-1)?.month ?? first.month)}.`;
  const start =
    ten === first ? 'is 10\u202f% or more from the first month on' : `reaches 10\u202f% in ${formatMonth(ten.month)}`;
  const middle = !half
    ? 'and does not reach 50\u202f%'
    : half === first
      ? 'and 50\u202f% or more at once'
      : `and 50\u202f% in ${formatMonth(half.month)}`;
  return `The chance of passing the rated capacity of ${formatNumber(ten.capacity ?? first.capacity)} ${start} ${middle}.`;
}

/** The guideline for an assistant coordinator, as a sentence. */
export function guidelineSentence(rows: readonly ProjectedMonth[], guideline: number): string {
  const [first] = rows;
  if (!first || first.probability_guideline === null) return '';
  const [ten, half] = [0.1, 0.5].map((share) => firstMonthAt(rows, 'probability_guideline', share));
  const what = `an average daily population above ${formatNumber(guideline)}, from which an assistant coordinator is advised,`;
  if (!ten) return `The chance of ${what} stays below 10\u202f%.`;
  if (half === first) return `The chance of ${what} is ${percent(first.probability_guideline)} next month already.`;
  const start =
    ten === first
      ? `is ${percent(first.probability_guideline)} next month`
      : `reaches 10\u202f% in ${formatMonth(ten.month)}`;
  return `The chance of ${what} ${start}${half ? ` and 50\u202f% in ${formatMonth(half.month)}` : ' and does not reach 50\u202f%'}.`;
}

/** Which group of people changes most in five years, as a sentence. */
export function strataSentence(strata: readonly ProjectedStratum[]): string {
  const [only] = strata;
  if (!only) return 'The projection by group';
  if (strata.length === 1) return 'The projection is made of one group: too few are admitted to tell more apart';
  const change = ({ people, projected60 }: ProjectedStratum) => projected60 - people;
  const most = strata.reduce((one, other) => (Math.abs(change(other)) > Math.abs(change(one)) ? other : one));
  return `Of ${strata.length} groups the largest change in five years is that of “${most.group}”: ${formatNumber(most.people)} today, ${formatNumber(most.projected60)} then`;
}

/** A chance in whole percent, never 0 or 100. */
export function percent(chance: number): string {
  const text = formatPercent(chance, 0);
  if (text === formatPercent(0, 0)) return 'under 1\u202f%';
  return text === formatPercent(1, 0) ? 'over 99\u202f%' : text;
}

/** "A year ago we said 19,800 (19,300 to 20,300); it was 19,947." Null without a projection made about then. */
export function yearAgoSentence(
  strip: readonly EarlierProjection[],
  kept: readonly EarlierProjection[],
  asOf: IsoDate,
): string | null {
  const about = (rows: readonly EarlierProjection[]) =>
    rows
      .filter(
        ({ date, made_on, actual }) =>
          actual !== null && date === asOf && monthsApart(made_on, date) >= 9 && monthsApart(made_on, date) <= 15,
      )
      .sort((a, b) => Math.abs(monthsApart(a.made_on, asOf) - 12) - Math.abs(monthsApart(b.made_on, asOf) - 12))[0];
  const own = about(kept);
  const found = own ?? about(strip);
  if (!found || found.actual === null) return null;
  const inside = found.actual >= found.lower80 && found.actual <= found.upper80;
  const said = own
    ? `On ${formatDate(found.made_on)} we said`
    : `With what was known on ${formatDate(found.made_on)}, this method says`;
  return `${said} ${formatNumber(found.projected)} for ${formatDate(found.date)} (80\u202f% band ${formatNumber(found.lower80)} to ${formatNumber(found.upper80)}); it was ${formatNumber(found.actual)}, ${inside ? 'inside' : 'outside'} the band.`;
}

function monthsApart(from: IsoDate, to: IsoDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / (86_400_000 * 30.4375));
}

/** What became of the projections of earlier exports: how many came inside their band, and how far off they were. */
export function keptSentence(kept: readonly EarlierProjection[]): string {
  const come = kept.flatMap((row) => (row.actual === null ? [] : [{ ...row, actual: row.actual }]));
  if (come.length === 0) return 'Nothing that earlier exports projected has come yet';
  const inside = come.filter(({ actual, lower80, upper80 }) => actual >= lower80 && actual <= upper80).length;
  const errors = come.flatMap(({ actual, projected }) => (actual > 0 ? [Math.abs(projected / actual - 1) * 100] : []));
  const mean = errors.reduce((all, error) => all + error, 0) / Math.max(1, errors.length);
  return `Of ${come.length} ${come.length === 1 ? 'figure' : 'figures'} earlier exports projected, ${inside} came inside the 80\u202f% band; mean error ${formatPercentage(mean, 1)}`;
}
