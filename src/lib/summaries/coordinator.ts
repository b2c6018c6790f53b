import { formatNumber } from '../format/number.ts';
import { formatRange, type IsoDate } from '../calendar/date.ts';
import { monthsOf } from '../calendar/period.ts';
import { unevenSpans } from '../calendar/uneven.ts';
import type { CoordinatorQuestions, DutyKey } from '../pages/coordinator.ts';
import { monthsUpTo, type PanelRows, type View } from '../pages/page.ts';
import type { RowOf } from '../questions/index.ts';
import type { Grouped } from '../questions/casework/case-counts.ts';
import type { MeetingsHeld, TeamsObserved } from '../questions/coordinator/meetings.ts';
import {
  monthTallies,
  rateDuty,
  type Duty,
  type DutyContext,
  type DutyFigures,
  type MonthTally,
  type Tally,
} from './duty.ts';

/** What the duties are read from: the panels of the page, or rows made by hand in a test. */
export interface DutyRows extends PanelRows<CoordinatorQuestions> {
  inStep(one: string, other: string): boolean;
}

/** A row of a duty: of its period, or of one of its months, which another question may answer. */
export type DutyRow<Key extends DutyKey> =
  | RowOf<CoordinatorQuestions[Key]>
  | (`${Key}:months` extends keyof CoordinatorQuestions ? RowOf<CoordinatorQuestions[`${Key}:months`]> : never);

/** Everything the duties of a view are worded with. */
export interface DutyReader extends DutyContext {
  panels: DutyRows;
  months: readonly IsoDate[];
  /** Names of the institutions by id; none where the view is of one of them. */
  institutions: ReadonlyMap<string, string>;
}

export function dutyReader(panels: DutyRows, view: View, label: string): DutyReader {
  return {
    panels,
    period: { label },
    comparison: view.comparison,
    uneven: unevenSpans(view.period, view.comparison, view.dataset.as_of),
    asOf: view.dataset.as_of,
    minimum: view.dataset.settings.minimum_for_rate,
    months: monthsOf(monthsUpTo(view, 24)),
    institutions: institutionsOf(view),
  };
}

function institutionsOf({ scope, dataset }: View): Map<string, string> {
  const several = scope.kind === 'agency' || scope.kind === 'region';
  return new Map(several ? dataset.scopes.facilities.map(({ id, name }) => [id, name]) : []);
}

/** The three ends of a duty: the period, the one compared with, the months. */
export function figuresOf<Key extends DutyKey>(
  reader: DutyReader,
  panel: Key,
  read: (row: DutyRow<Key>) => Tally,
): Pick<DutyFigures, 'panel' | 'now' | 'before'> & { months: MonthTally[] } {
  const monthly = rowsAt(reader.panels, `${panel}:months`) as (DutyRow<Key> & Pick<Grouped, 'month'>)[];
  return {
    ...periodsOf(reader, panel, read),
    months: monthly.length === 0 ? [] : monthTallies(monthly, reader.months, read),
  };
}

/** The period and the one compared with. */
export function periodsOf<Key extends DutyKey>(
  reader: DutyReader,
  panel: Key,
  read: (row: RowOf<CoordinatorQuestions[Key]>) => Tally,
  pick: (row: RowOf<CoordinatorQuestions[Key]>) => boolean = () => true,
): Pick<DutyFigures, 'panel' | 'now' | 'before'> {
  const rows = (key: string) => rowsAt(reader.panels, key) as RowOf<CoordinatorQuestions[Key]>[];
  const row = rows(panel).find(pick);
  const before = compares(reader, panel) ? rows(`${panel}:before`).find(pick) : undefined;
  return { panel, now: row && read(row), before: before && read(before) };
}

/** The key of a panel made from that of its duty: which type its rows are of, the caller says by `CoordinatorQuestions`. */
function rowsAt(panels: DutyRows, key: string): readonly object[] {
  return panels.rows(key as DutyKey);
}

/** Whether the period compared with is that of the view: while one of the two is on its way, nothing is compared. */
function compares({ panels, comparison }: DutyReader, panel: DutyKey): boolean {
  return comparison !== null && panels.inStep(panel, `${panel}:before`);
}

export function contextOf(reader: DutyReader, panel: DutyKey): DutyContext {
  return compares(reader, panel) ? reader : { ...reader, comparison: null };
}

/** The columns of a duty that are counts: of its period and of its months alike. */
type CountOf<Row> = Row extends unknown
  ? { [Name in keyof Row]: Row[Name] extends number ? Name : never }[keyof Row]
  : never;

