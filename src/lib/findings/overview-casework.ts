import { shareLimits, type ProcessLimits } from '../analysis/process-limits.ts';
import { describeRate, formatNumber } from '../analysis/wording.ts';
import { lastDayOfMonth, type IsoDate } from '../calendar/date.ts';
import type { Period } from '../calendar/period.ts';
import type { SparkLimits } from '../charts/sparkline.ts';

/** A month of timeliness: the columns of `casework/timeliness-monthly` the overview reads. */
export interface TimelyMonth {
  month: IsoDate;
  due: number;
  on_time: number;
}

export interface OnTime {
  due: number;
  on_time: number;
}

/** The casework tile: a rate with its counts, or why there is none. */
export function onTimeTile(row: OnTime | undefined, minimum: number): { value: string | null; note: string } {
  if (!row) return { value: null, note: '' };
  const { kind, text } = describeRate(row.on_time, row.due, { minimum });
  const counts = `${formatNumber(row.on_time)} of ${formatNumber(row.due)}`;
  if (kind === 'rate') return { value: text.slice(0, text.indexOf(' (')), note: counts };
  return kind === 'too-few' ? { value: counts, note: 'too few for a rate' } : { value: null, note: text };
}

/** Limits of the share on time, month by month; a month the data do not cover to its end is drawn but not judged. */
export function timelyLimits(months: readonly TimelyMonth[], asOf: IsoDate): ProcessLimits {
  return shareLimits(
    months.map(({ month, due, on_time }) => ({
      month,
      counts: { onTime: on_time, due },
      partial: lastDayOfMonth(month) > asOf,
    })),
  );
}

/**
 * What the limits say of a period: whatever reaches into it, else that it is within usual variation. Something that was
 * over before the period began is no news of it.
 */
export function variationWords(limits: ProcessLimits, period: Pick<Period, 'from' | 'to'>): string {
  if (limits.centre === null) return limits.reasons[0] ?? '';
  const news = limits.signals.filter(({ from, to }) => to >= period.from && from < period.to);
  if (news.length === 0) return `within usual variation of ${limits.used} months`;
  return news.map(({ reason }) => reason).join('; ');
}

/** The wash behind the tile's line. */
export function limitBand(limits: ProcessLimits): SparkLimits[] {
  return limits.months.map(({ lower, upper }) => (lower === null || upper === null ? null : { lower, upper }));
}
