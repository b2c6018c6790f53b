import { addMonths, daysBetween } from '../../calendar/date.ts';
import { countedShare, eventWindow, placeGroups, placeScopes } from '../casework/case-counts.ts';
import { sql } from '../sql.ts';

/** Whether minutes were due, which the mart says of every meeting: for those of II.C only, so many days after it. */
const due = "minutes IN ('on_time', 'late', 'open')";

/** Minutes of the meetings of a period, sent in time. */
export const minutes = countedShare({
  id: 'coordinator/minutes',
  title: 'Minutes sent in time',
  description:
    'Meetings held in the period with case managers and unit support staff whose minutes were due by the as-of date (14 days after the meeting by default): sent by then, later, or not. Meetings of department heads are attended, and no minutes are due; teams observed are no meetings.',
  mart: 'meeting_held',
  part: 'agency',
  date: 'held_date',
  window: eventWindow,
  counts: {
    held: { of: 'meetings', meaning: 'Meetings held or attended' },
    due: { of: 'meetings', where: due, meaning: 'Of those, with minutes due' },
    on_time: { of: 'meetings', where: "minutes = 'on_time'", meaning: 'Of the due, sent on or before the day' },
    late: { of: 'meetings', where: "minutes = 'late'", meaning: 'Of the due, sent later' },
    open_overdue: { of: 'meetings', where: "minutes = 'open'", meaning: 'Of the due, not sent' },
    not_due: {
      of: 'meetings',
      where: "minutes = 'pending'",
      meaning: 'Held so lately that minutes are not due yet; set aside',
    },
    attended: {
      of: 'meetings',
      where: "minutes = 'none'",
      meaning: 'Meetings of department heads, or of a kind of the agency’s own, of which no minutes are due',
    },
  },
  share: { part: 'on_time', whole: 'due', meaning: 'Sent in time as a share of due' },
  by: [...placeGroups, 'meeting_type'],
  scopes: placeScopes,
  where: () => sql`meeting_type <> 'classification_team_observed'`,
});

/** Minutes on record over the years they must be kept, up to the end of the period. */
export const minutesKept = countedShare({
  id: 'coordinator/minutes-kept',
  title: 'Minutes on record of the meetings whose minutes must be kept',
  description:
    'Meetings with case managers and unit support staff of the two years up to the end of the period whose minutes were due, and those on record.',
  mart: 'meeting_held',
  part: 'agency',
  date: 'held_date',
  window(request) {
    const { to } = eventWindow(request);
    const from = addMonths(to, -request.dataset.settings.minutes_kept_months);
    return { from, to, days: daysBetween(from, to) };
  },
  counts: {
    due: { of: 'meetings', meaning: 'Meetings with minutes due' },
    kept: { of: 'sent', meaning: 'Of those, with minutes on record' },
  },
  share: { part: 'kept', whole: 'due', meaning: 'On record as a share of due' },
  by: [...placeGroups, 'meeting_type'],
  scopes: placeScopes,
  where: () => sql`minutes IN ('on_time', 'late', 'open')`,
});