/** A rate counted by a question of counts: `part` of `whole`. */
export function countedRate<Key extends DutyKey>(
  reader: DutyReader,
  panel: Key,
  label: string,
  part: CountOf<RowOf<CoordinatorQuestions[Key]>> & string,
  whole: CountOf<RowOf<CoordinatorQuestions[Key]>> & string,
  words: Pick<DutyFigures, 'none' | 'note'> = {},
): Duty {
  const count = (row: object, name: string) => Number((row as Readonly<Record<string, unknown>>)[name]);
  const read = (row: DutyRow<Key>) => ({ count: count(row, part), of: count(row, whole) });
  return rateDuty({ ...figuresOf(reader, panel, read), label, ...words }, contextOf(reader, panel));
}

const meetingNames: readonly [type: string, label: string][] = [
  ['case_managers', 'Meetings with case managers, every two weeks'],
  ['unit_support', 'Meetings with unit support staff, every month'],
  ['department_heads', 'Meetings of department heads attended, every month'],
];

/**
 * Meetings held or attended, and their minutes.
 * @param days after a meeting in which its minutes are due
 */
export function meetingDuties(reader: DutyReader, days: number): Duty[] {
  const held = reader.panels.rows('meetings');
  return [
    ...meetingNames
      .filter(([type]) => held.length === 0 || held.some(({ meeting_type }) => meeting_type === type))
      .map(([type, label]) => {
        const row = held.find(({ meeting_type }) => meeting_type === type);
        const { panel, now, before } = periodsOf(
          reader,
          'meetings',
          ({ held: count, due }) => ({ count, of: due }),
          ({ meeting_type }) => meeting_type === type,
        );
        const months = reader.panels.rows('meetings:months').filter(({ group }) => group === type);
        const duty = rateDuty(
          {
            panel,
            label,
            now,
            before,
            note: gapNote(row, reader),
            // How many are due is known for whole stretches only; the months show how many were held.
            months: monthTallies(months, reader.months, (month) => ({ count: month.held, of: null })).map((month) => ({
              ...month,
              of: null,
            })),
            none: 'none were due in a whole stretch of the period',
          },
          contextOf(reader, panel),
        );
        return { ...duty, part: true as const, only: `meeting_type=${type}` };
      }),
    countedRate(reader, 'minutes', `Minutes sent within ${formatNumber(days)} days`, 'on_time', 'due', {
      none: 'no minutes were due',
      note: minutesNote(reader),
    }),
    countedRate(reader, 'kept', 'Minutes kept two years', 'kept', 'due', {
      none: 'no minutes were due',
      note: 'meetings of the two years to the end of the period',
    }),
  ];
}

/** 'longest without one: 21 days, Apr 10 – May 1, 2026, North'. */
function gapNote(row: MeetingsHeld | undefined, { institutions }: DutyReader): string {
  if (!row || row.longest_gap === null || row.gap_from === null || row.gap_to === null) return '';
  const place = institutions.get(row.gap_facility_id ?? '');
  const dates = formatRange(row.gap_from, row.gap_to);
  return `longest without one: ${formatNumber(row.longest_gap)} days, ${dates}${place ? `, ${place}` : ''}`;
}

/** '1 late, 2 not sent; 1 not due yet'. */
function minutesNote({ panels }: DutyReader): string {
  const row = panels.rows('minutes')[0];
  if (!row) return '';
  const { due, late, open_overdue: open, not_due: pending } = row;
  return [
    ...(due > 0 && late + open > 0 ? [`${formatNumber(late)} late, ${formatNumber(open)} not sent`] : []),
    ...(pending > 0 ? [`${formatNumber(pending)} not due yet`] : []),
  ].join('; ');
}

export function teamDuties(reader: DutyReader, limit: number): Duty[] {
  const read = ({ observed, units }: TeamsObserved) => ({ count: observed, of: units });
  const row = reader.panels.rows('teams')[0];
  const longest = row?.longest ?? null;
  const words = [
    ...(row && row.never > 0 ? [`${formatNumber(row.never)} without an observation on record`] : []),
    ...(longest === null ? [] : [`longest ago: ${formatNumber(longest)} days`]),
  ];
  return [
    rateDuty(
      {
        ...figuresOf(reader, 'teams', read),
        label: `Classification teams observed within six months (${formatNumber(limit)} days)`,
        note: words.join('; '),
        none: 'no unit was due',
      },
      contextOf(reader, 'teams'),
    ),
  ];
}
