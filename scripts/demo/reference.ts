/** Rows of the reference tables: agency, regions, institutions, units, staff, programs; people and stays. */
import { ageOn, dayOf, monthOf, monthStart, NONE } from './day.ts';
import type { Person, Stay } from './stay.ts';
import type { Agency } from './facility.ts';
import { PROGRAMS } from './program.ts';
import { randomStream } from '../../src/lib/analysis/random.ts';
import { MISSING, PRETRIAL, SENTENCED, type Scenario } from './scenario.ts';
import type { Staffing } from './staff.ts';
import { asFlag, type TableWriter } from './table.ts';
import type { SeatUse } from './enrollment.ts';

export interface ReferenceTables {
  agency: TableWriter;
  region: TableWriter;
  facility: TableWriter;
  unit: TableWriter;
  staff: TableWriter;
  program: TableWriter;
  program_seat: TableWriter;
}

export function writeReference(
  scenario: Scenario,
  agency: Agency,
  staffing: Staffing,
  seats: SeatUse,
  tables: ReferenceTables,
): void {
  tables.agency.add(0, scenario.asOf);
  scenario.agency.regions.forEach((_name, i) => tables.region.add(i, i));
  for (const { id, plan } of agency.facilities) {
    const rated = Math.round(plan.people / plan.use);
    tables.facility.add(
      id,
      id,
      plan.region,
      plan.security,
      plan.sex === 'F' ? 1 : 0,
      // One institution's type is left to the contract's default.
      id === 1 ? NONE : 0,
      rated,
      Math.round(rated * 1.12),
      id % 5 === 4 ? NONE : Math.round(rated * 0.9),
      plan.opened,
      NONE,
    );
  }
  for (const unit of agency.units)
    tables.unit.add(unit.id, unit.facility, unit.name, unit.id % 17 === 16 ? NONE : unit.id);
  for (const member of staffing.staff) {
    tables.staff.add(
      member.id,
      member.role * 1_000_000 + member.id,
      member.role,
      member.facility,
      member.unit,
      member.start,
      member.end,
      Math.round(member.fte * 100),
      member.certifiedUntil,
    );
  }
  PROGRAMS.forEach((program, p) => {
    tables.program.add(p, p, p, program.days, p, dayOf(program.approved), asFlag(program.restricted));
  });
  writeSeats(scenario, seats, tables.program_seat);
}

function writeSeats(scenario: Scenario, seats: SeatUse, table: TableWriter): void {
  const random = randomStream(scenario.seed, 'program seats');
  seats.forEach((program, facility, month, people) => {
    random.at((program * 1000 + facility) * 4000 + month);
    const planned = random.between(8, 20);
    const held = Math.max(0, planned - random.poisson(1.1));
    const typed = month < monthOf(scenario.asOf) || random.chance(0.7);
    table.add(program, facility, monthStart(month), Math.ceil(people / 0.86), planned, typed ? held : NONE);
  });
}

/** Writes one row a person. */
export function writePeople(scenario: Scenario, people: Person[], table: TableWriter): void {
  const random = randomStream(scenario.seed, 'person');
  for (const person of people) {
    random.at(person.id);
    const undated = random.chance(MISSING.birthDate);
    const year = random.chance(0.005) ? NONE : Math.floor(monthOf(person.birth) / 12);
    table.add(person.id, undated ? NONE : person.birth, year, asFlag(person.female), person.race);
  }
}

/** Writes one row a stay, as the source knows it on the as-of day. */
export function writeStay(scenario: Scenario, stay: Stay, table: TableWriter): void {
  const released = stay.release <= scenario.asOf;
  const lastDay = Math.min(scenario.asOf, stay.release);
  // The source keeps the status at admission; sentencing shows in its date.
  const sentenced = stay.sentenced !== NONE && stay.sentenced <= lastDay ? stay.sentenced : NONE;
  const legal = stay.sentenced === NONE ? stay.legal : PRETRIAL!;
  const dated = legal === SENTENCED || sentenced !== NONE;
  table.add(
    stay.id,
    stay.person.id,
    stay.admission,
    stay.admissionType,
    legal,
    sentenced,
    ageOn(stay.person.birth, lastDay) < 18 ? 1 : 0,
    stay.offenseRecorded ? stay.offense : NONE,
    dated ? stay.sentenceMonths : NONE,
    dated ? asFlag(stay.life) : NONE,
    stay.riskRecorded && dated ? stay.risk : NONE,
    dated ? stay.projected : NONE,
    released ? stay.release : NONE,
    released ? stay.releaseType : NONE,
  );
}
