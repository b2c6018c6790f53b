import { countedMeasures } from '../measures/figures.ts';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../data/contract/settings.ts';
import { exampleDataset } from '../export/fixture.ts';
import type { TimelinessOfType } from '../questions/casework/timeliness-types.ts';
import type { WorklistRow } from '../questions/casework/worklist.ts';
import {
  contextItems,
  countedLine,
  dataMarks,
  expertiseLines,
  inheritedWords,
  monthLimits,
  taskLines,
} from '../../routes/case-manager/case-manager.ts';
import { caseManagerLines, chosenType, comparisonOfType, countedOfType, taskTypeChoices } from './case-managers.ts';
import { coveredDays } from '../export/calendar.ts';
import { caseloadBins, caseloadFinding, countsText, funnelFinding, funnelPoints, rateText } from './casework.ts';
import {
  bandOf,
  chosenTasks,
  listedTasks,
  listMeaning,
  namesById,
  overdueOf,
  pastDueFinding,
  taskChoices,
} from './worklist.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

function row(group: string, task_type: string | null, on_time: number, due: number): TimelinessOfType {
  const share = due === 0 ? null : on_time / due;
  return {
    group,
    task_type,
    due,
    on_time,
    late: due - on_time,
    open_overdue: 0,
    set_aside: 0,
    set_aside_grace: 0,
    set_aside_legal_status: 0,
    set_aside_released: 0,
    rate: due < 10 ? null : share,
    lower: due < 10 ? null : Math.max(0, (share ?? 0) - 0.1),
    upper: due < 10 ? null : Math.min(1, (share ?? 0) + 0.1),
    expected: due === 0 ? null : due * 0.9,
    adjusted_rate: share,
    signal: null,
    discovery: null,
    variance: due === 0 ? null : due * 0.09,
    own_share: 0,
    agency_rate: 0.9,
  };
}

const reviews = ['A', 'B', 'C', 'D', 'E'].map((id) => row(id, 'program_review', 54, 60));
const rows = [
  ...reviews.slice(0, 4),
  row('E', 'program_review', 30, 60),
  row('A', 'monthly_report', 3, 3),
  row('B', 'monthly_report', 0, 0),
  row('A', null, 57, 63),
];

