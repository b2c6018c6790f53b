import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { taskTypes } from '../../data/contract/task-types.ts';
import { addDays, type IsoDate } from '../../src/lib/calendar/date.ts';
import { caseTables } from './case-tables.ts';
import { deadlineOf, outcomeOf, workingDayAfter, type Case, type CaseTask } from './deadline-reference.ts';
import { tinyMarts } from './tiny-marts.ts';

const asOf = '2024-06-30';

/** A sentenced person at North since New Year, to be released in two years, with ADA as case manager. */
const plain: Case = {
  admitted: '2024-01-01',
  legal: 'sentenced',
  sentenced: null,
  projected: '2026-01-01',
  released: null,
  placements: [{ facility: 'NORTH', jail: false, from: '2024-01-01', to: null }],
  assignments: [{ staff: 'ADA', from: '2024-01-01', to: null }],
  stops: [],
  assessments: [],
  tasks: [],
};
const open: CaseTask = { id: 'T', type: 'program_review', trigger: null, due: null, done: null };

interface Found {
  id: string;
  rule: string | null;
  rule_from: IsoDate | null;
  rule_days: number | null;
  stopped_days: number;
  due_date: IsoDate | null;
  staff_id: string | null;
  facility_id: string | null;
  outcome: string;
  reason: string | null;
}

/** What the marts make of cases, by task. */
async function found(cases: readonly Case[]): Promise<Map<string, Found>> {
  const database = await tinyMarts(caseTables(cases, asOf), ['due_task'], asOf);
  const rows = await database.rows(
    `SELECT task_id AS id, rule, CAST(rule_from AS VARCHAR) AS rule_from, rule_days, stopped_days,
       CAST(due_task.due_date AS VARCHAR) AS due_date, CAST(due_task.staff_id AS VARCHAR) AS staff_id,
       CAST(due_task.facility_id AS VARCHAR) AS facility_id, CAST(outcome AS VARCHAR) AS outcome, CAST(reason AS VARCHAR) AS reason
     FROM due_task`,
  );
  database.close();
  return new Map(rows.map((row) => [String(row.id), row as unknown as Found]));
}

/** What the reference says, in the same words. */
function expected(task: CaseTask, stay: Case): Omit<Found, 'id' | 'rule_days'> {
  const deadline = deadlineOf(task, stay, asOf);
  const { staff, facility, outcome, reason } = outcomeOf(task, stay, asOf);
  return {
    rule: deadline?.rule ?? null,
    rule_from: deadline?.from ?? null,
    stopped_days: deadline?.stopped ?? 0,
    due_date: deadline?.due ?? null,
    staff_id: staff,
    facility_id: facility,
    outcome,
    reason,
  };
}

type Example = [what: string, task: Partial<CaseTask>, due: IsoDate | null, stay?: Partial<Case>];

