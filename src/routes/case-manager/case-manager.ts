import { formatQuantity } from '$lib/format/quantity.ts';
import { whileAssigned } from '$lib/questions/casework/caseload.ts';
import { shareLimits, type ProcessLimits } from '$lib/analysis/process-limits.ts';
import { describeSeries } from '$lib/analysis/comparison-wording.ts';
import type { UnitComparison } from '$lib/analysis/funnel.ts';
import { formatNumber, formatShort, roundTo } from '$lib/format/number.ts';
import { formatPart, formatPercent, percentDecimals } from '$lib/format/share.ts';
import { formatDate, lastDayOfMonth, monthsBetween, type IsoDate } from '$lib/calendar/date.ts';
import type { Period } from '$lib/calendar/period.ts';
import type { CountedMeasure } from '$lib/measures/figures.ts';
import { summed, type FigureRow } from '$lib/measures/measure-figure.ts';
import type { RowOf } from '$lib/questions/index.ts';
import type { TimelinessOfType } from '$lib/questions/casework/timeliness-types.ts';
import { sessionsPresented } from '$lib/questions/casework/expertise.ts';
import { comparisonOfType } from '$lib/summaries/case-managers.ts';
import { absentWords } from '$lib/summaries/unread.ts';
import {
  countsText,
  elementOf,
  inTaskOrder,
  positionText,
  rateText,
  taskLabel,
  type ContextItem,
  type MeasureLine,
} from '$lib/summaries/casework.ts';

/** One month of one kind of task. */
export interface TypeMonth {
  month: IsoDate;
  /** Kind of task. */
  group: string | null;
  due: number;
  on_time: number;
}

/** Limits of one kind of task, or of all together, month by month; months with nothing due are gaps. */
export function monthLimits(
  rows: readonly TypeMonth[],
  type: string | null,
  period: Pick<Period, 'from' | 'to'>,
  asOf: IsoDate,
): ProcessLimits {
  const ofType = rows.filter(({ group }) => type === null || group === type);
  return shareLimits(
    monthsBetween(period.from, period.to).map((month) => {
      const inMonth = ofType.filter((row) => row.month === month);
      const sum = (key: 'due' | 'on_time') => inMonth.reduce((total, row) => total + row[key], 0);
      return { month, counts: { due: sum('due'), onTime: sum('on_time') }, partial: lastDayOfMonth(month) > asOf };
    }),
  );
}

/** Lines of the kinds of task of one element that were ever due of this person in the time shown. */
export function taskLines(
  element: 2 | 3,
  types: readonly TimelinessOfType[],
  months: readonly TypeMonth[],
  id: string,
  { period, asOf }: { period: Pick<Period, 'from' | 'to'>; asOf: IsoDate },
): MeasureLine[] {
  const own = types.filter((row) => row.group === id && row.task_type !== null);
  const known = inTaskOrder([
    ...types.flatMap(({ task_type: type }) => type ?? []),
    ...months.flatMap(({ group }) => group ?? []),
  ]);
  return known
    .filter((type) => elementOf(type) === element)
    .map((type): MeasureLine => {
      const row = own.find(({ task_type: of }) => of === type);
      const due = row?.due ?? 0;
      const position = comparisonOfType(types, type).units.find(({ unit }) => unit === id)?.position ?? null;
      const limits = monthLimits(months, type, period, asOf);
      const drawn = limits.months.filter(({ value }) => value !== null).length > 1;
      return {
        key: type,
        label: taskLabel(type),
        measure: `timeliness-${type}`,
        counts: countsText(row?.on_time ?? 0, due),
        rate: drawnRate(row, (rate) => ({
          expected: row?.expected == null ? null : row.expected / due,
          text: formatPart(rate, percentDecimals(due)),
          beyond: position !== null && position !== 'within',
        })),
        note: row && row.rate === null ? rateText(row) || null : positionText(position, due) || null,
        months: drawn ? limits.months.map(({ value }) => value) : [],
        limits: limits.months.map(({ lower, upper }) => (lower === null || upper === null ? null : { lower, upper })),
        trend: drawn ? describeSeries(limits) : '',
      };
    });
}

type DrawnRate = NonNullable<MeasureLine['rate']>;

/** A rate with its interval, as it is drawn; null where there is none. */
function drawnRate(
  row: Pick<CountedRow, 'rate' | 'lower' | 'upper'> | undefined,
  further: (rate: number) => Omit<DrawnRate, 'value' | 'lower' | 'upper'>,
): DrawnRate | null {
  if (row?.rate == null || row.lower === null || row.upper === null) return null;
  return { value: row.rate, lower: row.lower, upper: row.upper, ...further(row.rate) };
}

/** A row of a question that counts a part of a whole by case manager. */
type CountedRow = Pick<RowOf<CountedMeasure['figure']['question']>, 'group' | 'rate' | 'lower' | 'upper'>;