describe('counts and rates in words', () => {
  it('shows no rate for 3 of 3 and says when nothing was due', () => {
    expect(countsText(3, 3)).toBe('3 of 3');
    expect(rateText(row('A', 'monthly_report', 3, 3))).toBe('too few for a rate');
    expect(countsText(0, 0)).toBe('none were due');
    expect(rateText(row('A', 'monthly_report', 0, 0))).toBe('');
    expect(plain(rateText(row('A', 'program_review', 54, 60)))).toBe('90 %, 80 to 100 %');
  });

  it('writes the lines of an element in the order of the contract, with what is known of each', () => {
    const months = Array.from({ length: 24 }, (_none, index) => ({
      month: `${2024 + Math.floor((index + 6) / 12)}-${String(((index + 6) % 12) + 1).padStart(2, '0')}-01`,
      group: 'program_review',
      due: 20,
      on_time: 18 + (index % 2),
    }));
    const about = { period: { from: '2024-07-01', to: '2026-07-01' }, asOf: '2026-06-30' };
    const [line, ...rest] = taskLines(2, rows, months, 'A', about);
    expect(rest).toEqual([]);
    expect(line).toMatchObject({
      label: 'Program review',
      counts: '54 of 60',
      note: null,
      measure: 'timeliness-program_review',
    });
    expect(line?.rate).toMatchObject({ value: 0.9, expected: 0.9, beyond: false });
    expect(line?.months).toHaveLength(24);
    expect(line?.trend).toBe('Within usual variation of 24 months');
    expect(taskLines(3, rows, months, 'A', about)[0]).toMatchObject({
      counts: '3 of 3',
      rate: null,
      note: 'too few for a rate',
    });
    expect(taskLines(3, rows, months, 'B', about)[0]).toMatchObject({
      counts: 'none were due',
      rate: null,
      note: null,
    });
    expect(taskLines(3, rows, months, 'Z', about)[0]).toMatchObject({ counts: 'none were due', rate: null });
  });

  it('calls a month that is not over partial', () => {
    const limits = monthLimits([], null, { from: '2026-05-01', to: '2026-07-01' }, '2026-06-15');
    expect(limits.months.map(({ partial }) => partial)).toEqual([false, true]);
  });

  it('says what is expected beside what is recorded', () => {
    const lines = expertiseLines(
      {
        training: { hours: 12.25, presented: 1, meetings_presented: 1, expected_per_staff: 9.97 },
        certification: { first_expiry: '2025-01-01', lapsed: 1, not_recorded: 0 },
        quality: undefined,
      },
      '2026-06-30',
    );
    expect(lines.map(({ counts }) => counts)).toEqual([
      '12.5 of 10 expected',
      'ended Jan 1, 2025',
      'none were checked',
    ]);
    expect(lines[0]?.note).toBe('2 sessions presented');
    const spec = countedMeasures.find(({ measure }) => measure === 'goals-met');
    if (!spec) throw new Error('goals-met is counted in the memorandum');
    const goals = [{ group: 'A', met: 4, due: 5, rate: null, lower: null, upper: null }];
    expect(countedLine(spec, goals, 'A', 'Goals')).toMatchObject({ counts: '4 of 5', note: 'met; too few for a rate' });
    expect(countedLine(spec, goals, 'B', 'Goals')).toMatchObject({ counts: 'no goals were due', note: null });
  });
});

describe('comparison', () => {
  it('names the one beyond the limits by position, never by rank', () => {
    const comparison = comparisonOfType(rows, 'program_review');
    expect(comparison.comparisons).toBe(5);
    const points = funnelPoints(countedOfType(rows, 'program_review'), comparison, {
      name: (id) => `CM ${id}`,
      marked: 'A',
    });
    expect(points.filter(({ marked }) => marked).map(({ id }) => id)).toEqual(['A']);
    // Between what was counted and the rate of all, and nearer to whatever says more.
    const low = points.find(({ id }) => id === 'E');
    expect(low?.shrunk).toBeGreaterThan(low?.rate ?? 1);
    expect(low?.shrunk).toBeLessThan(comparison.rate);
    expect(funnelFinding('Program review', comparison, { group: 'A', due: 60 })).toBe(
      'Program review: within the limits for 60 due',
    );
    const few = comparisonOfType(rows, 'monthly_report');
    expect(funnelFinding('Monthly report', few, null)).toBe('Monthly report: too few were due to compare');
    const words = points.map(({ words: said }) => said).join(' ');
    expect(words).not.toMatch(/\b(best|worst|rank|poor|good|red|green|amber)\b/i);
  });

  it('lists everybody by name, those with cases and those with only work due', () => {
    const lines = caseManagerLines(
      countedOfType(rows, 'program_review').filter(({ group }) => group !== 'D'),
      comparisonOfType(rows, 'program_review'),
      {
        caseload: [
          // 40 of 80 days with 62 people are 31 on an average day of the period.
          { group: 'D', days_assigned: 40, person_days: 40 * 62, days: 80, average: 31, minimum: 0, maximum: 63 },
          { group: null, days_assigned: 9, person_days: 18, days: 80, average: 18 / 80, minimum: 0, maximum: 3 },
        ],
        workload: [{ group: 'D', people: 40, near_release: 10, high_risk: 4 }],
        overdue: [{ staff_id: 'D' }, { staff_id: null }],
        names: [{ staff_id: 'D', staff_name: 'Abel', unit_id: 'U1' }],
      },
      exampleDataset(),
    );
    expect(lines.map(({ name }) => name)).toEqual(['A', 'Abel', 'B', 'C', 'E']);
    expect(lines[1]).toMatchObject({ unit: 'A', days: 40, average: 31, nearRelease: 0.25, overdue: 1, counted: null });
  });

  it('offers the kinds of task that were due, and falls back to all for a kind nobody had', () => {
    expect(taskTypeChoices(rows).map(({ value }) => value)).toEqual(['', 'program_review', 'monthly_report']);
    expect(chosenType(rows, 'program_review')).toBe('program_review');
    expect(chosenType(rows, 'parole_summary')).toBeNull();
  });

  it('groups caseloads in round steps without losing anybody', () => {
    const averages = [61, 74.2, 75, 99, 121];
    const bins = caseloadBins(averages);
    expect(bins.reduce((sum, { people }) => sum + people, 0)).toBe(5);
    expect(bins[0]?.label).toBe('60 to under 80');
    expect(caseloadFinding(averages)).toBe('Average caseloads run from 61 to 121, the middle one is 75');
    expect(caseloadFinding([31, 62, 70], 1)).toMatch(
      /the middle one is 62; 1 of 3 had cases on part of the days only$/,
    );
    expect(caseloadFinding([])).toBe('Nobody had a caseload in the period');
  });
});

