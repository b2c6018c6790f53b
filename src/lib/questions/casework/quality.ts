import { caseGroups, countedShare, eventWindow, placeGroups, placeScopes } from './case-counts.ts';
import { raw } from '../sql.ts';

/** Checks of correspondence and files, and reviews: how much was sent back. */
export const qualityChecks = countedShare({
  id: 'casework/quality-checks',
  title: 'Items sent back of items checked',
  description:
    'Items looked at in checks of the period, and those sent back, under the member of staff whose work was checked.',
  mart: 'quality_checked',
  part: 'cases',
  date: 'checked_date',
  window: eventWindow,
  counts: {
    checks: { of: 'checks', meaning: 'Checks' },
    items_checked: { of: 'items_checked', meaning: 'Items looked at' },
    items_returned: { of: 'items_returned', meaning: 'Of those, sent back' },
    findings: { of: 'findings', meaning: 'Checks in which something was sent back' },
    repeat_findings: { of: 'repeat_findings', meaning: 'Checks with a finding that had been made before' },
  },
  share: { part: 'items_returned', whole: 'items_checked', meaning: 'Sent back as a share of looked at' },
  by: [...caseGroups, 'check_source'],
});

/** Reports, correspondence and referrals: accepted as first sent in, or sent back. */
export const firstPass = countedShare({
  id: 'casework/first-pass',
  title: 'Work accepted as first sent in',
  description:
    'Reports, correspondence and community placement referrals done in the period, by the result of their review, under whoever is recorded as having done them, else the case manager assigned on the day of completion.',
  mart: 'task_result',
  part: 'cases',
  date: 'completed_date',
  window: eventWindow,
  counts: {
    reviewed: { of: 'accepted + returned', meaning: 'Done, with a result' },
    accepted: { of: 'accepted', meaning: 'Of those, accepted' },
    returned: { of: 'returned', meaning: 'Of those, sent back' },
    unreviewed: { of: 'unreviewed', meaning: 'Done, no result recorded; set aside' },
  },
  share: { part: 'accepted', whole: 'reviewed', meaning: 'Accepted as a share of reviewed' },
  by: [...caseGroups, 'task_type'],
});

const reviewsOnly = () => raw("check_source IN ('operational_review', 'program_review')");

/** Operational and program reviews held, and repeat findings. */
export const reviews = countedShare({
  id: 'coordinator/reviews',
  title: 'Operational and program reviews',
  description: 'Operational and program reviews of the period, with findings and findings made before.',
  mart: 'quality_checked',
  part: 'cases',
  date: 'checked_date',
  window: eventWindow,
  counts: {
    reviews: { of: 'checks', meaning: 'Reviews' },
    findings: { of: 'findings', meaning: 'Of those, with a finding' },
    repeat_findings: { of: 'repeat_findings', meaning: 'Of those, with a finding that had been made before' },
  },
  share: { part: 'repeat_findings', whole: 'reviews', meaning: 'Reviews with a repeat finding as a share of reviews' },
  by: [...placeGroups, 'unit_id', 'check_source'],
  scopes: [...placeScopes, 'unit'],
  where: reviewsOnly,
});

/** Findings of every kind of check, closed by the day they were due. */
export const closures = countedShare({
  id: 'coordinator/closures',
  title: 'Findings closed on time',
  description:
    'Findings of checks and reviews whose closing day lies in the period: closed by then, later, or still open past the day on the as-of date.',
  mart: 'quality_checked',
  part: 'cases',
  date: 'due_date',
  window: eventWindow,
  counts: {
    due: { of: 'checks', where: "closure IN ('on_time', 'late', 'open')", meaning: 'Closures due' },
    on_time: { of: 'checks', where: "closure = 'on_time'", meaning: 'Of those, closed on or before the day' },
    late: { of: 'checks', where: "closure = 'late'", meaning: 'Of those, closed later' },
    open_overdue: { of: 'checks', where: "closure = 'open'", meaning: 'Of those, still open' },
  },
  share: { part: 'on_time', whole: 'due', meaning: 'Closed on time as a share of due' },
  by: [...caseGroups, 'check_source'],
});