/** The line of a measure that is no deadline: goals met, work accepted, items sent back. */
export function countedLine(spec: CountedMeasure, rows: readonly CountedRow[], id: string, label: string): MeasureLine {
  const row = rows.find(({ group }) => group === id);
  const rowsOfPerson = row ? [row as unknown as FigureRow] : [];
  const { part: parts = [], whole: wholes = [], none = 'no data' } = spec.figure;
  const [part, whole] = [summed(parts, rowsOfPerson) ?? 0, summed(wholes, rowsOfPerson) ?? 0];
  return {
    key: spec.measure,
    label,
    measure: spec.measure,
    counts: countsText(part, whole, none),
    rate: drawnRate(row, (rate) => ({
      expected: null,
      text: `${formatPart(rate, percentDecimals(whole))} ${spec.counts}`,
      beyond: false,
    })),
    note: whole > 0 && row?.rate == null ? `${spec.counts}; too few for a rate` : null,
    months: [],
    limits: [],
    trend: '',
  };
}

/** Contacts made, per 100 person-months of the caseload. */
export function contactsLine(
  row:
    | { contacts: number; person_months: number; per_100: number | null; lower: number | null; upper: number | null }
    | undefined,
): MeasureLine {
  const contacts = row?.contacts ?? 0;
  const rate =
    row?.per_100 == null
      ? 'too few for a rate'
      : `${formatNumber(row.per_100)} per 100 person-months` +
        (row.lower === null || row.upper === null ? '' : `, ${formatNumber(row.lower)} to ${formatNumber(row.upper)}`);
  return plainLine(
    'contacts',
    'Contacts',
    'contacts',
    contacts === 0 ? 'none recorded' : formatNumber(contacts),
    row ? rate : null,
  );
}

/** A line that is words only: hours of training, a certification. */
export function plainLine(
  key: string,
  label: string,
  measure: string,
  counts: string,
  note: string | null,
): MeasureLine {
  return { key, label, measure, counts, rate: null, note, months: [], limits: [], trend: '' };
}

/** A line whose question could not be answered says why: that there is no row says nothing of the person then. */
export function answered(line: MeasureLine, status: string): MeasureLine {
  const words = absentWords(status);
  return words === null ? line : { ...plainLine(line.key, line.label, line.measure ?? line.key, words, null) };
}

export interface ExpertiseRows {
  training:
    | { hours: number; presented: number | null; meetings_presented: number | null; expected_per_staff: number }
    | undefined;
  certification: { first_expiry: string | null; lapsed: number; not_recorded: number } | undefined;
  quality: { items_checked: number; items_returned: number; repeat_findings: number } | undefined;
}

/** The lines of Element 4: training, certification, checks of the work. */
export function expertiseLines({ training, certification, quality }: ExpertiseRows, asOf: IsoDate): MeasureLine[] {
  const sessions = training ? (sessionsPresented(training) ?? 0) : 0;
  const until = certification?.first_expiry ?? null;
  return [
    plainLine(
      'training',
      'Training hours',
      'training-hours',
      training ? `${hoursText(training.hours)} of ${hoursText(training.expected_per_staff)} expected` : 'none recorded',
      sessions > 0 ? `${formatQuantity(sessions, 'session')} presented` : null,
    ),
    plainLine(
      'certification',
      'Certification',
      'certified',
      until === null ? 'not recorded' : until < asOf ? `ended ${formatDate(until)}` : `valid to ${formatDate(until)}`,
      `on ${formatDate(asOf)}`,
    ),
    plainLine(
      'quality',
      'File and correspondence checks',
      'quality-checks',
      quality && quality.items_checked > 0
        ? `${formatNumber(quality.items_returned)} of ${formatNumber(quality.items_checked)} items sent back`
        : 'none were checked',
      quality && quality.repeat_findings > 0
        ? `${formatNumber(quality.repeat_findings)} repeat ${quality.repeat_findings === 1 ? 'finding' : 'findings'}`
        : null,
    ),
  ];
}

/** Hours to the half, as a time sheet has them. */
function hoursText(hours: number): string {
  return formatShort(roundTo(hours * 2) / 2);
}

export interface ContextRows {
  days: number;
  caseload:
    | {
        days_assigned: number;
        person_days: number;
        average: number;
        minimum: number;
        maximum: number;
        last_day: number;
        taken_over: number;
        given_up: number;
      }
    | undefined;
  workload: { people: number; near_release: number | null; high_risk: number | null } | undefined;
  inherited: { inherited: number; cleared: number } | undefined;
  setAside: number;
  /** Address of the rows behind a measure. */
  rows?: (measure: string) => string | null;
  /** Why the rows of each could not be had, in a few words; null where they were: then no row means none. */
  absent?: Partial<Record<'caseload' | 'workload' | 'inherited', string | null>>;
}

