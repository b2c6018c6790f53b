import { formatList } from '../format/list.ts';
import { formatNumber } from '../format/number.ts';
import { formatPercent, formatPercentage } from '../format/share.ts';
import { daysBetween, daysPerMonth, formatDate, formatMonth, type IsoDate } from '../calendar/date.ts';
import type { Score } from '../projection/backtest.ts';
import type { EarlierProjection } from '../questions/population/backtest.ts';
import type { ProjectedInstitution } from '../questions/population/institution-line.ts';
import type { ProjectedStratum } from '../questions/population/projection-made-from.ts';
import type { ProjectedMonth } from '../questions/population/projection.ts';

export const noRecord = 'There is no record yet: it takes 36 months of history before the first projection.';

/** What a record of error comes to, as one sentence: where the projection beats the last value, and where it does not. */
export function recordSentence(scores: readonly Score[]): string {
  if (scores.length === 0) return noRecord;
  const better = scores.filter(({ mape, last_value_mape }) => mape < last_value_mape);
  const worse = scores.filter(({ mape, last_value_mape }) => mape >= last_value_mape);
  const at = (rows: readonly Score[]) => formatList(rows.map(({ horizon_months }) => String(horizon_months)));
  const months = (rows: readonly Score[]) => (rows.length === 1 && rows[0]?.horizon_months === 1 ? 'month' : 'months');
  if (worse.length === 0) return `At every horizon past projections were nearer than the last value.`;
  if (better.length === 0)
    return `Past projections did not beat the last value at any horizon: expect no more of this one.`;
  return `Past projections were nearer than the last value ${at(better)} ${months(better)} ahead, and not ${at(worse)} ${months(worse)} ahead.`;
}

/** The record a year ahead in one sentence, for a figure that has no room for the table. */
export function overviewRecordSentence(scores: readonly Score[]): string {
  const row = scores.find(({ horizon_months }) => horizon_months === 12) ?? scores.at(-1);
  if (!row) return 'There is no record of past projections yet.';
  return `Past projections were ${formatPercentage(row.mape, 1)} off ${row.horizon_months} months ahead, the last value ${formatPercentage(row.last_value_mape, 1)}; ${formatPercent(row.coverage80, 0)} of what came lay inside the 80\u202f% band.`;
}

/** What no past projection could be given, said wherever the record is shown. */
export const recordLimit =
  'Past projections are made without release dates, which the source holds only as they stand today, so the record is that of the life tables and admissions; today’s projection knows the dates.';

/** A chance of a month ahead. */
export type Chance = 'probability_over' | 'probability_guideline' | 'probability_guideline_year';

/** Months in a row in which something is more likely than not. */
export interface Stretch {
  from: ProjectedMonth;
  to: ProjectedMonth;
  /** Whether it has begun with the first month, and lasts to the last. */
  atOnce: boolean;
  lasts: boolean;
  /** Whether the chance really rises there: a date is named only then, not where a level line touches one half. */
  rises: boolean;
}

/** How much a chance has to rise round a month for the month to be named. */
const leastRise = 0.05;
const year = 12;

/** The stretches of months in which a chance is above one half. */
export function likelyStretches(rows: readonly ProjectedMonth[], chance: Chance): Stretch[] {
  const stretches: Stretch[] = [];
  const at = (i: number) => rows[i]?.[chance] ?? 0;
  for (let i = 0; i < rows.length; i++) {
    if (at(i) <= 0.5) continue;
    let end = i;
    while (end + 1 < rows.length && at(end + 1) > 0.5) end++;
    const most = Math.max(...rows.slice(i, Math.min(end, i + year) + 1).map((row) => row[chance] ?? 0));
    stretches.push({
      from: rows[i]!,
      to: rows[end]!,
      atOnce: i === 0,
      lasts: end === rows.length - 1,
      rises: i > 0 && most - at(Math.max(0, i - year)) >= leastRise,
    });
    i = end;
  }
  return stretches;
}

/** The one stretch a date is named for; null where there are several, or where a level line touches one half. */
export function namedStretch(stretches: readonly Stretch[]): Stretch | null {
  const [only, ...others] = stretches;
  return only && others.length === 0 && (only.atOnce || only.rises) ? only : null;
}

/** Since when, and until when, something is more likely than not, as the end of a sentence. */
function likelyWords(stretches: readonly Stretch[], rows: readonly ProjectedMonth[]): string {
  const last = formatMonth(rows.at(-1)?.month ?? '');
  if (stretches.length === 0) return `at no month end to ${last} is that more likely than not`;
  const months = rows.length;
  const only = namedStretch(stretches);
  if (!only) return `about as likely as not at some month ends to ${last}`;
  if (only.atOnce && only.lasts) return `more likely than not at every one of the ${months} month ends to ${last}`;
  if (only.atOnce) return `more likely than not to ${formatMonth(only.to.month)}, not after`;
  return only.lasts
    ? `more likely than not from ${formatMonth(only.from.month)} on`
    : `more likely than not from ${formatMonth(only.from.month)} to ${formatMonth(only.to.month)}`;
}