const examples: Example[] = [
  [
    'an initial classification is due 28 days after arrival',
    { type: 'initial_classification', trigger: '2024-02-10' },
    '2024-03-09',
  ],
  ['… also over a February without a 29th', { type: 'initial_assessment', trigger: '2023-02-10' }, '2023-03-10'],
  ['a case plan without a trigger counts from the first day here', { type: 'case_plan' }, '2024-01-29'],
  [
    '… from leaving the county jail for the designated institution',
    { type: 'case_plan' },
    '2024-02-12',
    {
      placements: [
        { facility: 'COUNTY', jail: true, from: '2024-01-01', to: '2024-01-15' },
        { facility: 'NORTH', jail: false, from: '2024-01-15', to: null },
      ],
    },
  ],
  [
    '… and not while still waiting in the county jail',
    { type: 'case_plan' },
    null,
    { placements: [{ facility: 'COUNTY', jail: true, from: '2024-01-01', to: null }] },
  ],
  [
    'a pretrial stay that is sentenced starts its clocks on that day',
    { type: 'initial_classification', trigger: '2024-01-01' },
    '2024-03-09',
    { legal: 'pretrial', sentenced: '2024-02-10' },
  ],
  ['a program review is due 180 days after the last one', { trigger: '2024-01-31' }, '2024-07-29'],
  [
    '… 90 within twelve months of projected release',
    { trigger: '2024-01-31' },
    '2024-04-30',
    { projected: '2025-01-31' },
  ],
  ['… still 180 on the day before', { trigger: '2024-01-31' }, '2024-07-29', { projected: '2025-02-01' }],
  ['… 180 for life', { trigger: '2024-01-31' }, '2024-07-29', { projected: null }],
  ['a reassessment is due 365 days after the last', { type: 'reassessment', trigger: '2023-03-01' }, '2024-02-29'],
  ['… which is looked up', { type: 'reassessment' }, '2025-02-28', { assessments: ['2023-12-30', '2024-02-29'] }],
  [
    'a release plan is due 90 days before projected release',
    { type: 'release_plan' },
    '2024-03-01',
    { projected: '2024-05-30' },
  ],
  ['… and cannot be dated without one', { type: 'release_plan' }, null, { projected: null }],
  ['identification is due at release', { type: 'identification_documents' }, '2024-05-20', { released: '2024-05-20' }],
  ['… as projected while still here', { type: 'identification_documents' }, '2024-08-01', { projected: '2024-08-01' }],
  [
    'a community referral 17 months before, in shorter months on the last day',
    { type: 'community_referral' },
    '2024-02-29',
    { projected: '2025-07-31' },
  ],
  [
    'a work release investigation 30 days after the request',
    { type: 'work_release_investigation', trigger: '2024-01-31' },
    '2024-03-01',
  ],
  ['a progress report 90 days before release', { type: 'progress_report' }, '2024-03-01', { projected: '2024-05-30' }],
  ['a parole summary eight months before', { type: 'parole_summary' }, '2024-02-29', { projected: '2024-10-31' }],
  // Six months to serve: 17 months before July 1, 2024 is February 1, 2023, eleven months before anybody had the case.
  [
    'a community referral on a short sentence with the initial classification, four weeks after admission',
    { type: 'community_referral' },
    '2024-01-29',
    { projected: '2024-07-01' },
  ],
  // Ninety days before April 28 is January 29, the very day the initial classification is due.
  [
    'a release plan by its own rule from that day on',
    { type: 'release_plan' },
    '2024-01-29',
    { projected: '2024-04-28' },
  ],
  [
    '… with the initial classification a day sooner',
    { type: 'release_plan' },
    '2024-01-29',
    { projected: '2024-04-27' },
  ],
  [
    '… and at projected release where four weeks would be too late',
    { type: 'release_plan' },
    '2024-01-20',
    { projected: '2024-01-20' },
  ],
  // Awaiting trial since New Year, sentenced on March 10: four weeks from then.
  [
    'a parole summary of somebody sentenced later four weeks after the sentence',
    { type: 'parole_summary' },
    '2024-04-07',
    { legal: 'pretrial', sentenced: '2024-03-10', projected: '2024-06-01' },
  ],
  [
    'a progress report on a short sentence ten days later for ten stopped days',
    { type: 'progress_report' },
    '2024-02-08',
    { projected: '2024-03-01', stops: [{ from: '2024-01-10', to: '2024-01-20' }] },
  ],
  [
    '… but a date the agency gives stands, however soon',
    { type: 'progress_report', due: '2024-01-05' },
    '2024-01-05',
    { projected: '2024-03-01' },
  ],
  [
    'a victim/witness notification 7 days after the event',
    { type: 'victim_witness_notification', trigger: '2024-02-26' },
    '2024-03-04',
  ],
  // February 2024 ends on a Thursday: Fri 1, Mon 4, Tue 5, Wed 6, Thu 7.
  [
    'a monthly report on the fifth working day of the next month',
    { type: 'monthly_report', trigger: '2024-02-12' },
    '2024-03-07',
  ],
  // March 2024 ends on a Sunday: Mon 1 to Fri 5.
  ['… which may be its fifth day', { type: 'monthly_report', trigger: '2024-03-31' }, '2024-04-05'],
  ['a request is due after ten working days', { type: 'inmate_request', trigger: '2024-03-01' }, '2024-03-15'],
  [
    '… counted from Monday when it came in at the weekend',
    { type: 'correspondence', trigger: '2024-03-02' },
    '2024-03-15',
  ],
  [
    'a central monitoring review has only the date it is given',
    { type: 'central_monitoring_review', trigger: '2024-01-01' },
    null,
  ],
  ['a date that is given stands', { type: 'presentence_report', due: '2024-02-29' }, '2024-02-29'],
  [
    'ten stopped days make it ten days later',
    { trigger: '2024-01-31' },
    '2024-08-08',
    { stops: [{ from: '2024-03-01', to: '2024-03-11' }] },
  ],
  [
    '… also when the stop begins in the days it was moved by',
    { type: 'victim_witness_notification', trigger: '2024-03-01' },
    '2024-03-14',
    {
      stops: [
        { from: '2024-03-05', to: '2024-03-07' },
        { from: '2024-03-09', to: '2024-03-13' },
      ],
    },
  ],
  [
    '… but not when it begins on the due date',
    { type: 'victim_witness_notification', trigger: '2024-03-01' },
    '2024-03-08',
    { stops: [{ from: '2024-03-08', to: '2024-03-20' }] },
  ],
  [
    '… and only the days since the clock began count',
    { type: 'victim_witness_notification', trigger: '2024-03-01' },
    '2024-03-11',
    { stops: [{ from: '2024-02-20', to: '2024-03-04' }] },
  ],
  [
    'a clock that still stands holds the deadline open past the last day of the data',
    { type: 'victim_witness_notification', trigger: '2024-06-26' },
    '2024-07-06',
    { stops: [{ from: '2024-06-28', to: null }] },
  ],
  [
    'a date that is given moves too, from the day the task began',
    { type: 'release_plan', trigger: '2024-02-01', due: '2024-03-01' },
    '2024-03-06',
    { stops: [{ from: '2024-02-10', to: '2024-02-15' }] },
  ],
  // Nobody recorded when these began. Due on July 1, 180 days before is January 3.
  [
    'a given date without a beginning moves as if its clock had begun its rule’s days before',
    { due: '2024-07-01' },
    '2024-07-06',
    { stops: [{ from: '2024-02-10', to: '2024-02-15' }] },
  ],
  [
    '… not by days before that',
    { type: 'victim_witness_notification', due: '2024-03-08' },
    '2024-03-08',
    { stops: [{ from: '2024-02-10', to: '2024-02-15' }] },
  ],
  // 28 days before January 20 the person was not there: the clock begins on New Year, two days into the stop.
  [
    '… nor by days before the stay',
    { type: 'case_plan', due: '2024-01-20' },
    '2024-01-23',
    { stops: [{ from: '2023-12-30', to: '2024-01-04' }] },
  ],
  // Ten working days before Friday, March 15 is Friday, March 1.
  [
    '… in working days where the rule has those',
    { type: 'inmate_request', due: '2024-03-15' },
    '2024-03-17',
    { stops: [{ from: '2024-02-20', to: '2024-03-03' }] },
  ],
  [
    '… and stands where no rule says how long before it began',
    { type: 'presentence_report', due: '2024-03-15' },
    '2024-03-15',
    { stops: [{ from: '2024-03-01', to: '2024-03-03' }] },
  ],
];

