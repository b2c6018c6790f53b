/** Casework of a stay: clock stops, dated tasks, assessments, needs, goals, classification, contacts, incidents. */
import { placementOn, staffOn, type CaseFile, type ClockStop } from './casefile.ts';
import { CASE_MODELS, CLOCK_REASONS, CONTACT_TYPES, needCode } from './vocabulary.ts';
import { addMonths, addWorkingDays, daysPerMonth, NONE, type Day } from './day.ts';
import { DRUG, SEX_OFFENSE, ASSAULT, SENTENCED, RISK_LEVELS, type Scenario } from './scenario.ts';
import { NEED_DOMAINS, PROGRAMS } from './program.ts';
import { randomStream } from '../../src/lib/analysis/random.ts';
import type { Staffing } from './staff.ts';
import type { TableWriter } from './table.ts';
import type { TaskMaker } from './task.ts';

export interface CaseworkTables {
  clock_stop: TableWriter;
  assessment: TableWriter;
  need: TableWriter;
  plan_goal: TableWriter;
  classification: TableWriter;
  contact: TableWriter;
  incident: TableWriter;
}

const STOPS_A_YEAR = 0.09;
/** Recent weeks are not all typed in yet: share recorded on the as-of day, rising to all of it this many days back. */
export const LATE_CONTACTS = { days: 21, recordedAtEnd: 0.25 };
const INCIDENTS_A_YEAR = [0.06, 0.12, 0.25, 0.45];
const DAY_A_YEAR = 365.25;

