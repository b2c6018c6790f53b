import { settings, type SettingName } from '../../../data/contract/settings.ts';
import { taskTypes, type TaskType, type TaskTypeId } from '../../../data/contract/task-types.ts';
import { dueShare, figure, share } from './figure.ts';
import { firstDefinition, type Measure, type Shown } from './measure.ts';
import { noFigure, noMonths, noRows } from './reasons.ts';

const attribution =
  'Work belongs to the case manager assigned, and the place the person was held in, on the due date; work due after release to those of the last day in custody; work about no case to whoever it names. With nobody assigned it is not attributable: counted, and nobody’s.';
const setAside =
  'Set aside and counted beside: work due in the grace after a hand-over; reviews and initial work due while a stay was pretrial or holdover, whose clocks do not run; work not done and due on or after release. Work no rule can date is counted apart.';
const interval = 'Wilson 95 % interval; no rate below the fewest due for which one is shown.';

/** What fell due, who answers for it, and what is open. */
export const deadlineMeasures = [
  {
    id: 'caseload',
    label: 'Caseload',
    definition:
      'People in custody under a case manager on an average day of the period, days without a case among them, so that averages add up.',
    numerator: 'Days of the people in custody under the case manager in the period, end dates exclusive.',
    denominator: 'Days of the period that the data cover.',
    exclusions: 'Assignments count only while the person is in custody. Pretrial and holdover stays count.',
    unit: 'people',
    direction: 'neither',
    element: 2,
    tables: [['stay', 'assignment']],
    question: 'casework/caseload',
    history: firstDefinition,
    method:
      'Fewest and most are those of any day of the period: 0 for somebody who was not there all of it. The days with a case stand beside, and for part of a period the average while assigned. A case is taken over when it comes to the case manager at the institution, and given up when it goes to somebody else or another institution or ends by release.',
    figure: figure({
      question: 'casework/caseload',
      kind: 'number',
      value: 'average',
      finest: 'staff',
      decimals: 1,
      zero: true,
      noMonths: noMonths.wholePeriod,
    }),
    shown: { matrix: { section: 'Population', label: 'Average caseload', order: 1, context: true } },
  },
  {
    id: 'unassigned',
    label: 'People without a case manager',
    definition: 'People in custody on the as-of date with no case manager assigned, and since when.',
    numerator: 'People in custody with no assignment in force.',
    exclusions: 'Nobody: new arrivals count from the first day.',
    unit: 'people',
    direction: 'lower',
    tables: [['stay', 'assignment']],
    question: 'casework/unassigned',
    history: firstDefinition,
    figure: figure({
      kind: 'ratio',
      question: 'casework/now',
      part: 'unassigned',
      whole: 'people',
      finest: 'unit',
      at: 'as-of',
      none: 'nobody is held there',
      noMonths: noMonths.asOfOnly,
    }),
    shown: { matrix: { section: 'Population', label: 'Without a case manager', order: 5 } },
  },
  {
    id: 'timeliness',
    label: 'Casework on time',
    definition: 'Work done on or before its due date, as a share of what fell due in the period, done or not.',
    numerator: 'Work done on or before the due date.',
    denominator: 'Work due in the period, up to the as-of date: on time, late, or not done (open overdue).',
    exclusions: `${setAside} ${attribution}`,
    unit: 'share',
    direction: 'higher',
    tables: [['stay', 'task']],
    question: 'casework/timeliness',
    rows: 'due',
    settings: ['handover_grace_days', 'minimum_for_rate'],
    history: firstDefinition,
    method: `${interval} Days on which a clock stood move the due date. Places and case managers are compared with what would be on time if their work were done as in the whole agency: kind of task, custody level and months to release, strata merged until each has 30 due; funnel limits from the exact binomial with over-dispersion, and a false discovery rate of 5 %.`,
    figure: dueShare(),
    shown: { matrix: { section: 'Casework', label: 'Casework on time', order: 6 } },
  },
  {
    id: 'timeliness-by-month',
    label: 'Casework on time by month',
    definition: 'Work done on or before its due date, of what fell due in each month.',
    numerator: 'Work done on or before the due date.',
    denominator: 'Work due in the month, up to the as-of date.',
    exclusions: setAside,
    unit: 'share',
    direction: 'higher',
    tables: [['stay', 'task']],
    question: 'casework/timeliness-monthly',
    settings: ['handover_grace_days'],
    history: firstDefinition,
    noFigure: noFigure.monthsOfAnother,
  },
  {
    id: 'overdue',
    label: 'Overdue now',
    definition:
      'Work that was due on or before the as-of date, is not done and can still be done, item by item, with whoever has the case on that day.',
    numerator: 'Open work past due on the as-of date.',
    exclusions: `Work that can no longer be done: left open by somebody released since, unless release brings it (identification documents, follow-up), or past the time in which such work is of use. It stays not done in the timeliness of the period it was due in, and is a list of its own. ${setAside} Central monitoring and victim/witness work is in the counts and never listed.`,
    unit: 'rows',
    direction: 'lower',
    tables: [['stay', 'task']],
    question: 'casework/worklist',
    settings: ['handover_grace_days'],
    history: firstDefinition,
    method:
      'Every open task is in exactly one list, by who can act: past due and with its holder, nobody’s, in grace, due in 14, 30 or 60 days, later, waiting for a sentence, without a date, or no longer to be done. Whose figures it counts in stands beside. Inherited: past due before its holder took the case over.',
    noFigure: noFigure.list,
  },
  {
    id: 'inherited',
    label: 'Inherited overdue work',
    definition:
      'Work that was past due and not done when a case manager took the case over in the period, and of that, what was cleared.',
    numerator: 'Of the inherited, work done while the case was with the new case manager.',
    denominator: 'Work past due and not done on the first day of the assignment, due before it.',
    exclusions:
      'It stays in the count of whoever answered on the due date, and is in no rate of the case manager who inherits it.',
    unit: 'share',
    direction: 'higher',
    element: 2,
    tables: [['stay', 'task', 'assignment']],
    question: 'casework/inherited',
    rows: 'inherited',
    history: firstDefinition,
    method: interval,
    figure: share('casework/inherited', 'cleared', 'inherited', { none: 'none was inherited', noMonths: noMonths.few }),
  },
] as const satisfies readonly Measure[];

