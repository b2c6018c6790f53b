/** Enrolments in programs during a stay, and the seats they fill. */
import { placementOn, staffOn, type CaseFile } from './casefile.ts';
import { monthOf, NONE, type Day } from './day.ts';
import { AFTERCARE, NO_OVERLAP, PROGRAMS } from './program.ts';
import { randomStream } from '../../src/lib/analysis/random.ts';
import { ATTENDANCE_GAP, SENTENCED, type Scenario } from './scenario.ts';
import type { TableWriter } from './table.ts';

const [COMPLETED, WITHDREW, REMOVED, TRANSFERRED, RELEASED] = [0, 1, 2, 3, 4];
/** Share of those not taken into a program who were nevertheless referred to it. */
const REFERRED_ONLY = 0.02;

/** Counts people in a program by institution and month. */
export interface SeatUse {
  add(program: number, facility: number, start: Day, end: Day): void;
  forEach(visit: (program: number, facility: number, month: number, people: number) => void): void;
}

export function seatUse(scenario: Scenario): SeatUse {
  const first = monthOf(scenario.windowStart);
  const months = monthOf(scenario.asOf) - first + 1;
  const facilities = scenario.agency.institutions.length;
  const counts = new Int32Array(PROGRAMS.length * facilities * months);
  return {
    add(program, facility, start, end) {
      const to = Math.min(monthOf(Math.min(end, scenario.asOf)) - first, months - 1);
      const row = (program * facilities + facility) * months;
      for (let m = Math.max(0, monthOf(start) - first); m <= to; m++) counts[row + m]!++;
    },
    forEach(visit) {
      for (let i = 0; i < counts.length; i++) {
        const row = Math.floor(i / months);
        if (counts[i]! > 0) visit(Math.floor(row / facilities), row % facilities, first + (i % months), counts[i]!);
      }
    },
  };
}

/** Writes the enrolments of one stay after another. */
export function enrollmentWriter(scenario: Scenario, table: TableWriter, seats: SeatUse) {
  const random = randomStream(scenario.seed, 'enrollments');
  const gapStart = monthOf(scenario.windowStart) + ATTENDANCE_GAP.firstMonth;

  function attendance(start: Day, end: Day, completed: boolean): [number, number] {
    const offered = Math.max(1, Math.round(((end - start) / 7) * 1.5));
    const attended = Math.round(offered * Math.min(1, (completed ? 0.84 : 0.6) + 0.08 * random.normal()));
    const inGap = monthOf(start) >= gapStart && monthOf(start) < gapStart + ATTENDANCE_GAP.months;
    return [offered, inGap ? NONE : Math.max(0, Math.min(offered, attended))];
  }

  function write(
    file: CaseFile,
    program: number,
    referral: Day,
    start: Day,
    end: Day,
    outcome: number,
    endsAfter = false,
  ) {
    const { stay } = file;
    const inCustody = Math.min(
      Math.max(start === NONE ? referral : start, stay.admission),
      endsAfter ? stay.release - 1 : file.to,
    );
    const [offered, attended] =
      start === NONE || start > scenario.asOf
        ? [NONE, NONE]
        : attendance(start, end === NONE ? scenario.asOf : end, outcome === COMPLETED);
    const facility = placementOn(stay, inCustody).facility;
    table.add(
      table.rows,
      stay.id,
      program,
      facility,
      staffOn(stay, Math.min(referral, file.to)),
      referral,
      start,
      end,
      outcome,
      offered,
      attended,
    );
    if (start !== NONE && !endsAfter) seats.add(program, facility, start, end === NONE ? scenario.asOf : end);
  }

  function writeTaken(file: CaseFile, p: number) {
    const { stay } = file;
    const length = stay.release - stay.admission;
    // Everyone chosen starts before release, however short the stay, so that taking part means having started.
    const share = PROGRAMS[p]!.days > 150 ? 0.25 + 0.4 * random.next() : 0.2 + 0.6 * random.next();
    const start = Math.min(stay.release - 1, stay.admission + Math.max(1, Math.floor(Math.min(length, 1500) * share)));
    const wait = Math.floor(random.gamma(1.3, 38));
    const referral = Math.max(stay.admission, start - Math.min(wait, start - stay.admission));
    const planned = Math.max(7, Math.round(PROGRAMS[p]!.days * (0.85 + 0.3 * random.next())));
    const way = random.pick([0.66, 0.15, 0.08, 0.11]);
    const stopped = start + Math.max(3, Math.round(planned * (0.1 + 0.8 * random.next())));
    if (referral > scenario.asOf) return;
    if (start > scenario.asOf) return write(file, p, referral, NONE, NONE, NONE);
    let end = way === 0 ? start + planned : stopped;
    let outcome = [COMPLETED!, WITHDREW!, REMOVED!, TRANSFERRED!][way]!;
    if (end > stay.release) [end, outcome] = [stay.release, RELEASED!];
    if (end > scenario.asOf) [end, outcome] = [NONE, NONE];
    write(file, p, referral, start, end, outcome);
  }

  /** Aftercare begins at release and is attended until done or until a return: an exposure to be refused. */
  function writeAftercare(file: CaseFile) {
    const { stay } = file;
    if (!file.released || stay.release < scenario.windowStart) return;
    const planned = PROGRAMS[AFTERCARE]!.days;
    const start = Math.min(scenario.asOf, stay.release + random.between(1, 14));
    const drops = random.chance(0.2);
    const days = drops ? random.between(10, planned - 10) : planned;
    let end = start + days;
    let outcome = drops ? WITHDREW! : COMPLETED!;
    if (stay.returned !== NONE && stay.returned <= end) [end, outcome] = [Math.max(start, stay.returned), REMOVED!];
    if (end > scenario.asOf) [end, outcome] = [NONE, NONE];
    write(file, AFTERCARE, stay.release - Math.min(10, stay.release - stay.admission), start, end, outcome, true);
  }

  function writeReferralOnly(file: CaseFile, p: number) {
    const { stay } = file;
    const referral = stay.admission + 10 + Math.floor(random.next() * Math.min(1200, stay.release - stay.admission));
    const gaveUp = random.between(20, 150);
    const way = random.pick([0.5, 0.2, 0.3]);
    if (referral < scenario.windowStart || referral > file.to) return;
    // Most wait until something ends it; those still in custody may be waiting yet.
    let end = referral + gaveUp;
    let outcome = [WITHDREW!, TRANSFERRED!, WITHDREW!][way]!;
    if (end >= stay.release) [end, outcome] = [stay.release, RELEASED!];
    if (end > scenario.asOf) [end, outcome] = [NONE, NONE];
    write(file, p, referral, NONE, end, outcome);
  }

  return (file: CaseFile): void => {
    const { stay } = file;
    if (stay.legal !== SENTENCED || file.arrival === NONE) return;
    random.at(stay.id);
    for (let p = 0; p < PROGRAMS.length; p++) {
      if ((stay.programs >> p) & 1) {
        if (p === AFTERCARE) writeAftercare(file);
        else writeTaken(file, p);
      } else if (p !== AFTERCARE && p !== NO_OVERLAP && random.chance(REFERRED_ONLY)) writeReferralOnly(file, p);
    }
  };
}
