import { addDays, daysBetween, type IsoDate } from '../../calendar/date.ts';
import type { RawRow } from '../../engine/engine.ts';
import {
  eventWindow,
  groupColumn,
  placeGroups,
  placeScopes,
  rated,
  ratedColumns,
  within,
  type Rated,
} from '../casework/case-counts.ts';
import type { DimensionId } from '../dimensions.ts';
import { longestGap, longestOf, slotsHeld, slotsIn, type Gap, type Interval, type Slot } from './meeting-slots.ts';
import { agencyPart, compareGroups, type Window } from '../population/stock-sql.ts';
import { question, type Request } from '../question.ts';
import { facilitiesOf } from '../scope.ts';
import { chosenRows, inScope, sql, statement } from '../sql.ts';

export interface MeetingsHeld extends Rated {
  group: string | null;
  meeting_type: string;
  due: number;
  held: number;
  /** All meetings of the kind, also several in one stretch. */
  meetings: number;
  /** Longest run of days without one, at any institution of the group; null where none was ever held. */
  longest_gap: number | null;
  /** Day of the meeting before it, of the next or the period's last day, and the institution it was at. */
  gap_from: IsoDate | null;
  gap_to: IsoDate | null;
  gap_facility_id: string | null;
}

/** Kinds of meeting with an interval, and how long it is. */
function intervals({ dataset: { settings } }: Request): [type: string, interval: Interval][] {
  return [
    ['case_managers', { every: settings.case_manager_meeting_days, unit: 'days' }],
    ['unit_support', { every: settings.unit_support_meeting_months, unit: 'months' }],
    ['department_heads', { every: settings.department_head_meeting_months, unit: 'months' }],
  ];
}

/** The institutions of the request that a filter keeps, by group. */
function facilityGroups(request: Request): Map<string | null, string[]> {
  const inside = new Set(facilitiesOf(request.scope, request.dataset));
  const groups = new Map<string | null, string[]>();
  for (const facility of request.dataset.scopes.facilities.filter(({ id }) => inside.has(id))) {
    const group = request.by === 'facility_id' ? facility.id : request.by === 'region_id' ? facility.region_id : null;
    groups.set(group, [...(groups.get(group) ?? []), facility.id]);
  }
  return groups;
}

/** The days of the window an institution was open, and its meetings on record. */
function openWindow(
  facilityId: string,
  window: Window,
  recorded: IsoDate | null,
  request: Request,
): { from: IsoDate; to: IsoDate } {
  const facility = request.dataset.scopes.facilities.find(({ id }) => id === facilityId);
  const from = [window.from, facility?.opened_date ?? '', recorded ?? ''].reduce((a, b) => (a > b ? a : b));
  const to = [window.to, facility?.closed_date ?? '9999-12-31'].reduce((a, b) => (a < b ? a : b));
  return { from, to };
}