/** Writes the casework of one stay after another. */
export function caseworkWriter(scenario: Scenario, staffing: Staffing, tables: CaseworkTables, tasks: TaskMaker) {
  const random = randomStream(scenario.seed, 'casework');
  const contacts = randomStream(scenario.seed, 'contacts');
  const modelSince = scenario.windowStart + 400;

  function drawStops(file: CaseFile) {
    const { stay, from, to } = file;
    if (file.arrival === NONE) return;
    let day = Math.max(from, file.arrival) + Math.ceil(random.exponential(DAY_A_YEAR / STOPS_A_YEAR));
    while (day <= to) {
      const end = day + 2 + Math.ceil(random.exponential(14));
      const stop: ClockStop = { start: day, end: end > to ? NONE : end, reason: random.below(CLOCK_REASONS.length) };
      if (stop.end === NONE && file.released) stop.end = stay.release;
      file.stops.push(stop);
      tables.clock_stop.add(stay.id, stop.start, stop.end, stop.reason);
      day = end + Math.ceil(random.exponential(DAY_A_YEAR / STOPS_A_YEAR));
    }
  }

  function writeAssessment(file: CaseFile, day: Day, instrument: number) {
    const { stay } = file;
    const moved = random.chance(0.12) ? (random.chance(0.65) ? -1 : 1) : 0;
    const risk = Math.max(0, Math.min(RISK_LEVELS.length - 1, stay.risk + (instrument === NONE ? 0 : moved)));
    tables.assessment.add(
      stay.id,
      staffOn(stay, day),
      day,
      day < modelSince ? 0 : 1,
      random.chance(0.02) ? NONE : risk,
    );
  }

  function writeNeeds(file: CaseFile, day: Day) {
    const { stay } = file;
    for (const domain of NEED_DOMAINS) {
      const taken = PROGRAMS.some((p, i) => p.category === domain && (stay.programs >> i) & 1);
      const special =
        domain === 'sex_offense'
          ? stay.offense === SEX_OFFENSE
          : domain === 'domestic_violence'
            ? stay.offense === ASSAULT
            : true;
      const u = random.next();
      if (!special && !taken) continue;
      // Those who will take the program mostly have the need on file: that is why they were referred.
      const base =
        domain === 'substance_use' && stay.offense === DRUG
          ? 0.6
          : domain === 'mental_health' || domain === 'parenting'
            ? 0.22
            : 0.38;
      const high = taken ? 0.62 : base * 0.45;
      const moderate = taken ? 0.9 : base;
      const level = u < high ? 2 : u < moderate ? 1 : 0;
      // Domains without a need are mostly left blank on the form.
      if (level > 0 || u > 0.93) tables.need.add(stay.id, day, needCode(domain), level);
    }
  }

  function writeGoals(file: CaseFile, start: Day) {
    const { stay, to } = file;
    let day = start + random.between(0, 20);
    while (day <= to) {
      const target = day + random.between(60, 240);
      const lasted = target - day + Math.round(25 * random.normal());
      const closed = day + Math.max(10, lasted);
      const closedAs = random.pick([0.64, 0.24, 0.12]);
      const model = random.pick([0.55, 0.3, 0.15]);
      const ends = closed <= to ? closed : file.released && random.chance(0.7) ? stay.release : NONE;
      tables.plan_goal.add(
        stay.id,
        staffOn(stay, day),
        needCode(NEED_DOMAINS[random.below(NEED_DOMAINS.length)]!),
        day,
        random.chance(0.03) ? NONE : target,
        ends,
        ends === NONE ? NONE : ends === stay.release ? 2 : closedAs,
        day < modelSince || model >= CASE_MODELS.length ? NONE : model,
      );
      day = closed + 20 + Math.ceil(random.exponential(200));
    }
  }

  function writeClassification(file: CaseFile) {
    const { stay, path } = file;
    for (const review of path.reviews) {
      if (review.recommended < file.arrival) continue;
      const { recommended, decided, current, recommendedLevel, decidedLevel } = review;
      tables.classification.add(
        stay.id,
        staffOn(stay, recommended),
        recommended,
        decided,
        current,
        recommendedLevel,
        decidedLevel,
      );
    }
  }

  function writeContacts(file: CaseFile) {
    const { stay, from, to } = file;
    contacts.at(stay.id);
    const assignments = stay.assignments;
    for (const assignment of assignments) {
      const rate = scenario.contactsPerYear * staffing.staff[assignment.staff]!.contactRate;
      const end = assignment.end === NONE ? to : Math.min(to, assignment.end - 1);
      let day = Math.max(from, assignment.start) + Math.floor(contacts.exponential(DAY_A_YEAR / rate));
      for (; day <= end; day += 1 + Math.floor(contacts.exponential(DAY_A_YEAR / rate))) {
        const type = contacts.pick([0.5, 0.22, 0.14, 0.1, 0.04]);
        const back = scenario.asOf - day;
        const kept = LATE_CONTACTS.recordedAtEnd + ((1 - LATE_CONTACTS.recordedAtEnd) * back) / LATE_CONTACTS.days;
        if (back < LATE_CONTACTS.days && !contacts.chance(kept)) continue;
        tables.contact.add(
          stay.id,
          assignment.staff,
          day,
          contacts.chance(0.01) ? NONE : Math.min(type, CONTACT_TYPES.length - 1),
        );
      }
    }
  }

  function writeIncidents(file: CaseFile) {
    const { stay, from, to } = file;
    for (const placement of stay.placements) {
      const start = Math.max(from, placement.start);
      const end = placement.end === NONE ? to : Math.min(to, placement.end - 1);
      const gap = DAY_A_YEAR / INCIDENTS_A_YEAR[placement.level]!;
      for (
        let day = start + Math.floor(random.exponential(gap));
        day <= end;
        day += 1 + Math.floor(random.exponential(gap))
      ) {
        tables.incident.add(
          stay.id,
          placement.facility,
          day,
          random.chance(0.02) ? NONE : random.pick([0.62, 0.28, 0.1]),
        );
      }
    }
  }

  /** Program reviews, each 180 days after the last, 90 within a year of release; with financial responsibility. */
  function writeReviews(file: CaseFile, first: Day, participates: boolean) {
    const { stay } = file;
    for (let last = first; last !== NONE && last <= file.to;) {
      const near = stay.projected !== NONE && last >= addMonths(stay.projected, -12);
      const due = last + (near ? 90 : 180);
      // Near the edge of the last year the interval depends on which projection was in force, so the date is given.
      const clear = stay.projected === NONE || Math.abs(stay.projected - last - 365) > 200;
      const done = tasks.add('program_review', last, due, { rule: clear });
      if (participates) tasks.add('financial_responsibility_review', last, due);
      last = done;
    }
  }

  function writeReassessments(file: CaseFile, first: Day) {
    for (let last = first; last !== NONE && last <= file.to;) {
      last = tasks.add('reassessment', last, last + 365, { rule: true });
      if (last !== NONE) writeAssessment(file, last, 0);
    }
  }

  function writeReleaseTasks(file: CaseFile) {
    const { stay, arrival, released } = file;
    const { projected } = stay;
    const months = (stay.release - stay.admission) / daysPerMonth;
    const referral = random.chance(0.7);
    if (projected === NONE) return;
    const dated = (due: Day, days: number) => Math.max(arrival, due - days);
    // Once somebody has left, "before release" could be read as before the actual date: those due dates are given.
    const projectionHolds = !released || projected === stay.release;
    if (projected - 90 > arrival + 28) {
      tasks.add('release_plan', dated(projected - 90, 90), projected - 90, { rule: true });
      if (stay.releaseType <= 1)
        tasks.add('progress_report', dated(projected - 90, 45), projected - 90, { rule: projectionHolds });
    }
    const leaves = released ? stay.release : projected;
    if (projected > arrival + 20) {
      tasks.add('identification_documents', Math.min(leaves, dated(projected, 120)), leaves, {
        rule: true,
        outlivesRelease: true,
      });
    }
    const community = addMonths(projected, -17);
    if (referral && months > 18 && community > arrival + 60)
      tasks.add('community_referral', community - 60, community, { rule: true });
    const summary = addMonths(projected, -8);
    if (stay.releaseType === 0 && summary > arrival + 60)
      tasks.add('parole_summary', summary - 60, summary, { rule: projectionHolds });
  }

  function writeOccasionalTasks(file: CaseFile) {
    const { stay, from, to, arrival } = file;
    const asks = random.chance(0.16);
    const kind = random.chance(0.6) ? 'work_release_investigation' : 'home_leave_investigation';
    const before = random.between(90, 300);
    if (asks && stay.projected !== NONE) {
      const request = stay.projected - before;
      if (request > arrival + 30 && request <= to) tasks.add(kind, request, request + 30, { rule: true });
    }
    if (random.chance(0.07)) {
      for (const placement of stay.placements.slice(1)) {
        if (placement.facility !== placementOn(stay, placement.start - 1).facility) {
          tasks.add('victim_witness_notification', placement.start, placement.start + 7, { rule: true });
        }
      }
      if (file.released)
        tasks.add('victim_witness_notification', stay.release, stay.release + 7, { rule: true, outlivesRelease: true });
    }
    if (random.chance(0.02)) {
      for (let day = from + random.below(365); day <= to; day += 365)
        tasks.add('central_monitoring_review', day, day + 60);
    }
    for (let day = from; ;) {
      day += Math.ceil(random.exponential(DAY_A_YEAR / scenario.requestsPerYear));
      if (day > to) break;
      tasks.add(random.chance(0.75) ? 'inmate_request' : 'correspondence', day, addWorkingDays(day, 10), {
        rule: true,
      });
    }
  }

  return (file: CaseFile): void => {
    const { stay, arrival, from } = file;
    random.at(stay.id);
    drawStops(file);
    tasks.begin(file);
    writeContacts(file);
    writeIncidents(file);
    if (stay.sentenced !== NONE && stay.sentenced - 14 > stay.admission + 20) {
      tasks.add('presentence_report', stay.sentenced - 44, stay.sentenced - 14);
    }
    writeOccasionalTasks(file);
    if (arrival === NONE || arrival > file.to) return;
    writeClassification(file);
    const participates = stay.legal === SENTENCED && random.chance(0.5);
    let reviewed = from - random.between(1, 179);
    let assessed = from - random.between(1, 364);
    if (arrival >= scenario.windowStart - 28) {
      reviewed = tasks.add('initial_classification', arrival, arrival + 28, { rule: true });
      assessed = tasks.add('initial_assessment', arrival, arrival + 28, { rule: true });
      const planned = tasks.add('case_plan', arrival, arrival + 28, { rule: true });
      if (assessed !== NONE) {
        writeAssessment(file, assessed, NONE);
        writeNeeds(file, assessed);
      }
      if (planned !== NONE) writeGoals(file, planned);
    } else {
      if (random.chance(0.8))
        writeNeeds(file, from + random.between(0, 300) > file.to ? from : Math.min(file.to, from + random.below(300)));
      writeGoals(file, from + random.below(200));
    }
    writeReviews(file, reviewed, participates);
    writeReassessments(file, assessed);
    writeReleaseTasks(file);
  };
}
