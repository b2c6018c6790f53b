/** The work of staff that belongs to no single stay: reports, checks, training, notes, meetings, staffing, budgets. */
import { CHECK_SOURCES, COURSES, FINDING_SUBJECTS, NOTES, TOPICS } from './vocabulary.ts';
import { addWorkingDays, isWeekend, monthOf, monthStart, NONE, type Day } from './day.ts';
import type { Agency } from './facility.ts';
import { randomStream } from '../../src/lib/analysis/random.ts';
import { CASE_MANAGER, type Staffing, type StaffMember } from './staff.ts';
import type { Scenario } from './scenario.ts';
import { asFlag, type TableWriter } from './table.ts';
import type { TaskMaker } from './task.ts';

export interface StaffTables {
  quality_check: TableWriter;
  corrective_action: TableWriter;
  training: TableWriter;
  performance_note: TableWriter;
  meeting: TableWriter;
  staffing: TableWriter;
  release_budget: TableWriter;
}

/** Writes everything of this file. */
export function writeStaffWork(
  scenario: Scenario,
  agency: Agency,
  staffing: Staffing,
  tables: StaffTables,
  tasks: TaskMaker,
): void {
  writeReports(scenario, staffing, tasks);
  writeChecks(scenario, recurringFinding(agency), staffing, tables);
  writeTraining(scenario, staffing, tables.training);
  writeNotes(scenario, staffing, tables.performance_note);
  writeMeetings(scenario, agency, staffing, tables.meeting);
  writeStaffing(scenario, agency, staffing, tables.staffing);
  writeBudgets(scenario, agency, tables.release_budget);
}

const serves = (member: StaffMember, day: Day) => member.start <= day && (member.end === NONE || day < member.end);

function forEachMonth(scenario: Scenario, visit: (first: Day, last: Day) => void): void {
  for (let month = monthOf(scenario.windowStart); month <= monthOf(scenario.asOf); month++) {
    visit(monthStart(month), monthStart(month + 1) - 1);
  }
}

/** The workday on or after a day, never after the as-of day. */
function workday(scenario: Scenario, day: Day): Day {
  while (isWeekend(day)) day++;
  return Math.min(day, scenario.asOf);
}

function writeReports(scenario: Scenario, staffing: Staffing, tasks: TaskMaker): void {
  forEachMonth(scenario, (_first, last) => {
    if (last > scenario.asOf) return;
    for (const member of staffing.staff) {
      const due = addWorkingDays(last, 5);
      if (member.role !== CASE_MANAGER || !serves(member, last) || !serves(member, due)) continue;
      tasks.addForStaff('monthly_report', member.id, member.facility, last, due);
    }
  });
}

/** A subject found again and again in one unit, where every check finds something: for tests to find. */
export interface RecurringFinding {
  facility: number;
  unit: number;
  /** Index in FINDING_SUBJECTS. */
  subject: number;
  /** Share of the unit's findings that are on it. */
  share: number;
}

/** In the last unit of the first institution, which is there from the beginning. */
export function recurringFinding(agency: Agency): RecurringFinding {
  const facility = agency.facilities[0]!;
  return { facility: facility.id, unit: facility.units.at(-1)!.id, subject: 1, share: 0.9 };
}

function writeChecks(scenario: Scenario, planted: RecurringFinding, staffing: Staffing, tables: StaffTables): void {
  const random = randomStream(scenario.seed, 'quality checks');
  const subjects = randomStream(scenario.seed, 'finding subjects');
  let actions = 0;
  /** Four in ten findings lead to a corrective action, a week later; most are done in time, and most of those verified. */
  const act = (member: StaffMember, subject: number, found: Day) => {
    const opened = found + 7;
    if (subject === NONE || opened > scenario.asOf || subjects.chance(0.6)) return;
    const done = subjects.chance(0.9) ? opened + subjects.between(5, 40) : NONE;
    const isDone = done !== NONE && done <= scenario.asOf;
    const verified = isDone && subjects.chance(0.8) ? done + subjects.between(1, 20) : NONE;
    tables.corrective_action.add(
      actions++,
      member.facility,
      member.unit,
      subject,
      member.id,
      opened,
      opened + 30,
      isDone ? done : NONE,
      verified > scenario.asOf ? NONE : verified,
    );
  };
  const subjectOf = ({ unit }: StaffMember) => {
    if (unit === planted.unit && subjects.chance(planted.share)) return planted.subject;
    // Now and then nobody writes down what it was about.
    return subjects.chance(0.04) ? NONE : subjects.below(FINDING_SUBJECTS.length);
  };
  forEachMonth(scenario, (first) => {
    for (const member of staffing.staff) {
      random.at(first * 10_007 + member.id);
      subjects.at(first * 10_007 + member.id);
      const day = workday(scenario, first + random.below(28));
      if (member.role !== CASE_MANAGER || !serves(member, day) || random.chance(0.55)) continue;
      const source = random.pick([0.55, 0.3, 0.1, 0.05]);
      const checked = source === 0 ? random.between(4, 15) : random.between(8, 30);
      const drawn = Math.min(checked, random.poisson(checked * 0.06));
      const returned = member.unit === planted.unit ? Math.max(1, drawn) : drawn;
      const open = returned > 0 ? day + random.between(5, 50) : NONE;
      const subject = returned > 0 ? subjectOf(member) : NONE;
      tables.quality_check.add(
        member.id,
        member.facility,
        member.unit,
        day,
        Math.min(source, CHECK_SOURCES.length - 1),
        checked,
        returned,
        returned > 0 ? asFlag(random.chance(0.15)) : 0,
        open > scenario.asOf ? NONE : open,
        returned > 0 ? day + 30 : NONE,
        subject,
      );
      act(member, subject, day);
    }
  });
}

