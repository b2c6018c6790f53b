import { readAt, readMedian, type MedianStatus } from '../../analysis/readable-curve.ts';
import { cumulative, kaplanMeier } from '../../analysis/survival.ts';
import type { SurvivalRow } from '../../analysis/survival-row.ts';
import type { RawRow } from '../../engine/engine.ts';
import { agencyPart, coveredWindow, facilityParts, groupsOf } from '../population/stock-sql.ts';
import { byWholeMonths, inPeriod, inPlace, ofProgram, programParameters } from './enrollments.ts';
import { question, type Request, type Statement } from '../question.ts';
import { groupColumn } from '../recidivism/releases.ts';
import { and, raw, grouped, inScope, sql, statement } from '../sql.ts';
import { programGroups } from '../dimensions.ts';
import { programScopes } from '../scope.ts';

/** Days from referral to start, or to when the wait ended otherwise or was last seen, counted. */
function waits(request: Request): Statement {
  return statement(sql`
    SELECT ${grouped(request)},
      waited AS day, started AS event, count(*)::INTEGER AS people
    FROM program_enrollment
    WHERE ${and(inPlace(request), ofProgram(request), inPeriod(request, raw('referral_date')))}
    GROUP BY 1, 2, 3`);
}

function survivalRows(rows: readonly RawRow[]): SurvivalRow[] {
  return rows.map((row) => ({ time: Number(row.day), event: row.event === true, count: Number(row.people) }));
}

export interface ProgramWait {
  group: string | null;
  referred: number;
  started: number;
  median_days: number | null;
  median_status: MedianStatus;
  within_days: number;
  rate: number | null;
  lower: number | null;
  upper: number | null;
}

/** The time in which a program should begin for a high need is the one readers look at. */
export const programWaits = question({
  id: 'programs/waits',
  title: 'Waiting time from referral to start',
  description: `Kaplan–Meier over the referrals of the period: people still waiting, and those whose wait ended by release, transfer or withdrawal, count up to that day. ${byWholeMonths}`,
  columns: [
    groupColumn,
    { name: 'referred', kind: 'count', meaning: 'Referrals made in the period' },
    { name: 'started', kind: 'count', meaning: 'Of those, begun' },
    { name: 'median_days', kind: 'number', meaning: 'Days by which half had begun; null when there is no saying' },
    {
      name: 'median_status',
      kind: 'text',
      meaning: 'reached; not_reached: fewer than half had begun while enough were waiting; too_few: too few to say',
    },
    { name: 'within_days', kind: 'count', meaning: 'Days within which a program should begin' },
    { name: 'rate', kind: 'share', meaning: 'Share begun within them; null where too few were still waiting to say' },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (log–log)' },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (log–log)' },
  ],
  parameters: programParameters,
  by: programGroups,
  scopes: programScopes,
  needs: (request) => facilityParts('program_enrollment', request),
  statements: (request) => [waits(request)],
  rows([found = []], request): ProgramWait[] {
    const { settings } = request.dataset;
    const within = settings.need_program_days;
    return groupsOf(
      found.map((row) => row.group as string | null),
      request,
    ).map((group) => {
      const curve = kaplanMeier(survivalRows(found.filter((row) => row.group === group)));
      const estimate = readAt(curve, within, settings);
      const { median, status } = readMedian(curve, settings);
      const share = estimate && cumulative(estimate);
      return {
        group,
        referred: curve.people,
        started: curve.steps.reduce((sum, step) => sum + step.events, 0),
        median_days: median,
        median_status: status,
        within_days: within,
        rate: share?.cumulative ?? null,
        lower: share?.lower ?? null,
        upper: share?.upper ?? null,
      };
    });
  },
});

export interface WaitStep {
  group: string | null;
  days: number;
  at_risk: number;
  started: number;
  lower: number;
  upper: number;
}

