/** What surrounds a release: readiness, follow-up, financial responsibility, and events in the community. */
import { placementOn, type CaseFile } from './casefile.ts';
import { isToCommunity, type Stay } from './stay.ts';
import { OUTCOME_EVENTS } from './vocabulary.ts';
import { monthOf, monthStart, NONE, type Day } from './day.ts';
import { randomStream } from '../../src/lib/analysis/random.ts';
import { EXPIRATION, SENTENCED, TECHNICAL, type Scenario } from './scenario.ts';
import { asFlag, type TableWriter } from './table.ts';
import type { TaskMaker } from './task.ts';

export interface ReleaseTables {
  release_readiness: TableWriter;
  follow_up: TableWriter;
  financial_responsibility: TableWriter;
  outcome_event: TableWriter;
  release_cost: TableWriter;
}

const READY_SHARE = [0.78, 0.42, 0.8, 0.82, 0.55, 0.86, 0.61];
const FOLLOW_UP_DAYS = [30, 90, 180];
const EVENT = Object.fromEntries(OUTCOME_EVENTS.map((name, i) => [name, i])) as Record<
  (typeof OUTCOME_EVENTS)[number],
  number
>;
/** Arrests reach the agency late: share known on the as-of day, rising to all of them this many days back. */
export const LATE_ARRESTS = { days: 90, recordedAtEnd: 0.4 };

/** Writes release rows of one stay after another. */
export function releaseWriter(scenario: Scenario, tables: ReleaseTables, tasks: TaskMaker) {
  const random = randomStream(scenario.seed, 'release');
  const money = randomStream(scenario.seed, 'financial responsibility');
  const events = randomStream(scenario.seed, 'outcome events');

  function writeReadiness(file: CaseFile) {
    const { stay } = file;
    const leaves = file.released ? stay.release : stay.projected;
    if (leaves === NONE || !isToCommunity(stay.releaseType)) return;
    const unchecked = random.chance(0.06);
    let day = leaves - random.between(20, 75);
    if (unchecked || day < file.arrival || day < scenario.windowStart || day > file.to) return;
    for (let check = 0; check < 2 && day <= file.to; check++) {
      // Each later check finds more in place.
      const ready = READY_SHARE.map((share) =>
        random.chance(0.03) ? undefined : random.chance(Math.min(0.97, share + 0.12 * check)),
      );
      tables.release_readiness.add(stay.id, day, ...ready.map(asFlag));
      if (random.chance(0.65)) break;
      day += random.between(10, 30);
    }
  }

  function writeFollowUps(file: CaseFile) {
    const { stay } = file;
    if (!file.released || stay.releaseType === EXPIRATION || !isToCommunity(stay.releaseType) || !random.chance(0.7))
      return;
    const housed = random.chance(0.8);
    const employed = random.chance(0.45);
    for (const days of FOLLOW_UP_DAYS) {
      const due = stay.release + days;
      if (stay.returned !== NONE && stay.returned <= due) break;
      if (due >= stay.person.death || (stay.exit !== NONE && stay.exitDay <= due)) break;
      const reached = tasks.add('post_release_follow_up', stay.release, due, { outlivesRelease: true });
      const known = reached !== NONE && random.chance(0.93);
      const now = (before: boolean) => (known ? asFlag(random.chance(0.85) ? before : !before) : NONE);
      tables.follow_up.add(
        stay.id,
        days,
        due,
        known ? reached : NONE,
        now(housed),
        now(employed),
        known ? asFlag(random.chance(0.35)) : NONE,
      );
    }
  }

  function writeFinancial(file: CaseFile) {
    const { stay } = file;
    money.at(stay.id);
    if (!money.chance(0.55)) return;
    const planned = money.between(1, 6) * 2500;
    const refuses = money.chance(0.08);
    const last = monthOf(file.to);
    const first = Math.max(
      monthOf(Math.max(file.from, file.arrival)) + 1,
      monthOf(scenario.asOf) - scenario.financialMonths + 1,
    );
    for (let month = first; month <= last && monthStart(month) <= file.to; month++) {
      const status = refuses ? 1 : money.chance(0.02) ? 2 : 0;
      const paid = status === 0 ? (money.chance(0.88) ? planned : money.chance(0.5) ? 0 : Math.round(planned / 2)) : 0;
      tables.financial_responsibility.add(
        stay.id,
        monthStart(month),
        status,
        status === 2 ? NONE : planned,
        status === 2 ? NONE : paid,
      );
    }
  }

  /** A person's event of a day, unless it lies outside the window; recent arrests are often not known yet. */
  function writeEvent(person: number, day: Day, event: number) {
    if (day > scenario.asOf || day < scenario.windowStart) return;
    const back = scenario.asOf - day;
    const known = LATE_ARRESTS.recordedAtEnd + ((1 - LATE_ARRESTS.recordedAtEnd) * back) / LATE_ARRESTS.days;
    if (event <= EVENT.conviction && back < LATE_ARRESTS.days && !events.chance(known)) return;
    tables.outcome_event.add(person, day, event);
  }

  function writeEvents(file: CaseFile, next: Stay | undefined) {
    const { stay } = file;
    if (!file.released || !isToCommunity(stay.releaseType)) return;
    events.at(stay.id);
    const { person } = stay;
    let until = Math.min(scenario.asOf + 1, person.death);
    if (stay.exit !== NONE) {
      writeEvent(person.id, stay.exitDay, stay.exit === 0 ? EVENT.deportation : EVENT.interstate_transfer);
      until = Math.min(until, stay.exitDay);
    }
    if (next) {
      const technical = next.admissionType === TECHNICAL;
      const free = next.admission - stay.release;
      const arrest = next.admission - Math.min(free, events.between(1, technical ? 20 : 110));
      if (!technical || events.chance(0.5)) writeEvent(person.id, Math.max(stay.release, arrest), EVENT.arrest);
      if (!technical) writeEvent(person.id, next.admission - Math.min(free, events.below(20)), EVENT.conviction);
      writeEvent(person.id, next.admission, technical ? EVENT.return_technical : EVENT.return_new_sentence);
      return;
    }
    // Arrests that lead to no return.
    if (events.chance([0.1, 0.18, 0.26][stay.risk]!)) {
      const day = stay.release + 10 + Math.floor(events.exponential(420));
      if (day < until) {
        writeEvent(person.id, day, EVENT.arrest);
        const convicted = day + events.between(40, 200);
        if (events.chance(0.3) && convicted < until) writeEvent(person.id, convicted, EVENT.conviction);
      }
    }
    if (person.death <= scenario.asOf && stay.exit === NONE) writeEvent(person.id, person.death, EVENT.death);
  }

  return (file: CaseFile, next: Stay | undefined): void => {
    const { stay } = file;
    if (stay.legal !== SENTENCED || file.arrival === NONE || file.arrival > file.to) return;
    random.at(stay.id);
    writeReadiness(file);
    writeFollowUps(file);
    writeFinancial(file);
    writeEvents(file, next);
    if (
      file.released &&
      isToCommunity(stay.releaseType) &&
      stay.release >= scenario.windowStart &&
      random.chance(0.5)
    ) {
      const facility = placementOn(stay, stay.release - 1).facility;
      tables.release_cost.add(facility, stay.release, random.pick([0.5, 0.25, 0.15, 0.1]), random.between(900, 14000));
    }
  };
}
