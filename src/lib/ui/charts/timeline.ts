import { addDays, daysBetween, formatDate, toDayNumber, type IsoDate } from '../../calendar/date.ts';
import type { Readout } from './readout.ts';
import { linearScale } from './scale.ts';
import { textWidth } from './text-width.ts';
import { timeTicks } from './time-ticks.ts';

/** Something that lasts: from a day to the day it no longer does; null while it lasts. */
export interface TimelineSpan {
  readonly from: IsoDate;
  readonly to: IsoDate | null;
  readonly label: string;
  readonly detail?: string;
}

/** Something due on a day, and the day it was done; null while open. */
export interface TimelineTask {
  readonly due: IsoDate;
  readonly done: IsoDate | null;
  readonly label: string;
}

export interface TimelineLane {
  readonly label: string;
  readonly spans: readonly TimelineSpan[];
}

export interface TimelineData {
  readonly from: IsoDate;
  /** Last day drawn. */
  readonly to: IsoDate;
  /** The day the data cover last: what lies after it is planned. */
  readonly asOf: IsoDate;
  readonly lanes: readonly TimelineLane[];
  readonly tasks: readonly TimelineTask[];
}

const barHeight = 22;
const rowHeight = 25;
const laneGap = 9;
const taskRow = 44;
const top = 8;

/** Lanes of bars above a row of due dates, on one time axis. Pure. */
export function layoutTimeline(data: TimelineData, width: number) {
  const left = width < 520 ? 8 : 118;
  const labelled = left > 8;
  const right = width - 10;
  // A lane's name stands beside it, or over it where there is no room beside.
  const nameHeight = labelled ? 0 : 16;
  const x = linearScale([toDayNumber(data.from), toDayNumber(data.to)], [left, right]);
  const at = (date: IsoDate) => Math.max(left, Math.min(right, x(toDayNumber(date))));
  let y = top;
  const lanes = data.lanes.map((lane) => {
    const from = y + nameHeight;
    const rows = rowsOf(lane.spans);
    y = from + Math.max(1, ...rows.map((row) => row + 1)) * rowHeight + laneGap;
    return {
      label: lane.label,
      labelY: labelled ? from + 15 : from - 4,
      bars: lane.spans.map((span, index) => ({
        ...drawSpan(span, at, data),
        y: from + (rows[index] ?? 0) * rowHeight,
      })),
    };
  });
  const tasksY = y + nameHeight + 6;
  const bottom = tasksY + taskRow;
  const tasks = data.tasks.map((task) => {
    const late = task.done === null ? task.due < data.asOf : task.done > task.due;
    return { ...task, late, x: at(task.due), doneX: task.done === null ? null : at(task.done) };
  });
  const stops = stopsOf(data);
  const most = Math.max(2, Math.floor((right - left) / 62));
  return {
    plot: { left, right, top, bottom },
    height: bottom + 42,
    labelled,
    lanes,
    barHeight,
    tasksY,
    tasks,
    today: at(data.asOf),
    xTicks: timeTicks(data.from, data.to, most).map(({ date, ...tick }) => ({ ...tick, x: at(date) })),
    stops: stops.length,
    stopX: (index: number) => at(stops[index]?.date ?? data.from),
    readout: (index: number): Readout => stops[index]?.readout ?? { title: '', lines: [] },
  };
}

/** The row of each span, so that none lies on another: the first in which the one before has ended. */
function rowsOf(spans: readonly TimelineSpan[]): number[] {
  const ends: (IsoDate | null)[] = [];
  return spans.map((span) => {
    const free = ends.findIndex((end) => end !== null && end <= span.from);
    const row = free < 0 ? ends.length : free;
    ends[row] = span.to;
    return row;
  });
}

function drawSpan(span: TimelineSpan, at: (date: IsoDate) => number, data: TimelineData) {
  const from = at(span.from);
  const to = at(span.to ?? (data.to < data.asOf ? data.to : data.asOf));
  const wide = Math.max(2, to - from - 1.5);
  // A name that does not fit is in the readout and the table; half a name is nobody's.
  const fits = textWidth(span.label, 12) * 1.08 + 10 <= wide;
  return { x: from, width: wide, text: fits ? span.label : null, open: span.to === null };
}

interface Stop {
  date: IsoDate;
  readout: Readout;
}

/** Everything a reader can go to, in order of time. */
function stopsOf({ lanes, tasks, asOf }: TimelineData): Stop[] {
  const spans = lanes.flatMap((lane) =>
    lane.spans.map((span): Stop => ({
      date: span.from,
      readout: {
        title: formatDate(span.from),
        lines: [
          { label: lane.label, value: [span.label, span.detail].filter(Boolean).join(', ') },
          {
            label: 'until',
            value: span.to === null ? `still on ${formatDate(asOf)}` : formatDate(addDays(span.to, -1)),
          },
        ],
      },
    })),
  );
  const due = tasks.map((task): Stop => ({
    date: task.due,
    readout: { title: formatDate(task.due), lines: [{ label: `${task.label} due`, value: doneWords(task, asOf) }] },
  }));
  return [...spans, ...due].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** "done Mar 3, 2026, 4 days late", "open, 12 days overdue", "open, due in 5 days". */
export function doneWords(task: Pick<TimelineTask, 'due' | 'done'>, asOf: IsoDate): string {
  const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`;
  if (task.done !== null) {
    const late = daysBetween(task.due, task.done);
    return late > 0 ? `done ${formatDate(task.done)}, ${days(late)} late` : `done ${formatDate(task.done)}, on time`;
  }
  const overdue = daysBetween(task.due, asOf);
  if (overdue > 0) return `open, ${days(overdue)} overdue`;
  return overdue === 0 ? 'open, due on the as-of day' : `open, due in ${days(-overdue)}`;
}
