import { shareLimits, type ProcessLimits } from '$lib/analysis/process-limits.ts';
import { shareInterval } from '$lib/format/interval.ts';
import { formatNumber } from '$lib/format/number.ts';
import { lastDayOfMonth, type IsoDate } from '$lib/calendar/date.ts';
import type { Period } from '$lib/calendar/period.ts';
import type { SparkLimits } from '$lib/ui/charts/sparkline.ts';
import type { SmallFact } from '$lib/ui/frame/frame.ts';
import type { overview } from '$lib/pages/overview.ts';
import type { PageQuestions, PanelRows } from '$lib/pages/page.ts';
import { readRate } from '$lib/measures/measure-figure.ts';
import { formatView, type ChosenView } from '$lib/pages/view.ts';
import { countsArrivals, expectedKnown } from '$lib/summaries/population.ts';

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

export interface OnTimeTile {
  value: string | null;
  note: string;
  /** Where there is a rate. */
  interval?: string | undefined;
}

/** The casework tile: a rate with its counts and interval, or why there is none. */
export function onTimeTile(row: OnTime | undefined, minimum: number): OnTimeTile {
  if (!row) return { value: null, note: '' };
  const { headline, basis, lower, upper, missing } = readRate(row.on_time, row.due, { minimum });
  if (missing) return { value: null, note: headline };
  if (lower === null || upper === null) return { value: headline, note: basis };
  return { value: headline, note: basis, interval: shareInterval({ lower, upper }, row.due) };
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

type Facts = Pick<PageQuestions<typeof overview>, 'casework' | 'expected'>;

/** What the facts are read from: the panels of the page, or rows made by hand in a test. */
export interface FactRows extends PanelRows<Facts> {
  state(key: keyof Facts): { status: string };
  absence(key: keyof Facts): string;
  freshness(key: keyof Facts): { stale: boolean; busy: boolean };
}

/** The second row of the overview: figures that need no line of 24 months. */
export function smallFacts(panels: FactRows, view: ChosenView, base: string): SmallFact[] {
  const work = panels.rows('casework')[0];
  const expected = panels.rows('expected');
  const known = panels.state('expected').status === 'ready';
  const dates = expectedKnown(view.dataset);
  const leaving = expected.find(({ kind }) => kind === 'projected_release');
  const arriving = expected.filter(({ direction }) => direction === 'in').reduce((sum, row) => sum + row.within_30, 0);
  const worklist = (list: string) => `${base}/worklist/${formatView(view, { list })}`;
  const moves = `${base}/population/${formatView(view)}#expected`;
  const long = work?.unassigned_14 ?? 0;
  const ofWork = { missing: panels.absence('casework'), ...panels.freshness('casework') };
  const ofMoves = { missing: panels.absence('expected'), ...panels.freshness('expected') };
  // What the agency has not supplied is said once, by the tile; here it is left out.
  const supplied = (key: keyof Facts) => panels.state(key).status !== 'missing';
  const ofCasework: SmallFact[] = [
    {
      label: 'Overdue now',
      measure: 'casework-now',
      value: work ? formatNumber(work.overdue) : null,
      href: worklist('todo'),
      ...ofWork,
    },
    { label: 'Due in 14 days', value: work ? formatNumber(work.due_14) : null, href: worklist('due14'), ...ofWork },
    {
      label: 'People without a case manager',
      measure: 'unassigned',
      value: work && work.unassigned !== null ? formatNumber(work.unassigned) : null,
      note: long === 0 ? undefined : `${formatNumber(long)} for more than 14 days`,
      href: worklist('unassigned'),
      ...ofWork,
    },
  ];
  const ofFlow: SmallFact[] = [
    ...(dates.leaving
      ? [
          {
            label: 'Expected releases in 30 days',
            value: known ? formatNumber(leaving?.within_30 ?? 0) : null,
            note: `${formatNumber(leaving?.within_90 ?? 0)} in 90 days`,
            href: moves,
            ...ofMoves,
          },
        ]
      : []),
    ...(dates.arriving && countsArrivals(view)
      ? [
          {
            label: 'Pending arrivals in 30 days',
            value: known ? formatNumber(arriving) : null,
            href: moves,
            ...ofMoves,
          },
        ]
      : []),
  ];
  return [...(supplied('casework') ? ofCasework : []), ...(supplied('expected') ? ofFlow : [])];
}