/** Each example as a case of its own, whose task goes by its number. */
function numbered(examples: readonly { task: Partial<CaseTask>; stay?: Partial<Case> | undefined }[]): Case[] {
  return examples.map(({ task, stay }, index) => ({
    ...plain,
    ...stay,
    tasks: [{ ...open, ...task, id: String(index) }],
  }));
}

function caseOf(cases: readonly Case[], index: number): { stay: Case; task: CaseTask } {
  const stay = cases[index];
  const task = stay?.tasks[0];
  if (!stay || !task) throw new Error('every example has a task');
  return { stay, task };
}

describe('deadlines worked out by hand', () => {
  const cases = numbered(examples.map(([, task, , stay]) => ({ task, stay })));
  let rows = new Map<string, Found>();
  beforeAll(async () => {
    rows = await found(cases);
  });

  it.each(examples.map(([what, , due], index) => [what, due, index] as const))('%s', (_what, due, index) => {
    const { stay, task } = caseOf(cases, index);
    expect(deadlineOf(task, stay, asOf)?.due ?? null).toBe(due);
    expect(rows.get(task.id)).toMatchObject(expected(task, stay));
    expect(rows.get(task.id)?.due_date).toBe(due);
  });

  it('name the rule where release leaves no time to count back from it', () => {
    const ruleOf = (what: string) => rows.get(String(examples.findIndex(([named]) => named === what)));
    expect(
      ruleOf('a community referral on a short sentence with the initial classification, four weeks after admission'),
    ).toMatchObject({ rule: 'with_initial_classification', rule_from: '2024-01-01', rule_days: 28 });
    expect(ruleOf('a release plan by its own rule from that day on')).toMatchObject({ rule: 'release_plan_days' });
    expect(ruleOf('… and at projected release where four weeks would be too late')).toMatchObject({
      rule: 'at_projected_release',
      rule_from: '2024-01-20',
      rule_days: 0,
    });
  });

  it('run from the last task of the kind that was done, where it is not recorded when they began', async () => {
    const stops = [
      { from: '2024-02-10', to: '2024-02-15' },
      { from: '2024-05-10', to: '2024-05-13' },
    ];
    const done = { ...open, id: 'D', trigger: '2023-12-01', done: '2024-04-01' };
    const next = { ...open, id: 'N', due: '2024-07-01' };
    const known = await found([{ ...plain, stops, tasks: [done, next] }]);
    // Only the stop after April 1 moves it; alone it would be moved by both.
    expect(known.get('N')).toMatchObject({ due_date: '2024-07-04', stopped_days: 3 });
    const alone = await found([{ ...plain, stops, tasks: [next] }]);
    expect(alone.get('N')).toMatchObject({ due_date: '2024-07-09', stopped_days: 8 });
  });

  it('are counted where there were stops and nobody knows when the clock began', async () => {
    const stops = [{ from: '2024-03-01', to: '2024-03-03' }];
    const tasks = [
      { ...open, id: 'U', type: 'presentence_report', due: '2024-03-15' },
      { ...open, id: 'K', type: 'presentence_report', trigger: '2024-02-01', due: '2024-03-15' },
      { ...open, id: 'B', type: 'presentence_report', due: '2024-03-01' },
    ];
    const database = await tinyMarts(
      caseTables([{ ...plain, stops, tasks }], asOf),
      ['due_task', 'casework_now'],
      asOf,
    );
    const unknown = await database.rows('SELECT task_id FROM deadline WHERE clock_unknown');
    const now = await database.rows('SELECT sum(clock_unknown)::INTEGER AS tasks FROM casework_now');
    database.close();
    // B was due on the day the stop began: nothing could move it.
    expect(unknown).toEqual([{ task_id: 'U' }]);
    expect(now).toEqual([{ tasks: 1 }]);
  });

  it('follow-ups fall 30, 90 and 180 days after release, those without a date on the days left', async () => {
    const followUp = (id: string, task: Partial<CaseTask> = {}) => ({
      ...open,
      id,
      type: 'post_release_follow_up',
      ...task,
    });
    const tasks = [
      followUp('T1', { done: '2024-01-10' }),
      followUp('T2'),
      followUp('T3', { due: '2024-02-29' }),
      followUp('T4'),
    ];
    const rows = await found([{ ...plain, admitted: '2023-01-01', released: '2023-12-01', tasks }]);
    const dates = tasks.map(({ id }) => rows.get(id)?.due_date);
    expect(dates).toEqual(['2023-12-31', '2024-05-29', '2024-02-29', null]);
    expect(rows.get('T4')).toMatchObject({ outcome: 'set_aside', reason: 'not_datable' });
  });

  it('a Financial Responsibility review goes with the program review', async () => {
    const review = { ...open, id: 'R', trigger: '2024-01-31', due: '2024-04-01' };
    const money = { ...open, id: 'M', type: 'financial_responsibility_review', trigger: '2024-01-31' };
    const alone = { ...money, id: 'A', trigger: '2024-02-01' };
    const rows = await found([{ ...plain, tasks: [review, money, alone] }]);
    expect(rows.get('M')).toMatchObject({ rule: 'at_program_review', due_date: '2024-04-01' });
    expect(rows.get('A')).toMatchObject({ rule: 'program_review_days', due_date: '2024-07-30' });
  });
});

