/** The true parameters of a generated agency, written beside its data so that tests can ask for them back. */
import { MORTALITY } from './career.ts';
import { isToCommunity, type Stay } from './stay.ts';
import { LATE_CONTACTS } from './casework.ts';
import { addMonths, daysPerMonth, isoDate, isoMonth, monthOf, monthStart, NONE, type Day } from './day.ts';
import type { Agency } from './facility.ts';
import { cumulativeHazard, hazardTruth } from './hazard.ts';
import { PROGRAMS } from './program.ts';
import { LATE_ARRESTS } from './release.ts';
import { differingRegion } from './region-returns.ts';
import * as S from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Staffing } from './staff.ts';
import { recurringFinding } from './staffwork.ts';
import { ON_TIME, ON_TIME_SHIFTS, type TaskMaker } from './task.ts';
import { FINDING_SUBJECTS } from './vocabulary.ts';
import type { WrittenTable } from './write.ts';

export interface TruthInput {
  scenario: Scenario;
  agency: Agency;
  staffing: Staffing;
  stays: Stay[];
  tasks: TaskMaker;
  tables: Record<string, WrittenTable>;
}

const HORIZONS = [365, 730, 1095];
const staffId = (id: number) => `ST-${1000 + id}`;
const round = (value: number, digits = 4) => Number(value.toFixed(digits));
const byName = <T>(names: readonly string[], value: (name: string, i: number) => T) =>
  Object.fromEntries(names.map((name, i) => [name, value(name, i)]));

/** Everything a test may want to find again. */
export function truthOf(input: TruthInput) {
  const { scenario, agency } = input;
  const released = releases(input);
  return {
    size: scenario.size,
    seed: scenario.seed,
    equal_case_managers: scenario.equalCaseManagers,
    program_effects: scenario.programEffects ? 'planted' : 'none',
    region_returns:
      scenario.regionReturns === 1
        ? null
        : { region: scenario.agency.regions[differingRegion], hazard_ratio: scenario.regionReturns },
    as_of: isoDate(scenario.asOf),
    history_from: isoDate(scenario.windowStart),
    population: populationTruth(input),
    admissions: {
      season: S.SEASON,
      shock: {
        month: isoMonth(S.SHOCK.month),
        months: S.SHOCK.months,
        factor: S.SHOCK.factor,
        recovery_from: S.SHOCK.recoveryFrom,
        recovery_months: S.SHOCK.recoveryMonths,
      },
      trend_break: { month: isoMonth(S.TREND_BREAK.month), growth_per_year: S.TREND_BREAK.growthPerYear },
      noise: S.ADMISSION_NOISE,
    },
    stays: stayTruth(input),
    slippage_days: {
      ...S.SLIPPAGE,
      note: 'actual minus projected release; stays shorter than twice the slip have less; deaths apart',
    },
    returns: returnTruth(released),
    programs: programTruth(scenario, released),
    mortality: MORTALITY,
    concurrence: S.CONCURRENCE,
    on_time: onTimeTruth(input),
    planted_staff: plantedStaff(input),
    recurring_finding: findingTruth(agency),
    institutions: institutionTruth(scenario, agency),
    missing: {
      ...S.MISSING,
      placement_gaps: input.stays.reduce((sum, stay) => sum + gapsOf(stay), 0),
      risk_gap: gap(scenario, S.RISK_GAP),
      attendance_gap: gap(scenario, { ...S.ATTENDANCE_GAP, share: 1 }),
    },
    late_data: { contact: LATE_CONTACTS, outcome_event_arrest: LATE_ARRESTS },
    rows: byName(Object.keys(input.tables), (name) => input.tables[name]!.rows),
    faults: countsByTable(input, 'faults'),
    cleared: countsByTable(input, 'cleared'),
  };
}

/** Times the source shows a person in custody nowhere between two placements. */
function gapsOf(stay: Stay): number {
  return stay.placements.filter((placement, i) => i > 0 && stay.placements[i - 1]!.end < placement.start).length;
}

function countsByTable({ tables }: TruthInput, kind: 'faults' | 'cleared') {
  const counted = Object.entries(tables).filter(([, table]) => Object.keys(table[kind]).length > 0);
  return Object.fromEntries(counted.map(([name, table]) => [name, table[kind]]));
}