/** The projection in one sentence: the heading of the fan. */
export function projectionFinding(rows: readonly ProjectedMonth[], today: number | null): string {
  const row = rows[year - 1] ?? rows.at(-1);
  if (!row || today === null) return 'Population projection';
  const change = row.projected - today;
  const inside = row.lower80 <= today && today <= row.upper80;
  const word = inside ? 'About as many people' : change > 0 ? 'More people' : 'Fewer people';
  return `Baseline: ${word.toLowerCase()} are expected by ${formatMonth(row.month)}, ${formatNumber(row.projected)} from ${formatNumber(today)} today`;
}

/** Above capacity: the chance a year ahead, of passing it by then, and when it is more likely than not. */
export function capacitySentence(rows: readonly ProjectedMonth[]): string {
  const row = rows.slice(0, year).findLast(({ capacity }) => capacity !== null);
  if (!row || row.capacity === null || row.probability_over === null)
    return 'No rated capacity is recorded, so no chance of passing it can be given.';
  const [then, passed] = [percent(row.probability_over), percent(row.probability_passed ?? row.probability_over)];
  return (
    `More than ${formatNumber(row.capacity)} people, the rated capacity, are held at the end of ${formatMonth(row.month)} with a chance of ${then}, ` +
    `at the end of at least one month by then with ${passed}: ${likelyWords(likelyStretches(rows, 'probability_over'), rows)}.`
  );
}

/** Months in a row that an average has to be likely above the guideline before it counts as reached. */
export const guidelineMonths = 6;

/** First month from which the average of twelve months is likely above the guideline for half a year; null where none is. */
export function guidelineReached(rows: readonly ProjectedMonth[]): ProjectedMonth | null {
  const above = rows.map((row) => (row.probability_guideline_year ?? 0) > 0.5);
  const at = above.findIndex((_, i) => above.slice(i, i + guidelineMonths).filter(Boolean).length === guidelineMonths);
  return rows[at] ?? null;
}

/** The guideline for an assistant coordinator, as a sentence: by the average of twelve months, which one full month does not move. */
export function guidelineSentence(rows: readonly ProjectedMonth[], guideline: number): string {
  const row = rows[year - 1] ?? rows.at(-1);
  if (!row || row.probability_guideline_year === null) return '';
  const reached = guidelineReached(rows);
  const when = !reached
    ? 'it is not more likely than not for six months running'
    : reached === rows[0]
      ? 'it is more likely than not already, for six months running'
      : `it is more likely than not for six months running from ${formatMonth(reached.month)} on`;
  return `An average daily population above ${formatNumber(guideline)} over the twelve months to ${formatMonth(row.month)}, from which an assistant coordinator is advised, has a chance of ${percent(row.probability_guideline_year)}; ${when}.`;
}

/** People expected some months ahead, with the 80 % band, as a cell has it. */
export function expectedText(row: ProjectedInstitution, months: 6 | 12 | 24): string {
  const { text, band } = expectedAt(row, months);
  return `${text} (${band})`;
}

/** '515' and its 80 % band, '508–522'. */
export function expectedAt(row: ProjectedInstitution, months: 6 | 12 | 24): { text: string; band: string } {
  const [lower, upper] = [row[`lower${months}`], row[`upper${months}`]];
  return { text: formatNumber(row[`projected${months}`]), band: `${formatNumber(lower)}–${formatNumber(upper)}` };
}

/** The first month end at which more than the capacity is more likely than not, as a cell has it; null without a capacity. */
export function likelyFromText({ likely_from, capacity }: ProjectedInstitution): string | null {
  if (likely_from !== null) return formatMonth(likely_from);
  return capacity === null ? null : 'none';
}

/** How many institutions are likely to pass their capacity within two years, and which first. */
export function institutionsSentence(
  rows: readonly ProjectedInstitution[],
  nameOf: (facility: string) => string,
): string {
  const known = rows.filter(({ probability_passed }) => probability_passed !== null);
  if (known.length === 0) return 'No institution has a rated capacity recorded';
  const likely = known.filter(({ probability_passed }) => (probability_passed ?? 0) > 0.5);
  const [first] = likely;
  if (!first)
    return `None of ${known.length} institutions is more likely than not to pass its rated capacity within two years`;
  return `${likely.length} of ${known.length} institutions ${likely.length === 1 ? 'is more likely than not to be above its' : 'are more likely than not to be above their'} rated capacity at the end of some month within two years, ${nameOf(first.group)} the likeliest (${percent(first.probability_passed ?? 0)})`;
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
  return Math.round(daysBetween(from, to) / daysPerMonth);
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