export const programWaitCurve = question({
  id: 'programs/wait-curve',
  title: 'Share begun by days since referral',
  description: programWaits.description,
  columns: [
    groupColumn,
    { name: 'days', kind: 'count', meaning: 'Days since referral' },
    { name: 'at_risk', kind: 'count', meaning: 'Still waiting, and seen, just before the day' },
    { name: 'started', kind: 'share', meaning: 'Share begun by the end of the day' },
    { name: 'lower', kind: 'share', meaning: 'Lower 95 % limit (log–log)' },
    { name: 'upper', kind: 'share', meaning: 'Upper 95 % limit (log–log)' },
  ],
  parameters: programParameters,
  by: programGroups,
  scopes: programScopes,
  needs: (request) => facilityParts('program_enrollment', request),
  statements: (request) => [waits(request)],
  rows([found = []], request): WaitStep[] {
    return groupsOf(
      found.map((row) => row.group as string | null),
      request,
    ).flatMap((group) =>
      kaplanMeier(survivalRows(found.filter((row) => row.group === group)))
        .steps.filter((step) => step.events > 0)
        .map((step) => {
          const { cumulative: started, lower, upper } = cumulative(step);
          return { group, days: step.time, at_risk: step.atRisk, started, lower, upper };
        }),
    );
  },
});

export interface ProgramSeats {
  group: string | null;
  months: number;
  /** Seats a month, on average of those in which any are recorded. */
  seats: number | null;
  /** Null for a place, where nothing supplied says in which institution people took part. */
  people: number | null;
  used: number | null;
  sessions_planned: number | null;
  sessions_held: number | null;
  held: number | null;
}

export const programSeats = question({
  id: 'programs/seats',
  title: 'Seats and sessions',
  description:
    'Seats of the months of the period, people in the program on an average day of those months, and sessions held of those planned. Months without recorded seats count in people, not in the share used.',
  columns: [
    groupColumn,
    { name: 'months', kind: 'count', meaning: 'Months counted' },
    { name: 'seats', kind: 'number', meaning: 'Seats, average of the months with seats recorded' },
    { name: 'people', kind: 'number', meaning: 'People in it on an average day' },
    { name: 'used', kind: 'share', meaning: 'People as a share of the seats, in months and institutions with seats' },
    { name: 'sessions_planned', kind: 'count', meaning: 'Sessions planned' },
    { name: 'sessions_held', kind: 'count', meaning: 'Sessions held' },
    { name: 'held', kind: 'share', meaning: 'Held as a share of planned, where both are recorded' },
  ],
  parameters: programParameters,
  by: ['program_id', 'program_category', 'region_id', 'facility_id'],
  scopes: programScopes,
  needs: () => agencyPart('program_seat_month'),
  statements: (request) => [
    statement(sql`
      SELECT ${grouped(request)}, month::VARCHAR AS month, sum(seats)::DOUBLE AS seats, sum(person_days / days)::DOUBLE AS people,
        (sum(person_days / days) FILTER (seats > 0))::DOUBLE AS seated,
        sum(sessions_planned)::INTEGER AS planned, sum(sessions_held)::INTEGER AS held,
        (sum(sessions_planned) FILTER (sessions_held IS NOT NULL))::INTEGER AS planned_of_both,
        (sum(sessions_held) FILTER (sessions_planned IS NOT NULL))::INTEGER AS held_of_both
      FROM program_seat_month
      WHERE ${and(inScope(request), ofProgram(request), inMonths(request))}
      GROUP BY 1, 2
      ORDER BY 1, 2`),
  ],
  rows([found = []], request): ProgramSeats[] {
    return groupsOf(
      found.map((row) => row.group as string | null),
      request,
    ).map((group) => {
      const own = found.filter((row) => row.group === group);
      const sum = (name: string) => own.reduce((total, row) => total + Number(row[name] ?? 0), 0);
      // A month without a record says nothing of the others.
      const months = (name: string) => own.filter((row) => row[name] != null).length;
      const recorded = (name: string) => (months(name) > 0 ? sum(name) : null);
      const [seats, planned, held] = [sum('seats'), sum('planned_of_both'), recorded('held_of_both')];
      return {
        group,
        months: own.length,
        seats: seats > 0 ? seats / months('seats') : null,
        people: sum('people') / own.length,
        used: seats > 0 ? sum('seated') / seats : null,
        sessions_planned: recorded('planned'),
        sessions_held: recorded('held'),
        held: held !== null && planned > 0 ? held / planned : null,
      };
    });
  },
});

/** Months that lie in the period whole, or as far as the data go. */
function inMonths(request: Request) {
  const { from, to } = coveredWindow(request);
  return sql`month >= ${from}::DATE AND month < ${to}::DATE`;
}
