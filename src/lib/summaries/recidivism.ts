import { own } from '../analysis/own.ts';
import { groups } from 'd3-array';
import { intervalWords } from '../format/interval.ts';
import { formatNumber, roundTo } from '../format/number.ts';
import { formatQuantity } from '../format/quantity.ts';
import { figureWords, formatCounts } from '../format/rate.ts';
import { formatPart, formatPercent, percentDecimals } from '../format/share.ts';
import { leastAtRisk } from '../analysis/minimum-counts.ts';
import type { StepSeries } from '../ui/charts/step-chart.ts';
import type { Manifest } from '../export/manifest.ts';
import type { DimensionId } from '../questions/dimensions.ts';
import { groupLabel } from '../questions/labels.ts';
import { competingEvents, isCompetingEvent, outcomeOf } from '../questions/recidivism/outcome.ts';
import type { CompetingCurve } from '../questions/recidivism/competing.ts';
import type { ReturnCurve } from '../questions/recidivism/curve.ts';
import type { ReturnRate } from '../questions/recidivism/rate.ts';
import type { ReturnTest } from '../questions/recidivism/group-test.ts';

/** What the page on return says of its figures, and which of them it draws. */

/** A curve has at most so many groups; the table has all. */
const maxDrawn = 4;
/** A group whose interval is wider says too little by itself. */
const widest = 0.3;

type Settings = Pick<Manifest, 'settings'>;

/** The part of a curve that is drawn: as long as at least a tenth of the people, and the fewest allowed, are at risk. */
export function drawnCurve<Row extends { day: number; at_risk: number }>(
  rows: readonly Row[],
  { settings }: Settings,
): Row[] {
  const fewest = leastAtRisk(rows[0]?.at_risk ?? 0, settings.minimum_at_risk);
  const end = rows.findIndex((row) => row.at_risk < fewest);
  return end < 0 ? [...rows] : rows.slice(0, end);
}

/** '1 year', '3 years'. */
export function yearsText(days: number): string {
  return formatQuantity(roundTo(days / 365.25), 'year');
}

/** Days named under a curve: half years for short follow-up, else years. */
export function yearTicks(last: number): number[] {
  const step = last < 550 ? 91 : 365.25;
  // A curve read every four weeks ends a few days before the year is full.
  return Array.from({ length: Math.floor((last + 28) / step) + 1 }, (_, at) => Math.round(at * step));
}

export function tickText(days: number): string {
  if (days === 0) return '0';
  return days % 91 === 0 && days < 550 ? `${(days / 91) * 3} mo` : `${formatNumber(days / 365.25)} y`;
}

function seriesOf(
  rows: readonly { day: number; at_risk: number; cumulative: number; lower: number; upper: number }[],
  id: string,
  label: string,
): StepSeries {
  const ticks = new Set(yearTicks(rows.at(-1)?.day ?? 0));
  const near = (tick: number) => rows.findLast((row) => row.day <= tick);
  return {
    id,
    label,
    steps: rows.map((row) => ({ x: row.day, y: row.cumulative, lower: row.lower, upper: row.upper })),
    atRisk: [...ticks].flatMap((tick) => {
      const row = near(tick);
      return row ? [{ x: tick, n: row.at_risk }] : [];
    }),
  };
}

/** Series of a curve by group: the largest groups, in the order of the answer. */
export function curveSeries(
  rows: readonly ReturnCurve[],
  by: DimensionId | null,
  dataset: Pick<Manifest, 'scopes' | 'settings'>,
): StepSeries[] {
  const found = groups(rows, (row) => row.group).map(([group, own]) => ({
    group,
    size: own[0]?.at_risk ?? 0,
    drawn: drawnCurve(own, dataset),
  }));
  const kept = new Set([...found].sort((a, b) => b.size - a.size).slice(0, maxDrawn));
  return found
    .filter((item) => kept.has(item) && item.drawn.length > 1)
    .map(({ group, drawn }) => seriesOf(drawn.map(ofEverybody), String(group), curveLabel(group, by, dataset)));
}

/** What is drawn and read aloud is the share of all released: the dead and the departed did not have the event. */
function ofEverybody(row: ReturnCurve): ReturnCurve {
  return { ...row, cumulative: row.incidence, lower: row.incidence_lower, upper: row.incidence_upper };
}

/** Whether people died or left, so that a curve as if nobody had differs from the share of all. */
export function hasDepartures(rows: readonly Pick<ReturnCurve, 'cumulative' | 'incidence'>[]): boolean {
  return rows.some(({ cumulative, incidence }) => cumulative !== incidence);
}

/** While figures of another grouping are on their way, the groups of the one before keep their own names. */
export function curveLabel(group: string | null, by: DimensionId | null, dataset: Pick<Manifest, 'scopes'>): string {
  if (by === null) return group ?? 'All';
  return groupLabel(group, by, dataset);
}

/** Series of competing events, the most frequent first. */
export function causeSeries(rows: readonly CompetingCurve[], dataset: Settings): StepSeries[] {
  return groups(rows, (row) => row.cause)
    .map(([cause, own]) => ({ cause, drawn: drawnCurve(own, dataset) }))
    .filter(({ drawn }) => drawn.length > 1)
    .sort((a, b) => (b.drawn.at(-1)?.cumulative ?? 0) - (a.drawn.at(-1)?.cumulative ?? 0))
    .slice(0, maxDrawn)
    .map(({ cause, drawn }, at) => {
      const series = seriesOf(drawn, cause, causeLabel(cause));
      // The same people are at risk of all of them.
      return at === 0 ? series : { ...series, atRisk: [] };
    });
}