describe('who answers, and what became of it', () => {
  const due = (task: Partial<CaseTask>): CaseTask => ({
    ...open,
    type: 'presentence_report',
    trigger: '2024-01-02',
    ...task,
  });
  const handover: Case['assignments'] = [
    { staff: 'ADA', from: '2024-01-01', to: '2024-03-01' },
    { staff: 'BEN', from: '2024-03-01', to: null },
  ];
  const answers: [what: string, task: CaseTask, stay: Partial<Case>, answer: Partial<Found>][] = [
    [
      'done on the due date is on time',
      due({ due: '2024-02-01', done: '2024-02-01' }),
      {},
      { outcome: 'on_time', staff_id: 'ADA' },
    ],
    ['done the day after is late', due({ due: '2024-02-01', done: '2024-02-02' }), {}, { outcome: 'late' }],
    ['not done and due on the last day of the data is overdue', due({ due: asOf }), {}, { outcome: 'open_overdue' }],
    ['due tomorrow is not due', due({ due: '2024-07-01' }), {}, { outcome: 'not_due' }],
    [
      'the day before a hand-over is still the old case manager’s',
      due({ due: '2024-02-29' }),
      { assignments: handover },
      { staff_id: 'ADA', outcome: 'open_overdue' },
    ],
    [
      'the first day after it is grace, for both',
      due({ due: '2024-03-01' }),
      { assignments: handover },
      { staff_id: 'BEN', outcome: 'set_aside', reason: 'grace' },
    ],
    ['so is the fourteenth', due({ due: '2024-03-14' }), { assignments: handover }, { reason: 'grace' }],
    [
      'the fifteenth is not',
      due({ due: '2024-03-15' }),
      { assignments: handover },
      { staff_id: 'BEN', outcome: 'open_overdue' },
    ],
    [
      'grace runs on where an agency splits the new case manager’s time into rows',
      due({ due: '2024-03-14' }),
      {
        assignments: [
          { staff: 'ADA', from: '2024-01-01', to: '2024-03-01' },
          { staff: 'BEN', from: '2024-03-01', to: '2024-03-05' },
          { staff: 'BEN', from: '2024-03-05', to: null },
        ],
      },
      { staff_id: 'BEN', outcome: 'set_aside', reason: 'grace' },
    ],
    [
      'a first case manager has taken nothing over',
      due({ due: '2024-01-20' }),
      { assignments: [{ staff: 'BEN', from: '2024-01-10', to: null }] },
      { staff_id: 'BEN', outcome: 'open_overdue', reason: null },
    ],
    [
      'nobody assigned, nobody’s: not attributable',
      due({ due: '2024-02-01' }),
      { assignments: [{ staff: 'BEN', from: '2024-03-01', to: null }] },
      { staff_id: null, outcome: 'open_overdue', facility_id: 'NORTH' },
    ],
    [
      'release before the due date ends it',
      due({ due: '2024-05-20' }),
      { released: '2024-05-20' },
      { outcome: 'set_aside', reason: 'released', staff_id: 'ADA' },
    ],
    [
      '… not when it was due before',
      due({ due: '2024-05-19' }),
      { released: '2024-05-20' },
      { outcome: 'open_overdue' },
    ],
    [
      '… nor when it was done',
      due({ due: '2024-05-25', done: '2024-05-18' }),
      { released: '2024-05-20' },
      { outcome: 'on_time' },
    ],
    [
      'follow-up after release is with the last case manager',
      due({ type: 'post_release_follow_up', trigger: '2024-05-20', due: '2024-06-19' }),
      { released: '2024-05-20', assignments: [{ staff: 'ADA', from: '2024-01-01', to: '2024-05-20' }] },
      { outcome: 'open_overdue', staff_id: 'ADA', facility_id: 'NORTH' },
    ],
    [
      'a notification about the release is not ended by it',
      due({ type: 'victim_witness_notification', trigger: '2024-05-20', due: '2024-05-27' }),
      { released: '2024-05-20' },
      { outcome: 'open_overdue' },
    ],
    [
      'a pretrial stay’s review clock does not run',
      { ...open, trigger: '2024-01-02', due: '2024-02-01' },
      { legal: 'pretrial' },
      { outcome: 'set_aside', reason: 'legal_status' },
    ],
    [
      '… until it is sentenced',
      { ...open, trigger: '2024-01-02', due: '2024-02-10' },
      { legal: 'pretrial', sentenced: '2024-02-10' },
      { outcome: 'open_overdue', reason: null },
    ],
    [
      'a holdover’s letters are due like anybody’s',
      due({ type: 'correspondence', due: '2024-02-01' }),
      { legal: 'holdover' },
      { outcome: 'open_overdue' },
    ],
  ];

  const cases = numbered(answers.map(([, task, stay]) => ({ task, stay })));
  let rows = new Map<string, Found>();
  beforeAll(async () => {
    rows = await found(cases);
  });

  it.each(answers.map(([what, , , answer], index) => [what, answer, index] as const))('%s', (_what, answer, index) => {
    const { stay, task } = caseOf(cases, index);
    expect(rows.get(task.id)).toMatchObject(answer);
    expect(rows.get(task.id)).toMatchObject(expected(task, stay));
  });

  it('puts work about no case with whoever it names, else with nobody', async () => {
    const tables = caseTables([plain], asOf);
    tables.task = [
      { task_id: 'A', task_type: 'monthly_report', staff_id: 'ADA', facility_id: 'NORTH', due_date: '2024-02-07' },
      { task_id: 'B', task_type: 'monthly_report', due_date: '2024-02-07' },
      { task_id: 'C', task_type: 'a_kind_of_its_own', stay_id: 'S0', due_date: '2024-02-07' },
    ];
    const database = await tinyMarts(tables, ['timeliness_day'], asOf);
    const rows = await database.rows(
      'SELECT CAST(task_type AS VARCHAR) AS type, CAST(staff_id AS VARCHAR) AS staff, CAST(facility_id AS VARCHAR) AS facility, element, count(*)::INTEGER AS tasks FROM timeliness_day GROUP BY ALL ORDER BY type, staff NULLS LAST',
    );
    database.close();
    expect(rows).toEqual([
      { type: 'a_kind_of_its_own', staff: 'ADA', facility: 'NORTH', element: null, tasks: 1 },
      { type: 'monthly_report', staff: 'ADA', facility: 'NORTH', element: 3, tasks: 1 },
      { type: 'monthly_report', staff: null, facility: null, element: 3, tasks: 1 },
    ]);
  });
});

