import { ascending } from 'd3-array';
import { addDays, daysBetween } from '../../calendar/date.ts';
import { eventWindow, placeGroups } from '../casework/case-counts.ts';
import { findingPlaces, findingsOf, recurringFindings } from '../coordinator/findings.ts';
import { meetings, meetingsAt, teamsObserved, teamsToObserve } from '../coordinator/meetings.ts';
import { slotsHeld } from '../coordinator/meeting-slots.ts';
import type { Item, RowList } from './row.ts';

/** The stretches of the calendar in which a meeting was due, and the first one held in each. */
export const meetingList: RowList = {
  question: 'coordinator/meetings',
  part: 'held',
  whole: 'due',
  by: [...placeGroups, 'meeting_type'],
  needs: (request) => meetings.needs(request),
  statements: (request) => meetings.statements(request),
  items: (results, request) =>
    meetingsAt(results, request).flatMap(({ facility, type, slots, days }) =>
      slots.map((slot): Item => {
        const held = slotsHeld([slot], days) > 0;
        const first = days.filter((day) => day >= slot.from && day < slot.to).sort()[0] ?? null;
        return {
          facility_id: facility,
          what: type,
          date: slot.from,
          done_date: first,
          // What the meeting was due by: the last day of its stretch.
          trigger_date: addDays(slot.to, -1),
          days: null,
          state: heldState(type, held),
          counts: { meeting_type: type, due: 1, held: held ? 1 : 0 },
        };
      }),
    ),
};

/** The coordinator holds the meetings with staff, and attends those of department heads. */
function heldState(type: string, held: boolean): string {
  if (type === 'department_heads') return held ? 'attended' : 'not_attended';
  return held ? 'held' : 'missed';
}

/** Findings with a subject, each with whether it was found in the unit in an earlier quarter. */
export const findingList: RowList = {
  question: 'coordinator/recurring-findings',
  part: 'again',
  whole: 'findings',
  by: findingPlaces,
  needs: (request) => recurringFindings.needs(request),
  statements: (request) => recurringFindings.statements(request),
  items: (results, request) =>
    findingsOf(results, request).map(({ facility, unit, subject, day, closed, findings, again }): Item => ({
      facility_id: facility,
      unit_id: unit,
      what: subject,
      date: day,
      done_date: closed,
      items: findings,
      state: again ? 'again' : 'first',
      counts: { subject, findings, again: again ? findings : 0 },
    })),
};

/** Units whose classification team is to be observed: when it last was, and by when it is to be seen. */
export const observationList: RowList = {
  question: 'coordinator/teams-observed',
  part: 'observed',
  whole: 'units',
  by: ['region_id', 'facility_id', 'unit_id'],
  needs: (request) => teamsObserved.needs(request),
  statements: (request) => teamsObserved.statements(request),
  items: (results, request) =>
    teamsToObserve(results, request)
      .map(({ unit, facility, lastObserved, inTime, seeBy }): Item => ({
        facility_id: facility,
        unit_id: unit,
        date: seeBy,
        done_date: lastObserved,
        days: lastObserved === null ? null : daysBetween(lastObserved, addDays(eventWindow(request).to, -1)),
        state: lastObserved === null ? 'never' : inTime ? 'observed' : 'late',
        counts: { units: 1, observed: inTime ? 1 : 0 },
      }))
      // First those to be seen soonest; never seen comes before all.
      .sort((a, b) => ascending(a.date ?? '', b.date ?? '')),
};