export function causeLabel(cause: string): string {
  return own(competingEvents, cause) ?? outcomeOf(cause).label;
}

/** Whether there is more than one thing that can come first. */
export function hasCompeting(rows: readonly CompetingCurve[]): boolean {
  return rows.some((row) => isCompetingEvent(row.cause) || row.cause !== rows[0]?.cause);
}

/** The last of the usual horizons a curve that ends at `last` can be read at; its end where it comes to none of them. */
export function readHorizon(last: number): number {
  return [1826, 1095, 730, 365].find((horizon) => horizon <= last) ?? last;
}

/** Horizons for which somebody has been followed long enough. */
export function followedHorizons<Days extends number>(rows: readonly ReturnRate[], horizons: readonly Days[]): Days[] {
  return horizons.filter((days) => rows.some((row) => row.horizon_days === days && row.missing !== 'follow_up'));
}

export interface GroupRate {
  label: string;
  rates: (ReturnRate | undefined)[];
  /** Where it is shown instead, when the group by itself is too thin. */
  note: string;
}

/** Groups × horizons. A group whose interval is wider than 30 points is shown without a rate, with the rate of all beside. */
export function groupRates(
  rows: readonly ReturnRate[],
  all: readonly ReturnRate[],
  horizons: readonly number[],
  by: DimensionId,
  dataset: Pick<Manifest, 'scopes'>,
): GroupRate[] {
  return groups(rows, (row) => row.group).map(([group, own]) => {
    const thin = own.filter(({ lower, upper }) => lower !== null && upper !== null && upper - lower > widest);
    const whole = all.find((row) => row.horizon_days === thin[0]?.horizon_days);
    return {
      label: groupLabel(group, by, dataset),
      rates: horizons.map((horizon) => {
        const row = own.find((candidate) => candidate.horizon_days === horizon);
        return row && thin.includes(row) ? { ...row, rate: null, lower: null, upper: null } : row;
      }),
      note:
        thin.length === 0
          ? ''
          : `too few for a rate of their own within ${thin.map((row) => yearsText(row.horizon_days)).join(', ')}; counted in all together${whole?.rate == null ? '' : ` (${formatPart(whole.rate, percentDecimals(whole.released))})`}`,
    };
  });
}

/** '28.8 % (10,136 of 35,246)', or why there is none. */
export function rateText(row: ReturnRate | undefined): string {
  if (!row || row.released === 0) return 'no data';
  if (row.returned === null) return noRateText(row);
  const counts = formatCounts(row.returned, row.released);
  return row.rate === null ? counts : figureWords(formatPart(row.rate, percentDecimals(row.released)), counts).text;
}

/** Why releases have no rate. */
export function noRateText({ missing }: Pick<ReturnRate, 'missing'>): string {
  if (missing === 'event') return 'never recorded';
  return missing === 'days' ? 'not known when' : 'follow-up not complete';
}

/** '28.3 to 29.2 %, released 2018–2022'. */
export function rateDetail(row: ReturnRate | undefined): string {
  if (row?.lower == null || row.upper === null) return '';
  const digits = percentDecimals(row.released);
  const years =
    row.first_cohort === row.last_cohort ? String(row.first_cohort) : `${row.first_cohort}–${row.last_cohort}`;
  return `${intervalWords(formatPercent(row.lower, digits), formatPercent(row.upper, digits))}; released ${years}`;
}

/** The finding over the curve: how far apart the groups are at the last day both are drawn. */
export function curveFinding(series: readonly StepSeries[], verb: string): string {
  const last = Math.min(...series.map((item) => item.steps.at(-1)?.x ?? 0));
  if (series.length === 0 || last <= 0) return 'No curve can be drawn';
  const days = readHorizon(last);
  const when = days >= 365 ? yearsText(days) : `${formatNumber(days)} days`;
  const at = series.map((item) => ({
    label: item.label,
    share: item.steps.findLast((step) => step.x <= days)?.y ?? 0,
  }));
  const [low, high] = [...at]
    .sort((a, b) => a.share - b.share)
    .filter((_item, i, list) => i === 0 || i === list.length - 1);
  if (!low) return 'Share by days since release';
  if (!high) return `${formatPercent(low.share, 0)} ${verb} within ${when}`;
  return `Within ${when}, ${formatPercent(high.share, 0)} of “${high.label}” ${verb}, ${formatPercent(low.share, 0)} of “${low.label}”`;
}

/**
 * What the tests say, with their figures; a chance value never stands alone. They are of crude curves, and say so:
 * groups may differ by who is in them and by nothing else.
 */
export function testWords(tests: readonly ReturnTest[]): string {
  const main = tests.find(({ test }) => test.includes('Gray')) ?? tests.find(({ test }) => test.includes('log-rank'));
  if (!main) return 'Nothing to compare: one group, or no event.';
  const differ =
    main.p < 0.05
      ? 'Crude, whoever is in them, the groups differ by more than chance would usually make them.'
      : 'Crude, whoever is in them, the difference between the groups is within what chance would usually make.';
  const hazards = tests.find(({ test }) => test === 'proportional hazards');
  const steady =
    hazards === undefined
      ? ''
      : hazards.p < 0.05
        ? ' How far apart they are changes with time since release, so one hazard ratio does not tell it all.'
        : ' Nothing here says that how far apart they are changes with time since release.';
  return `${differ}${steady}`;
}

/** 'p < 0.0001' or 'p 0.0501'. */
export function chanceText(p: number): string {
  return p < 0.0001 ? 'under 0.0001' : formatNumber(p, 4);
}