/** What comes before any comparison: how long, how many, what kind of cases, what came with them. */
export function contextItems({
  days,
  caseload,
  workload,
  inherited,
  setAside,
  rows,
  absent = {},
}: ContextRows): ContextItem[] {
  const share = (label: string, part: number | null | undefined): ContextItem => ({
    label,
    value: workload && workload.people > 0 && part != null ? formatPercent(part / workload.people, 0) : null,
    missing: absent.workload ?? (workload && part === null ? 'not supplied' : 'no cases at the end'),
  });
  const noCases = absent.caseload ?? 'no cases';
  return [
    {
      label: 'Days assigned',
      value: absent.caseload ? null : formatNumber(caseload?.days_assigned ?? 0),
      note: absent.caseload ? undefined : `of ${formatNumber(days)}`,
      missing: noCases,
    },
    {
      label: 'Average daily caseload',
      value: caseload ? formatNumber(caseload.average) : null,
      note: caseload && caseloadNote(caseload, days),
      missing: noCases,
    },
    {
      label: 'Cases taken over',
      value: caseload ? formatNumber(caseload.taken_over) : null,
      note: caseload && `${formatNumber(caseload.given_up)} given up or ended`,
      missing: noCases,
    },
    share('Close to release', workload?.near_release),
    share('High risk', workload?.high_risk),
    {
      label: 'Taken over already overdue',
      value: absent.inherited ? null : formatNumber(inherited?.inherited ?? 0),
      missing: absent.inherited ?? undefined,
      note: inherited && inherited.inherited > 0 ? `${formatNumber(inherited.cleared)} cleared` : undefined,
      href: inherited && inherited.inherited > 0 ? rows?.('inherited') : null,
    },
    {
      label: 'Set aside',
      value: formatNumber(setAside),
      note: 'due in grace or while the clock did not run',
      href: setAside > 0 ? rows?.('timeliness') : null,
    },
  ];
}

/** "128 while assigned; 0 to 129, 0 at the end": who was there for part of the period had fuller days than its average. */
function caseloadNote(caseload: NonNullable<ContextRows['caseload']>, days: number): string {
  const range = `${formatNumber(caseload.minimum)} to ${formatNumber(caseload.maximum)}, ${formatNumber(caseload.last_day)} at the end`;
  const own = whileAssigned(caseload);
  if (own === null || caseload.days_assigned >= days) return range;
  return `${formatNumber(own)} while assigned; ${range}`;
}

/** What the figures of this person leave out, as sentences. */
export function dataMarks(
  own: readonly TimelinessOfType[],
  comparison: UnitComparison,
  { assigned, days, toDate, graceDays }: { assigned: number; days: number; toDate: boolean; graceDays: number },
): string[] {
  const aside = own.find(({ task_type: type }) => type === null)?.set_aside ?? 0;
  const few = own.filter(({ task_type: type, due, rate }) => type !== null && due > 0 && rate === null).length;
  return [
    ...(assigned < days
      ? [
          `Cases were assigned on ${formatNumber(assigned)} of ${formatNumber(days)} days; what fell due on the others belongs to somebody else.`,
        ]
      : []),
    ...(aside > 0
      ? [
          `${formatNumber(aside)} due ${aside === 1 ? 'item is' : 'items are'} set aside: within ${formatNumber(graceDays)} days of taking a case over, a clock that did not run, or a release that came first.`,
        ]
      : []),
    ...(few > 0
      ? [
          `${formatNumber(few)} ${few === 1 ? 'kind of task has' : 'kinds of task have'} too few due for a rate: counts only.`,
        ]
      : []),
    ...(toDate ? ['The period is not over: figures are to date.'] : []),
    `Expected is what the whole agency’s work of the same kind, custody level and time to release would give.${comparison.comparisons > 1 ? ` ${formatNumber(comparison.comparisons)} case managers are compared at once.` : ''}`,
    'Recidivism is never shown for a case manager.',
  ];
}

/** The line on work that came overdue with a case: inherited, of those cleared. */
export function inheritedWords(row: ContextRows['inherited'], absent: string | null = null): string {
  if (absent !== null) return `What came overdue with the cases taken over: ${absent}.`;
  if (!row || row.inherited === 0) return 'No case taken over in the period brought overdue work with it.';
  const items = `${formatNumber(row.inherited)} ${row.inherited === 1 ? 'item was' : 'items were'} already overdue when the case was taken over in the period`;
  return `${items}; ${formatNumber(row.cleared)} of them ${row.cleared === 1 ? 'has' : 'have'} been cleared. They count for whoever had the case on the due date.`;
}

/** "Program review: 24 months, within usual variation"; the heading of the trend. */
export function trendFinding(kind: string, limits: ProcessLimits): string {
  return `${kind}: ${lowered(describeSeries(limits))}`;
}

function lowered(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