describe('context', () => {
  it('comes with the days that are missing and what was set aside', () => {
    const items = contextItems({
      days: 91,
      caseload: undefined,
      workload: undefined,
      inherited: undefined,
      setAside: 2,
    });
    expect(items.map(({ value }) => value)).toEqual(['0', null, null, null, null, '0', '2']);
    const [, average, taken] = contextItems({
      days: 91,
      // 33 of 91 days with 128 people, all but two of them from the first day on, handed on on the 34th.
      caseload: {
        days_assigned: 33,
        person_days: 33 * 128,
        average: (33 * 128) / 91,
        minimum: 0,
        maximum: 129,
        last_day: 0,
        taken_over: 2,
        given_up: 130,
      },
      workload: undefined,
      inherited: undefined,
      setAside: 0,
    });
    expect(average).toMatchObject({ value: '46', note: '128 while assigned; 0 to 129, 0 at the end' });
    expect(taken).toMatchObject({ value: '2', note: '130 given up or ended' });
    const marks = dataMarks([row('A', null, 5, 6), row('A', 'case_plan', 5, 6)], comparisonOfType(rows, null), {
      assigned: 43,
      days: 91,
      toDate: true,
      graceDays: 14,
    }).join(' ');
    expect(marks).toMatch(/assigned on 43 of 91 days.*1 kind of task has too few.*to date/);
    expect(inheritedWords({ inherited: 12, cleared: 1 })).toMatch(/^12 items were .* 1 of them has been cleared/);
    expect(
      coveredDays(
        { kind: 'range', from: '2026-06-01', to: '2026-09-01', id: '' },
        { as_of: '2026-06-30', history_from: null },
      ),
    ).toBe(30);
  });
});