/** The settings a deadline is worded with. */
function settingsOf({ due }: TaskType): SettingName[] {
  return [...due.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) =>
    name && Object.hasOwn(settings, name) ? [name as SettingName] : [],
  );
}

const victimsShown: Shown = { packet: { table: 'meetings', label: 'Victim and Witness on time', order: 6 } };

/** One entry for every kind of task: the same share, with the deadline of the kind. */
export const taskMeasures = taskTypes.map((type) => {
  const used = settingsOf(type);
  const due = type.due.replace(/\{(\w+)\}/g, (_found, name: string) => String(settings[name as SettingName].value));
  return {
    id: `timeliness-${type.id as TaskTypeId}` as const,
    label: `${type.label}: on time`,
    definition: `${type.label} done on or before its due date, as a share of what fell due in the period, done or not. Where the agency gives no date it is due ${due}${due === 'as given' ? ', and without one counted apart' : ''}.`,
    numerator: 'Work of this kind done on or before the due date.',
    denominator: 'Work of this kind due in the period, up to the as-of date.',
    exclusions: type.countedOnly ? `${setAside} Counted, and never listed case by case.` : setAside,
    unit: 'share',
    direction: 'higher',
    element: type.element,
    tables: [['stay', 'task']],
    question: 'casework/timeliness',
    ...(type.countedOnly ? { noRows: noRows.countedOnly } : { rows: 'due' }),
    settings: [...used, 'handover_grace_days'],
    history: firstDefinition,
    figure: dueShare(type.id),
    ...(type.id === 'victim_witness_notification' ? { shown: victimsShown } : {}),
    method: `${interval}${used.length > 0 ? ' The numbers in the deadline are the defaults; those of this agency are among the settings.' : ''}`,
  } satisfies Measure;
});