function writeTraining(scenario: Scenario, staffing: Staffing, table: TableWriter): void {
  const random = randomStream(scenario.seed, 'training');
  for (const member of staffing.staff) {
    random.at(member.id);
    const from = Math.max(member.start, scenario.windowStart);
    const to = member.end === NONE ? scenario.asOf : Math.min(member.end - 1, scenario.asOf);
    for (let day = from + Math.ceil(random.exponential(75)); day <= to; day += Math.ceil(random.exponential(75))) {
      const presented = member.role !== 5 && random.chance(0.06);
      table.add(
        member.id,
        workday(scenario, Math.min(day, to)),
        random.below(COURSES.length),
        random.between(2, 16) * 50,
        presented ? 1 : 0,
      );
    }
  }
}

function writeNotes(scenario: Scenario, staffing: Staffing, table: TableWriter): void {
  const random = randomStream(scenario.seed, 'performance notes');
  const first = scenario.asOf - 3 * 365;
  for (const member of staffing.staff) {
    if (member.role !== CASE_MANAGER) continue;
    random.at(member.id);
    const from = Math.max(member.start + 60, first, scenario.windowStart);
    const to = member.end === NONE ? scenario.asOf : Math.min(member.end - 1, scenario.asOf);
    for (
      let day = from + Math.ceil(random.exponential(140));
      day <= to;
      day += 5 + Math.ceil(random.exponential(140))
    ) {
      const discussed = random.chance(0.8) ? day + random.between(1, 40) : NONE;
      const element = random.between(2, 4);
      table.add(
        member.id,
        day,
        element,
        random.below(NOTES.length),
        discussed > scenario.asOf ? NONE : discussed,
        asFlag(random.chance(0.04)),
      );
    }
  }
}

function writeMeetings(scenario: Scenario, agency: Agency, staffing: Staffing, table: TableWriter): void {
  const random = randomStream(scenario.seed, 'meetings');
  const caseManagers = agency.facilities.map((facility) =>
    staffing.staff.filter((member) => member.role === CASE_MANAGER && member.facility === facility.id),
  );
  const hold = (facility: number, unit: number, kind: number, planned: Day) => {
    const day = workday(scenario, planned);
    const sent = random.chance(0.95) ? day + random.between(1, 9) : NONE;
    const present = caseManagers[facility]!.filter((member) => serves(member, day));
    const presenter = present.length > 0 ? present[random.below(present.length)]!.id : NONE;
    const presented = random.chance(0.5);
    const topic = random.below(TOPICS.length);
    if (planned > scenario.asOf || random.chance(0.05)) return;
    table.add(
      facility,
      unit,
      kind,
      day,
      sent > scenario.asOf ? NONE : sent,
      topic,
      kind === 2 || !presented ? NONE : presenter,
    );
  };
  for (const facility of agency.facilities) {
    random.at(facility.id);
    const from = Math.max(scenario.windowStart, facility.plan.opened);
    for (let day = from + random.below(14); day <= scenario.asOf; day += 14) hold(facility.id, NONE, 0, day);
    for (let day = from + random.below(30); day <= scenario.asOf; day += 30) hold(facility.id, NONE, 3, day);
    for (const unit of facility.units) {
      for (let day = from + random.below(30); day <= scenario.asOf; day += 91) hold(facility.id, unit.id, 1, day);
      for (let day = from + random.below(120); day <= scenario.asOf; day += random.between(90, 240))
        hold(facility.id, unit.id, 2, day);
    }
  }
}

/** Authorised and filled posts at the first of each month; case managers cover custody posts when officers are short. */
function writeStaffing(scenario: Scenario, agency: Agency, staffing: Staffing, table: TableWriter): void {
  const random = randomStream(scenario.seed, 'staffing');
  const authorized = agency.facilities.map(() => [0, 0, 0, 0, 0, 0]);
  for (const position of staffing.positions) authorized[position.facility]![CASE_MANAGER]!++;
  for (const facility of agency.facilities) {
    authorized[facility.id]![1] = facility.units.length;
    authorized[facility.id]![2] = 1;
    authorized[facility.id]![3] = facility.plan.people > 750 ? 1 : 0;
    authorized[facility.id]![4] = facility.units.length;
  }
  forEachMonth(scenario, (first) => {
    const filled = agency.facilities.map(() => [0, 0, 0, 0, 0, 0]);
    for (const member of staffing.staff)
      if (serves(member, first)) filled[member.facility]![member.role]! += member.fte;
    for (const facility of agency.facilities) {
      if (first < facility.plan.opened) continue;
      random.at(first * 1009 + facility.id);
      for (let role = 0; role <= 4; role++) {
        const posts = authorized[facility.id]![role]!;
        if (posts === 0) continue;
        const held = Math.min(posts, filled[facility.id]![role]!);
        const hours = role === CASE_MANAGER || role === 4 ? random.poisson(held * 9) : 0;
        const notRecorded = random.chance(0.02);
        table.add(facility.id, first, role, posts * 100, Math.round(held * 100), notRecorded ? NONE : hours);
      }
    }
  });
}

function writeBudgets(scenario: Scenario, agency: Agency, table: TableWriter): void {
  const random = randomStream(scenario.seed, 'budgets');
  // The fiscal year 2026 began in October 2025.
  const years = [Math.floor((monthOf(scenario.windowStart) + 3) / 12), Math.floor((monthOf(scenario.asOf) + 3) / 12)];
  for (const facility of agency.facilities) {
    random.at(facility.id);
    for (let year = years[0]!; year <= years[1]!; year++) {
      if (year >= Math.floor((monthOf(facility.plan.opened) + 3) / 12)) {
        table.add(facility.id, year, Math.round(facility.plan.people * random.between(17, 24)) * 100);
      }
    }
  }
}