describe('the worklist', () => {
  const task = (id: string, more: Partial<WorklistRow>): WorklistRow => ({
    task_id: id,
    task_type: 'program_review',
    stay_id: `case ${id}`,
    staff_id: 'S1',
    facility_id: 'F1',
    unit_id: 'U1',
    due_date: '2026-06-01',
    days_overdue: 29,
    trigger_date: null,
    rule: 'program_review_days',
    rule_from: '2025-12-03',
    rule_days: 180,
    stopped_days: 0,
    moved_days: 0,
    our_due: null,
    now_facility_id: 'F1',
    answer_facility_id: 'F1',
    case_facility_id: 'F1',
    inherited: false,
    counts: true,
    ended_by_release: false,
    holder_id: 'S1',
    since: null,
    ...more,
  });
  const name = namesById(
    [
      { staff_id: 'S1', staff_name: 'Case Manager 1' },
      { staff_id: 'S2', staff_name: 'Case Manager 2' },
    ],
    [
      { id: 'S1', name: 'Another name' },
      { id: 'S8', name: 'Case Manager 8' },
    ],
  );
  const dataset = { ...exampleDataset(), settings: defaultSettings() };
  const tasks = listedTasks(
    [
      task('b', { inherited: true, holder_id: 'S2' }),
      task('a', {
        due_date: '2026-05-01',
        days_overdue: 60,
        task_type: 'case_plan',
        staff_id: null,
        holder_id: null,
        unit_id: null,
      }),
      task('c', { due_date: null, days_overdue: null, rule: null }),
    ],
    name,
    dataset,
  );

  it('lists by due date, with who, why and whose it is now', () => {
    expect(tasks.map(({ task_id: id }) => id)).toEqual(['a', 'b', 'c']);
    expect(tasks[0]).toMatchObject({ staff: 'Nobody assigned', unit: 'Not recorded', task: 'Case plan' });
    expect(tasks[1]).toMatchObject({
      mark: 'inherited',
      holder: 'Case Manager 2',
      why: '180 days after the last review on Dec 3, 2025',
    });
    expect(pastDueFinding('todo', tasks)).toBe(
      '3 items to do: 1 past due for up to 14 days, 1 inherited with the case',
    );
    expect(pastDueFinding('past', [])).toBe('Nothing is on this list');
  });

  it('has a band for every age, and each age in one', () => {
    expect([0, 14, 15, 30, 31, 90, 91, 365, 366, 4000].map((days) => bandOf(days))).toEqual([
      '14',
      '14',
      '30',
      '30',
      '90',
      '90',
      '365',
      '365',
      'more',
      'more',
    ]);
    expect(bandOf(-3)).toBe('14');
  });

  it('counts an inherited item for one and shows it to the other', () => {
    const counted = overdueOf(tasks, 'S1').counted;
    expect(counted.map(({ task_id: id, mark }) => [id, mark])).toEqual([
      ['b', 'now with Case Manager 2'],
      ['c', null],
    ]);
    expect(overdueOf(tasks, 'S2')).toMatchObject({ counted: [], inherited: [{ task_id: 'b', mark: 'inherited' }] });
  });

  it('keeps what a reader chooses, and offers what a link chose though the list lacks it', () => {
    const none = { type: '', unit: '', staff: '', age: '', left: '' };
    const left = (id: string) => id === 'S1';
    expect(chosenTasks(tasks, none, left)).toHaveLength(3);
    expect(chosenTasks(tasks, { ...none, staff: '~' }, left).map(({ task_id: id }) => id)).toEqual(['a']);
    expect(chosenTasks(tasks, { ...none, staff: 'S2' }, left).map(({ task_id: id }) => id)).toEqual(['b']);
    expect(chosenTasks(tasks, { ...none, type: 'case_plan' }, left)).toHaveLength(1);
    expect(chosenTasks(tasks, { ...none, age: '90' }, left).map(({ task_id: id }) => id)).toEqual(['a']);
    expect(chosenTasks(tasks, { ...none, left: 'left' }, left).map(({ task_id: id }) => id)).toEqual(['b', 'c']);
    expect(chosenTasks(tasks, { ...none, left: 'here' }, left).map(({ task_id: id }) => id)).toEqual(['a']);
    const choices = taskChoices(tasks, { ...none, staff: 'S9' });
    expect(choices.types.map(({ label }) => label)).toEqual(['All tasks', 'Case plan', 'Program review']);
    expect(choices.staff.map(({ value }) => value)).toContain('S9');
  });

  it('says in one line what each list means', () => {
    expect(listMeaning('due14', '2026-06-30', 14)).toContain('up to Jul 14, 2026');
    expect(listMeaning('grace', '2026-06-30', 14)).toContain('first 14 days');
  });
});