function gap(scenario: Scenario, { firstMonth, months, share }: { firstMonth: number; months: number; share: number }) {
  const first = monthOf(scenario.windowStart) + firstMonth;
  return { from: isoMonth(first), to: isoMonth(first + months - 1), share };
}

function populationTruth({ scenario, stays }: TruthInput) {
  const days: Day[] = [];
  for (let month = monthOf(scenario.windowStart); monthStart(month) <= scenario.asOf; month++)
    days.push(monthStart(month));
  days.push(scenario.asOf);
  // Changes between consecutive marks, then a running sum.
  const change = new Int32Array(days.length + 1);
  const firstAtOrAfter = (day: Day) => {
    let low = 0;
    let high = days.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (days[middle]! < day) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  for (const stay of stays) {
    change[stay.admission <= scenario.windowStart ? 0 : firstAtOrAfter(stay.admission)]!++;
    if (stay.release <= scenario.asOf) change[firstAtOrAfter(stay.release)]!--;
  }
  let people = 0;
  return {
    target: scenario.population,
    on: Object.fromEntries(days.map((day, i) => [isoDate(day), (people += change[i]!)])),
  };
}

function stayTruth({ scenario, stays }: TruthInput) {
  const kinds = [S.NEW_COMMITMENT!, S.TECHNICAL!, S.NEW_OFFENSE!];
  const sums = new Map<string, { stays: number; days: number }>();
  for (const stay of stays) {
    if (stay.admission < scenario.windowStart || stay.life || stay.releaseType === S.DEATH) continue;
    const key = `${S.ADMISSION_TYPES[stay.admissionType]}/${S.OFFENSES[stay.offense]}`;
    const sum = sums.get(key) ?? { stays: 0, days: 0 };
    sum.stays++;
    sum.days += stay.release - stay.admission;
    sums.set(key, sum);
  }
  const planned = (kind: number, offense: number) =>
    kind === S.TECHNICAL
      ? S.TECHNICAL_MONTHS
      : S.OFFENSE_MONTHS[offense]! * scenario.stayScale * (kind === S.NEW_OFFENSE ? S.VIOLATION_NEW_OFFENSE_FACTOR : 1);
  return {
    unit: 'months of 30.4375 days, whole stays (also those still open), without life sentences and deaths',
    gamma_shape: S.STAY_SHAPE,
    life_share: byName(S.OFFENSES, (_name, i) => S.OFFENSE_LIFE[i]),
    mean_months: Object.fromEntries(
      kinds.map((kind) => [
        S.ADMISSION_TYPES[kind],
        byName(S.OFFENSES, (name, offense) => {
          const sum = sums.get(`${S.ADMISSION_TYPES[kind]}/${name}`);
          return {
            true: round(planned(kind, offense), 3),
            realized: sum ? round(sum.days / sum.stays / daysPerMonth, 3) : null,
            stays: sum?.stays ?? 0,
          };
        }),
      ]),
    ),
  };
}

/** Releases to the community in the window whose true chance of return is known. */
function releases({ scenario, stays }: TruthInput): Stay[] {
  return stays.filter(
    (stay) => stay.release <= scenario.asOf && stay.release >= scenario.windowStart && isToCommunity(stay.releaseType),
  );
}

function returnTruth(all: Stay[]) {
  return {
    hazard: hazardTruth(),
    note: 'expected = mean over releases to the community of the chance of return if nobody died or left the country',
    expected_by_risk: byName(S.RISK_LEVELS, (_name, risk) => {
      const group = all.filter((stay) => stay.risk === risk);
      const chance = (stay: Stay, days: number) =>
        1 - Math.exp(-cumulativeHazard(risk, stay.hazard * stay.programHazard, days));
      return {
        releases: group.length,
        ...byHorizon((days) => mean(group, (stay) => chance(stay, days))),
      };
    }),
  };
}

function programTruth(scenario: Scenario, all: Stay[]) {
  return PROGRAMS.map((program, p) => {
    const treated = all.filter((stay) => (stay.programs >> p) & 1);
    const ratio = scenario.programEffects ? program.hazardRatio : 1;
    const effect = (stay: Stay, days: number) => {
      const hazard = cumulativeHazard(stay.risk, stay.hazard * stay.programHazard, days);
      return Math.exp(-hazard / ratio) - Math.exp(-hazard);
    };
    return {
      program_id: `PR-${101 + p}`,
      name: program.name,
      category: program.category,
      hazard_ratio: ratio,
      note: program.note,
      releases_of_participants: treated.length,
      releases_of_others: all.length - treated.length,
      // With the program against without it, for the same people: those who took part.
      effect_on_participants: byHorizon((days) => (ratio === 1 ? 0 : mean(treated, (stay) => effect(stay, days)))),
    };
  });
}

function byHorizon(value: (days: number) => number) {
  return Object.fromEntries(HORIZONS.map((days) => [`day_${days}`, round(value(days))]));
}

function mean(stays: Stay[], value: (stay: Stay) => number): number {
  let sum = 0;
  for (const stay of stays) sum += value(stay);
  return stays.length === 0 ? 0 : sum / stays.length;
}

function onTimeTruth({ staffing, tasks }: TruthInput) {
  let expected = 0;
  let due = 0;
  for (const [id, entry] of tasks.truth) {
    if (staffing.planted.slow.includes(id)) continue;
    expected += entry.expected;
    due += entry.due;
  }
  return {
    by_type: ON_TIME,
    log_odds_shifts: ON_TIME_SHIFTS,
    note: 'base share at medium custody, more than six months from release; shifts are changes in the log odds; last year below, due up to the as-of day',
    others_expected: round(expected / Math.max(1, due)),
    slow_case_managers: staffing.planted.slow.map((id) => {
      const entry = tasks.truth.get(id) ?? { due: 0, onTime: 0, expected: 0 };
      return {
        staff_id: staffId(id),
        log_odds_shift: staffing.staff[id]!.pace,
        due: entry.due,
        expected_rate: round(entry.expected / Math.max(1, entry.due)),
        drawn_rate: round(entry.onTime / Math.max(1, entry.due)),
      };
    }),
  };
}

function plantedStaff({ staffing, stays }: TruthInput) {
  const { planted } = staffing;
  const taken = stays.filter((stay) => {
    const i = stay.assignments.findIndex((a) => a.staff === planted.leaver && a.end === planted.leaverLeft);
    const next = stay.assignments[i + 1];
    return i >= 0 && next?.staff === planted.successor && next.start === planted.leaverLeft;
  });
  return {
    left_mid_quarter:
      planted.leaver === NONE ? null : { staff_id: staffId(planted.leaver), left: isoDate(planted.leaverLeft) },
    took_over:
      planted.successor === NONE
        ? null
        : { staff_id: staffId(planted.successor), on: isoDate(planted.leaverLeft), cases: taken.length },
    on_two_units:
      planted.twoUnits === NONE ? null : { staff_id: staffId(planted.twoUnits), since: isoDate(planted.twoUnitsSince) },
  };
}

function findingTruth(agency: Agency) {
  const { facility, unit, subject, share } = recurringFinding(agency);
  return {
    facility_id: agency.facilities[facility]!.code,
    unit_id: `U-${String(unit).padStart(3, '0')}`,
    subject: FINDING_SUBJECTS[subject]!,
    share_of_findings: share,
  };
}

function institutionTruth(scenario: Scenario, agency: Agency) {
  const { overCapacity, crossing, openedMidHistory } = scenario.agency;
  const over = agency.facilities[overCapacity]!;
  const near = agency.facilities[crossing.institution]!;
  const opened = agency.facilities[openedMidHistory]!;
  const months = (crossing.threshold - near.plan.people) / (near.plan.growth ?? 1);
  return {
    over_capacity: {
      facility_id: over.code,
      rated_capacity: Math.round(over.plan.people / over.plan.use),
      people: over.population,
    },
    crossing: {
      facility_id: near.code,
      threshold: crossing.threshold,
      people: near.population,
      growth_per_month: near.plan.growth,
      expected_month: isoMonth(monthOf(addMonths(scenario.asOf, Math.ceil(months)))),
    },
    opened_mid_history: { facility_id: opened.code, opened: isoDate(opened.plan.opened) },
    people: Object.fromEntries(agency.facilities.map((f) => [f.code, f.population])),
  };
}
