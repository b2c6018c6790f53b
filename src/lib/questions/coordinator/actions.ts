import { caseGroups, countedShare } from '../casework/case-counts.ts';
import { lookedBack } from './findings.ts';

/** Corrective actions decided on in the quarters over which findings are looked at, as they stand on the as-of date. */
export const correctiveActions = countedShare({
  id: 'coordinator/corrective-actions',
  title: 'Corrective actions done by the day they were due',
  description:
    'Corrective actions decided on in the eight fiscal quarters up to the end of the period, as they stand on the as-of date: verified, done and not verified, overdue, or open.',
  mart: 'action_taken',
  part: 'agency',
  date: 'opened_date',
  window: lookedBack,
  counts: {
    actions: { of: 'actions', meaning: 'Corrective actions decided on' },
    verified: { of: 'actions', where: "state = 'verified'", meaning: 'Of those, done and verified' },
    done: { of: 'actions', where: "state = 'done'", meaning: 'Of those, done and not verified' },
    overdue: { of: 'actions', where: "state = 'overdue'", meaning: 'Of those, not done by the day they were due' },
    open: { of: 'actions', where: "state = 'open'", meaning: 'Of those, not due yet, or no day was set' },
    due: {
      of: 'actions',
      where: "in_time IN ('on_time', 'late', 'open')",
      meaning: 'Of all, those whose day had come by the as-of date',
    },
    on_time: { of: 'actions', where: "in_time = 'on_time'", meaning: 'Of the due, done on or before the day' },
  },
  share: { part: 'on_time', whole: 'due', meaning: 'Done in time as a share of due' },
  by: caseGroups,
  bySubject: true,
});
