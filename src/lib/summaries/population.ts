import { formatChange, formatNumber, roundTo } from '../format/number.ts';
import { formatPart, formatPercent } from '../format/share.ts';
import { leastAtRisk } from '../analysis/minimum-counts.ts';
import { addDays, firstOfMonth, formatDate, formatRange } from '../calendar/date.ts';
import { effectiveEnd, type Period } from '../calendar/period.ts';
import type { Manifest } from '../export/manifest.ts';
import type { View } from '../pages/page.ts';
import { capital, valueLabel } from '../format/value.ts';
import type { LengthOfStay } from '../questions/population/length-of-stay.ts';
import type { PopulationAverage } from '../questions/population/average.ts';
import type { PopulationDay } from '../questions/population/daily.ts';
import type { PopulationFlow } from '../questions/population/flows.ts';
import type { CustodyMove, ExpectedMove } from '../questions/population/stock.ts';
import { isFilled } from '../questions/filled.ts';

/** What the figures say, in sentences that hold whatever the numbers are. */

/** "102 % of rated capacity", or why there is none: beds are for everybody, so a part of the people has no share. */
export function capacityNote(row: PopulationAverage | undefined, filtered: boolean): string {
  if (!row || filtered) return '';
  if (row.rated_capacity === null) return 'rated capacity not recorded';
  return `${formatPercent(row.average / row.rated_capacity, 0)} of rated capacity`;
}

/** What a sum of counts leaves out: a month without a count is not a month without people. */
export function uncountedNote(row: Pick<PopulationAverage, 'uncounted'> | undefined): string {
  // An export made before there was such a column says nothing of it.
  if (!row?.uncounted) return '';
  return row.uncounted === 1
    ? 'One institution did not count in this period and is in no sum: the figures are of the others.'
    : `${formatNumber(row.uncounted)} institutions did not count in this period and are in no sum: the figures are of the others.`;
}

/** "+96 against Apr 1 – Jun 30, 2025", or that one end is missing: a change needs both. */
export function changeNote(
  now: number | undefined,
  before: number | undefined,
  compared: Period | null,
  asOf: string,
): string {
  if (compared === null) return '';
  const dates = formatRange(compared.from, addDays(effectiveEnd(compared, asOf), -1));
  if (now === undefined || before === undefined) return `no figure for ${dates} to compare with`;
  const change = roundTo(now) - roundTo(before);
  return change === 0 ? `as many as ${dates}` : `${formatChange(change)} against ${dates}`;
}

/** Sums of the flows in the months of a period, which are counted whole as the question counts them. */
export function flowTotals(months: readonly PopulationFlow[], period: Period) {
  const inside = months.filter(({ month }) => month >= firstOfMonth(period.from) && month < period.to);
  const sum = (key: 'admissions' | 'releases' | 'transfers_in' | 'transfers_out') =>
    inside.reduce((total, row) => total + (row[key] ?? 0), 0);
  const [admissions, releases, transfersIn, transfersOut] = [
    sum('admissions'),
    sum('releases'),
    sum('transfers_in'),
    sum('transfers_out'),
  ];
  // Nothing supplied says who was moved: who came and left is known, and not what is left of it.
  const known = inside.every((row) => row.transfers_in !== null);
  return {
    months: inside.length,
    admissions,
    releases,
    transfersIn,
    transfersOut,
    net: known ? admissions - releases + transfersIn - transfersOut : null,
  };
}

/** Said beside figures of an age: on one day of the year people pass into it and out of it. */
export const ageByYear = 'Age goes by calendar year: on January 1 people change it without coming or leaving.';

/** "1,022 admitted, 948 released; 41 came and 38 went by transfer". */
export function flowNote(totals: ReturnType<typeof flowTotals>): string {
  const { admissions, releases, transfersIn, transfersOut, net } = totals;
  const moved = `${formatNumber(admissions)} admitted, ${formatNumber(releases)} released`;
  if (net === null) return `${moved}; transfers not supplied`;
  if (transfersIn + transfersOut === 0) return moved;
  return `${moved}; ${formatNumber(transfersIn)} in and ${formatNumber(transfersOut)} out by transfer`;
}

/** Rows the line may be drawn through: it stops where fewer than 10 % or fewer than the minimum are at risk. */
export function drawnLengths(rows: readonly LengthOfStay[], dataset: Pick<Manifest, 'settings'>): LengthOfStay[] {
  const most = Math.max(0, ...rows.map(({ at_risk }) => at_risk));
  const fewest = leastAtRisk(most, dataset.settings.minimum_at_risk);
  const stop = rows.findIndex(({ at_risk }) => at_risk < fewest);
  return rows.slice(0, stop < 0 ? rows.length : stop);
}

/** "Half of stays end within 14 months", or how far the curve comes. */
export function lengthOfStayFinding(drawn: readonly LengthOfStay[]): string {
  const last = drawn.at(-1);
  if (!last) return 'Too few stays for a curve';
  const half = drawn.find(({ remaining }) => remaining <= 0.5);
  if (half) return `Half of stays end within ${half.months} ${half.months === 1 ? 'month' : 'months'}`;
  return `${formatPercent(last.remaining, 0)} of stays last longer than ${last.months} months`;
}