/** Days around the end of a leap February, and a year either side. */
const day = (from: IsoDate, days: number) => fc.nat(days).map((offset) => addDays(from, offset));
const maybe = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: null, freq: 2 });

/** Half-open spans one after another, with and without gaps, the last perhaps still open. */
function spans(from: IsoDate, most: number, longest: number) {
  return fc
    .tuple(
      fc.array(fc.tuple(fc.oneof(fc.constant(0), fc.nat(20)), fc.integer({ min: 1, max: longest })), {
        maxLength: most,
      }),
      fc.boolean(),
    )
    .map(([lengths, lasts]) => {
      let at = from;
      return lengths.flatMap(([gap, length], index) => {
        const start = addDays(at, gap);
        at = addDays(start, length);
        const isOpen = at > asOf || (lasts && index === lengths.length - 1);
        return start > asOf ? [] : [{ from: start, to: isOpen ? null : at }];
      });
    });
}

const kinds = taskTypes.map(({ id }) => id);

function task(admitted: IsoDate): fc.Arbitrary<Omit<CaseTask, 'id'>> {
  return fc
    .record({
      type: fc.constantFrom(...kinds),
      trigger: fc.option(day(addDays(admitted, -10), 250), { nil: null, freq: 4 }),
      due: maybe(day(admitted, 300)),
      done: maybe(day(admitted, 300)),
    })
    .map(({ done, trigger, ...rest }) => {
      const isPast = done !== null && done <= asOf && (trigger === null || done >= trigger);
      return { ...rest, trigger, done: isPast ? done : null };
    });
}