export const meetings = question({
  id: 'coordinator/meetings',
  title: 'Meetings held of meetings due',
  description:
    'Meetings with case managers every two weeks, with unit support staff and of department heads every month: one is due at every open institution in each whole stretch of the period, from the first meeting on record.',
  columns: [
    groupColumn,
    { name: 'meeting_type', kind: 'text', meaning: 'Kind of meeting' },
    { name: 'due', kind: 'count', meaning: 'Whole stretches of the period, one meeting due in each' },
    { name: 'held', kind: 'count', meaning: 'Of those, stretches with a meeting' },
    { name: 'meetings', kind: 'count', meaning: 'Meetings, also several in one stretch' },
    { name: 'longest_gap', kind: 'count', meaning: 'Longest run of days without one at an institution' },
    { name: 'gap_from', kind: 'date', meaning: 'Day of the last meeting before that run' },
    { name: 'gap_to', kind: 'date', meaning: 'Day of the meeting that ended it, or last day of the period' },
    { name: 'gap_facility_id', kind: 'text', meaning: 'Institution it was at' },
    ...ratedColumns('Held as a share of due'),
  ],
  parameters: [],
  by: placeGroups,
  scopes: placeScopes,
  needs: () => agencyPart('meeting_held'),
  statements: (request) => [
    // The meetings of the period, and of each institution the last one before it.
    statement(sql`
      SELECT facility_id, meeting_type, CAST(held_date AS VARCHAR) AS held_date, sum(meetings)::INTEGER AS meetings
      FROM meeting_held
      WHERE ${within('held_date', eventWindow(request))} AND ${chosenRows(request, placeGroups)}
      GROUP BY 1, 2, 3
      UNION ALL
      SELECT facility_id, meeting_type, CAST(max(held_date) AS VARCHAR), 0
      FROM meeting_held
      WHERE held_date < CAST(${request.period.from} AS DATE) AND ${chosenRows(request, placeGroups)}
      GROUP BY 1, 2`),
    // Before the first meeting of anybody nothing is known; that is no meeting missed.
    statement(sql`
      SELECT meeting_type, CAST(min(held_date) AS VARCHAR) AS recorded_from
      FROM meeting_held
      GROUP BY 1`),
  ],
  rows(results, request): MeetingsHeld[] {
    if (eventWindow(request).days === 0) return [];
    const compare = compareGroups(request);
    const all = meetingsAt(results, request);
    return [...facilityGroups(request)]
      .sort(([a], [b]) => compare(a, b))
      .flatMap(([group, facilities]) =>
        [...new Set(all.map(({ type }) => type))].map((type) => {
          const each = all.filter((one) => one.type === type && facilities.includes(one.facility));
          const longest = longestOf(each.flatMap(({ facility, gap }) => (gap === null ? [] : [{ ...gap, facility }])));
          const due = each.reduce((total, { slots }) => total + slots.length, 0);
          const held = each.reduce((total, { slots, days }) => total + slotsHeld(slots, days), 0);
          return {
            group,
            meeting_type: type,
            due,
            held,
            meetings: each.reduce((total, one) => total + one.meetings, 0),
            longest_gap: longest?.days ?? null,
            gap_from: longest?.from ?? null,
            gap_to: longest?.to ?? null,
            gap_facility_id: longest?.facility ?? null,
            ...rated(held, due, request),
          };
        }),
      );
  },
});

/** The meetings of one kind at one institution: the stretches in which one is due, and the days one was held. */
export interface MeetingsAt {
  facility: string;
  type: string;
  slots: Slot[];
  days: IsoDate[];
  meetings: number;
  /** Longest run of days without one; null where none was ever held. */
  gap: Gap | null;
}

/** Kinds of meeting on record by institution of the request, from the results of the statements above. */
export function meetingsAt([found = [], firsts = []]: readonly (readonly RawRow[])[], request: Request): MeetingsAt[] {
  const window = eventWindow(request);
  const recorded = new Map(firsts.map((row) => [String(row.meeting_type), row.recorded_from as IsoDate]));
  const held = new Map<string, RawRow[]>();
  for (const row of found) {
    const key = `${row.facility_id}\t${row.meeting_type}`;
    held.set(key, [...(held.get(key) ?? []), row]);
  }
  return intervals(request)
    .filter(([type]) => recorded.has(type))
    .flatMap(([type, interval]) =>
      facilitiesOf(request.scope, request.dataset).map((facility) => {
        const { from, to } = openWindow(facility, window, recorded.get(type) ?? null, request);
        const rows = held.get(`${facility}\t${type}`) ?? [];
        const days = rows.map((row) => row.held_date as IsoDate);
        const inside = rows.filter((row) => (row.held_date as IsoDate) >= from && (row.held_date as IsoDate) < to);
        return {
          facility,
          type,
          slots: slotsIn(from, to, interval),
          days,
          meetings: inside.reduce((sum, row) => sum + Number(row.meetings), 0),
          gap: from < to ? longestGap(days, from, to) : null,
        };
      }),
    );
}

export interface TeamsObserved extends Rated {
  group: string | null;
  units: number;
  observed: number;
  /** Units whose team was never observed. */
  never: number;
  /** Days since the observation of the unit observed longest ago; null where one was never observed, or there is none. */
  longest: number | null;
  last_observed: IsoDate | null;
}