/** "on Jun 30, 2026"; where people are counted now and then, the last count may be of a day before. */
export function lastDayWords(lastDay: string, dataset: Pick<Manifest, 'population_basis'>): string {
  return dataset.population_basis === 'counts' ? 'at the last count' : `on ${formatDate(lastDay)}`;
}

/** Average daily population as a share of one capacity; null where that capacity is not recorded. */
export function capacityShare(
  row: PopulationAverage | undefined,
  kind: 'rated' | 'operational' | 'design',
): number | null {
  const capacity = row?.[`${kind}_capacity`];
  return row && capacity ? row.average / capacity : null;
}

/** "19,842 people on Jun 30, 2026; the most in the time shown was 20,110 on Mar 3, 2026". */
export function dailyFinding(days: readonly PopulationDay[]): string {
  const last = days.at(-1);
  if (!last) return 'Population by day';
  const highest = days.reduce((most, day) => (day.population > most.population ? day : most), last);
  const now = `${formatNumber(last.population)} people on ${formatDate(last.date)}`;
  if (highest.population === last.population) return `${now}, the most in the time shown`;
  return `${now}; the most was ${formatNumber(highest.population)} on ${formatDate(highest.date)}`;
}

/** "62 % are medium", the largest of the groups; a tie or one group is said as it is. */
export function largestFinding(parts: readonly { label: string; value: number }[]): string {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  const largest = parts.reduce<{ label: string; value: number } | null>(
    (most, part) => (most === null || part.value > most.value ? part : most),
    null,
  );
  if (!largest || total === 0) return 'Nobody to divide into groups';
  if (parts.length === 1) {
    return largest.label === valueLabel(null) ? 'Not recorded for anybody' : `All recorded as: ${largest.label}`;
  }
  const share = `${largest.label}: ${wholePercent(largest.value / total)}`;
  return parts.length === 2 ? share : `${share}, the largest of ${parts.length} groups`;
}

/** "74 more came than left", for the months of the period. */
export function flowFinding(totals: ReturnType<typeof flowTotals>): string {
  if (totals.months === 0) return 'People who came and left by month';
  if (totals.net === null) return flowNote(totals);
  const came = totals.admissions + totals.transfersIn;
  const left = totals.releases + totals.transfersOut;
  if (totals.net === 0) return `As many came as left: ${formatNumber(came)}`;
  const more = totals.net > 0 ? 'came than left' : 'left than came';
  return `${formatNumber(Math.abs(totals.net))} more ${more}: ${formatNumber(came)} in, ${formatNumber(left)} out`;
}

/** Whether a view can count arrivals: a designation names the institution and the custody level, and nothing else. */
export function countsArrivals({ scope, filters }: Pick<View, 'scope' | 'filters'>): boolean {
  return scope.kind !== 'unit' && Object.keys(filters).every((dimension) => dimension === 'custody_level');
}

/** Which expected moves are known: departures rest on projected release dates, arrivals on designations. */
export function expectedKnown(dataset: Pick<Manifest, 'tables'>): { leaving: boolean; arriving: boolean } {
  return {
    leaving: isFilled(dataset, 'stay.projected_release_date'),
    arriving: isFilled(dataset, 'designation.facility_id'),
  };
}

/**
 * "412 people are expected to leave and 388 to arrive within 90 days"; no arrivals where they are not told apart.
 * @param known whose dates were supplied: of the others nobody can say that there are none
 */
export function expectedFinding(
  rows: readonly ExpectedMove[],
  arrivals: boolean,
  known: { leaving: boolean; arriving: boolean } = { leaving: true, arriving: true },
): string {
  const within = (direction: 'in' | 'out') =>
    formatNumber(rows.filter((row) => row.direction === direction).reduce((sum, row) => sum + row.within_90, 0));
  const out = known.leaving || rows.some(({ direction }) => direction === 'out');
  const parts = [
    ...(out ? [`${within('out')} people are expected to leave`] : []),
    ...(arrivals && known.arriving ? [`${within('in')} ${out ? '' : 'people are expected '}to arrive`] : []),
  ];
  const lacking = [
    ...(known.leaving ? [] : ['projected release dates']),
    ...(arrivals && !known.arriving ? ['expected arrivals'] : []),
  ];
  const missing = lacking.length === 0 ? '' : `${lacking.join(' and ')} are not supplied`;
  if (parts.length === 0) return capital(missing);
  return `${parts.join(' and ')} within 90 days${missing === '' ? '' : `; ${missing}`}`;
}

/** "381 moves to a lower level, 240 to a higher one", by the source's order of levels. */
export function movesFinding(moves: readonly CustodyMove[], levels: readonly (string | null)[]): string {
  const rank = (level: string) => levels.indexOf(level);
  const sum = (higher: boolean) =>
    moves
      .filter((move) => rank(move.to_level) > rank(move.from_level) === higher)
      .reduce((total, { people }) => total + people, 0);
  return `${formatNumber(sum(false))} moves to a lower custody level, ${formatNumber(sum(true))} to a higher one`;
}

/** A share in whole percent that never rounds some to none, or most to all: "under 1 %", "over 99 %". */
export function wholePercent(share: number): string {
  return formatPart(share);
}
