/** Institutions and their units, as the simulation sees them. */
import { daysPerMonth, type Day } from './day.ts';
import type { InstitutionPlan } from './institution.ts';
import type { Scenario } from './scenario.ts';

export interface Unit {
  id: number;
  facility: number;
  /** Index in UNIT_NAMES. */
  name: number;
  size: number;
  people: number;
}

export interface Facility {
  id: number;
  code: string;
  plan: InstitutionPlan;
  units: Unit[];
  /** People in it on the day the simulation stands at. */
  population: number;
}

export interface Agency {
  facilities: Facility[];
  units: Unit[];
}

export const UNIT_NAMES =
  'Ash Beech Chestnut Dogwood Elm Fir Gum Hickory Iris Jasmine Larch Magnolia Nettle Olive Poplar'
    .split(' ')
    .map((tree) => `${tree} Unit`);

/** Builds the agency of a scenario: units of about the planned size, two case managers to a unit. */
export function buildAgency(scenario: Scenario): Agency {
  const units: Unit[] = [];
  const width = String(scenario.agency.institutions.length).length;
  const facilities = scenario.agency.institutions.map((plan, id): Facility => {
    const count = Math.max(1, Math.round(plan.people / scenario.agency.unitSize));
    const own = Array.from({ length: count }, (_, i): Unit => {
      const unit = {
        id: units.length,
        facility: id,
        name: i % UNIT_NAMES.length,
        size: plan.people / count,
        people: 0,
      };
      units.push(unit);
      return unit;
    });
    return { id, code: `F-${String(id + 1).padStart(width, '0')}`, plan, units: own, population: 0 };
  });
  return { facilities, units };
}

/** People an institution is run for on a day: none before it opens, filled over ten months, then level or growing. */
export function targetPeople(scenario: Scenario, plan: InstitutionPlan, day: Day): number {
  if (day < plan.opened) return 0;
  const before = (scenario.asOf - day) / daysPerMonth;
  const growing = plan.growth ? Math.max(plan.people * 0.8, plan.people - plan.growth * before) : plan.people;
  const opening = plan.opened > scenario.windowStart ? Math.min(1, 0.1 + (day - plan.opened) / 300) : 1;
  return growing * opening;
}