export const teamsObserved = question({
  id: 'coordinator/teams-observed',
  title: 'Classification teams observed in time',
  description:
    'Units of open institutions whose classification team was observed within the days set (183 by default) up to the last covered day of the period. An institution opened since then has none due.',
  columns: [
    groupColumn,
    { name: 'units', kind: 'count', meaning: 'Units due to be observed' },
    { name: 'observed', kind: 'count', meaning: 'Of those, observed within the days set' },
    { name: 'never', kind: 'count', meaning: 'Of those, never observed on record' },
    { name: 'longest', kind: 'count', meaning: 'Days since the observation of the unit observed longest ago' },
    { name: 'last_observed', kind: 'date', meaning: 'Day of that observation' },
    ...ratedColumns('Observed as a share of units'),
  ],
  parameters: [],
  by: ['region_id', 'facility_id', 'unit_id'] satisfies DimensionId[],
  scopes: [...placeScopes, 'unit'],
  needs: () => agencyPart('meeting_held'),
  statements: (request) => [
    statement(sql`
      SELECT unit_id, CAST(max(held_date) AS VARCHAR) AS last_observed
      FROM meeting_held
      WHERE meeting_type = 'classification_team_observed' AND unit_id IS NOT NULL
        AND held_date < CAST(${eventWindow(request).to} AS DATE) AND ${inScope(request)}
      GROUP BY 1`),
  ],
  rows([found = []], request): TeamsObserved[] {
    const { to, days } = eventWindow(request);
    if (days === 0) return [];
    const last = addDays(to, -1);
    const compare = compareGroups(request);
    return [...unitGroups(request, teamsToObserve([found], request))]
      .map(([group, units]) => {
        const seen = units.flatMap(({ lastObserved }) => lastObserved ?? []);
        const observed = units.filter(({ inTime }) => inTime).length;
        const never = units.length - seen.length;
        const oldest = never > 0 || seen.length === 0 ? null : seen.reduce((a, b) => (a < b ? a : b));
        return {
          group,
          units: units.length,
          observed,
          never,
          longest: oldest === null ? null : daysBetween(oldest, last),
          last_observed: oldest,
          ...rated(observed, units.length, request),
        };
      })
      .sort((a, b) => compare(a.group, b.group));
  },
});

/** A unit whose classification team is due to be observed. */
export interface TeamToObserve {
  unit: string;
  facility: string;
  region: string | null;
  lastObserved: IsoDate | null;
  inTime: boolean;
  /** Last day on which an observation would be in time; null where the team was never observed. */
  seeBy: IsoDate | null;
}

/** Units in scope of institutions open on the last covered day and all of the days allowed before it. */
export function teamsToObserve([found = []]: readonly (readonly RawRow[])[], request: Request): TeamToObserve[] {
  const { scope, dataset } = request;
  const last = addDays(eventWindow(request).to, -1);
  const allowed = dataset.settings.team_observation_days;
  const openedBy = addDays(last, -allowed);
  const lastOf = new Map(found.map((row) => [String(row.unit_id), row.last_observed as IsoDate]));
  const facilities = new Map(dataset.scopes.facilities.map((facility) => [facility.id, facility]));
  const inside = new Set(facilitiesOf(scope, dataset));
  return dataset.scopes.units.flatMap((unit): TeamToObserve[] => {
    const facility = facilities.get(unit.facility_id);
    if (!facility || !inside.has(facility.id) || (scope.kind === 'unit' && scope.id !== unit.id)) return [];
    const open =
      (facility.opened_date ?? '') <= openedBy && (facility.closed_date === null || facility.closed_date > last);
    if (!open) return [];
    const seen = lastOf.get(unit.id) ?? null;
    return [
      {
        unit: unit.id,
        facility: facility.id,
        region: facility.region_id,
        lastObserved: seen,
        inTime: seen !== null && daysBetween(seen, last) <= allowed,
        seeBy: seen === null ? null : addDays(seen, allowed),
      },
    ];
  });
}

function unitGroups({ by }: Request, units: readonly TeamToObserve[]): Map<string | null, TeamToObserve[]> {
  const groups = new Map<string | null, TeamToObserve[]>();
  if (by === null) groups.set(null, []);
  for (const unit of units) {
    const group =
      by === 'unit_id' ? unit.unit : by === 'facility_id' ? unit.facility : by === 'region_id' ? unit.region : null;
    groups.set(group, [...(groups.get(group) ?? []), unit]);
  }
  return groups;
}