const randomCase: fc.Arbitrary<Case> = day('2023-08-15', 320).chain((admitted) =>
  fc
    .record({
      admitted: fc.constant(admitted),
      legal: fc.constantFrom('sentenced', 'sentenced', 'pretrial', 'holdover'),
      sentenced: maybe(day(admitted, 150)),
      projected: maybe(day(admitted, 900)),
      released: maybe(day(admitted, 250)),
      placements: spans(admitted, 3, 120),
      assignments: spans(admitted, 4, 60),
      staff: fc.array(fc.constantFrom('ADA', 'BEN', 'CYD'), { minLength: 4, maxLength: 4 }),
      places: fc.array(fc.constantFrom('NORTH', 'SOUTH', 'COUNTY'), { minLength: 3, maxLength: 3 }),
      stops: spans(admitted, 4, 25),
      assessments: fc.array(day(admitted, 200), { maxLength: 2 }),
      tasks: fc.array(task(admitted), { minLength: 1, maxLength: 6 }),
    })
    .map(({ staff, places, sentenced, released, ...one }): Case => ({
      ...one,
      legal: one.legal as Case['legal'],
      sentenced: one.legal === 'sentenced' || sentenced === null || sentenced > asOf ? null : sentenced,
      released: released === null || released > asOf ? null : released,
      assessments: one.assessments.filter((assessed) => assessed <= asOf),
      placements: one.placements.map((span, index) => {
        const facility = places[index] ?? 'NORTH';
        return { ...span, facility, jail: facility === 'COUNTY' };
      }),
      assignments: one.assignments.map((span, index) => ({ ...span, staff: staff[index] ?? 'ADA' })),
      tasks: one.tasks.map((given, index) => ({ ...given, id: String(index) })),
    })),
);

describe('deadlines over random calendars', () => {
  it('are those of the reference, with their rule, their answer and their outcome', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(randomCase, { minLength: 1, maxLength: 60, size: 'max' }), async (drawn) => {
        const cases = drawn.map((one, index) => ({
          ...one,
          tasks: one.tasks.map((given) => ({ ...given, id: `${index}-${given.id}` })),
        }));
        const rows = await found(cases);
        for (const one of cases) {
          for (const given of one.tasks) {
            const row = rows.get(given.id);
            expect(row, given.id).toMatchObject(expected(given, one));
            // What made a due date adds up to it.
            if (row?.due_date && row.rule_from) {
              expect(addDays(row.rule_from, (row.rule_days ?? 0) + row.stopped_days)).toBe(row.due_date);
            }
          }
        }
      }),
      // Made smaller, a case of so many takes longer than anybody waits; the message names the task.
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('know working days', () => {
    expect(workingDayAfter('2024-02-29', 5)).toBe('2024-03-07');
    expect(workingDayAfter('2023-12-29', 1)).toBe('2024-01-01');
  });
});
