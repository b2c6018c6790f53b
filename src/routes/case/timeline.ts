import { taskTypes } from '../../../data/contract/task-types.ts';
import type { TimelineData, TimelineSpan, TimelineTask } from '$lib/ui/charts/timeline.ts';
import { formatNumber } from '$lib/format/number.ts';
import { addDays, addMonths, formatDate, type IsoDate } from '$lib/calendar/date.ts';
import type { CaseEvent } from '$lib/questions/casework/case.ts';
import { valueLabel } from '$lib/format/value.ts';
import { taskLabel } from '$lib/summaries/casework.ts';

/** Kinds of events that last, in the order of their lanes. */
const lanes: readonly { kind: CaseEvent['kind']; label: string }[] = [
  { kind: 'placement', label: 'Where' },
  { kind: 'assignment', label: 'Case manager' },
  { kind: 'clock_stop', label: 'Clock stopped' },
  { kind: 'program', label: 'Programs' },
];

const kinds: Readonly<Record<CaseEvent['kind'], string>> = {
  admission: 'Admission',
  sentence: 'Sentenced',
  placement: 'Placement',
  assignment: 'Assigned to',
  clock_stop: 'Clock stopped',
  task: 'Task due',
  program: 'Program',
  release: 'Release',
};

export const kindLabel = (event: CaseEvent): string => kinds[event.kind];

/** What an event is about, in words: "Harnett, Unit C, Medium", "Program review", "Referred". */
export function eventLabel({ kind, label, detail }: CaseEvent): string {
  if (kind === 'sentence') return 'Sentenced; the clocks of a pretrial stay start here';
  if (kind === 'task') return [taskLabel(label), ...(detail === null ? [] : [detail])].join(', ');
  const words = [label, detail].filter((part) => part !== null).map(valueLabel);
  return words.length === 0 ? 'Not recorded' : words.join(', ');
}

/** Lanes and due dates of one case, from admission (or the years drawn) to the later of release and what is due next. */
export function timelineOf(events: readonly CaseEvent[], asOf: IsoDate, years = 4): TimelineData {
  const first = events[0]?.date ?? asOf;
  const released = events.find(({ kind }) => kind === 'release')?.date;
  const from = [first, addMonths(asOf, -12 * years)].sort()[1] ?? first;
  const tasks = events
    .filter(({ kind, date, end_date: done }) => kind === 'task' && (date >= from || done === null))
    .map((event): TimelineTask => ({ due: event.date, done: event.end_date, label: taskLabel(event.label) }));
  const lastDue = tasks.reduce((last, { due }) => (due > last ? due : last), asOf);
  const to = released && released < asOf ? [released, lastDue].sort()[1] : lastDue;
  return {
    from,
    to: addDays(to ?? asOf, 7),
    asOf,
    lanes: lanes
      .map(({ kind, label }) => ({
        label,
        spans: events
          .filter((event) => event.kind === kind && (event.end_date ?? asOf) > from)
          .map((event): TimelineSpan => ({
            from: event.date,
            to: event.end_date,
            label: valueLabel(event.label),
            ...(event.detail ? { detail: valueLabel(event.detail) } : {}),
          })),
      }))
      .filter(({ spans }) => spans.length > 0),
    tasks,
  };
}

const outlivesRelease = new Set(taskTypes.flatMap(({ id, outlivesRelease: outlives }) => (outlives ? [id] : [])));

/** "9 tasks were due: 2 done late, 1 open and overdue on Jul 1, 2026"; without any event nothing can be said of tasks. */
export function caseFinding(events: readonly CaseEvent[], asOf: IsoDate): string {
  const tasks = events.filter(({ kind, date }) => kind === 'task' && date <= asOf);
  if (events.length === 0) return 'Nothing to show of this case';
  if (tasks.length === 0) return 'No task was due in the last two years';
  const late = tasks.filter(({ date, end_date: done }) => done !== null && done > date).length;
  const open = tasks.filter(({ end_date: done }) => done === null);
  const hasLeft = events.some(({ kind, date }) => kind === 'release' && date <= asOf);
  // What release does not bring can no longer be done after it.
  const leftOpen = hasLeft ? open.filter(({ label }) => !outlivesRelease.has(label ?? '')).length : 0;
  const overdue = open.length - leftOpen;
  const count = `${formatNumber(tasks.length)} ${tasks.length === 1 ? 'task was' : 'tasks were'} due`;
  return `${count}: ${formatNumber(late)} done late, ${formatNumber(overdue)} open and overdue on ${formatDate(asOf)}${leftOpen > 0 ? `, ${formatNumber(leftOpen)} left open at release` : ''}`;
}
