import { caseModels, goalsMet, needsStarted } from '../casework/goals.ts';
import { concurrence } from '../casework/classification.ts';
import { performanceNotes } from '../casework/expertise.ts';
import { closures, firstPass, qualityChecks, reviews } from '../casework/quality.ts';
import { correctiveActions } from '../coordinator/actions.ts';
import { minutes, minutesKept } from '../coordinator/minutes.ts';
import { releaseChecks } from '../coordinator/release.ts';
import {
  certificationList,
  completionList,
  decisionList,
  dueList,
  followUpList,
  inheritedList,
  readinessList,
  recommendationList,
  trainingList,
} from './casework.ts';
import { findingList, meetingList, observationList } from './coordinator.ts';
import { countedRows } from './counted.ts';
import { rowWords, type RowListId } from './words.ts';
import type { RowList } from './row.ts';

/** The rows behind figures, by the id a measure's entry names them with. */
export const rowLists: Readonly<Record<RowListId, RowList>> = {
  due: dueList,
  inherited: inheritedList,
  goals: countedRows(goalsMet.counted, rowWords.goals.states, {
    what: 'domain',
    doneDate: 'closed_date',
    items: 'goals',
    cases: true,
  }),
  models: countedRows(caseModels.counted, rowWords.models.states, {
    what: 'domain',
    items: 'goals',
    cases: true,
  }),
  needs: countedRows(needsStarted.counted, rowWords.needs.states, {
    what: 'domain',
    items: 'needs',
    cases: true,
  }),
  concurrence: countedRows(concurrence.counted, rowWords.concurrence.states, {
    what: 'recommended_level',
    items: 'recommendations',
    cases: true,
  }),
  'first-pass': countedRows(firstPass.counted, rowWords['first-pass'].states, {
    what: 'task_type',
    items: 'accepted + returned + unreviewed',
    cases: true,
  }),
  checks: countedRows(qualityChecks.counted, rowWords.checks.states, {
    what: 'check_source',
    doneDate: 'closed_date',
    items: 'checks',
    cases: false,
  }),
  reviews: countedRows(reviews.counted, rowWords.reviews.states, {
    what: 'check_source',
    doneDate: 'closed_date',
    items: 'checks',
    cases: false,
  }),
  closures: countedRows(closures.counted, rowWords.closures.states, {
    what: 'check_source',
    doneDate: 'closed_date',
    items: 'checks',
    cases: false,
  }),
  findings: findingList,
  actions: countedRows(correctiveActions.counted, rowWords.actions.states, {
    what: 'subject',
    doneDate: 'done_date',
    items: 'actions',
    cases: false,
  }),
  meetings: meetingList,
  minutes: countedRows(minutes.counted, rowWords.minutes.states, {
    what: 'meeting_type',
    doneDate: 'minutes_sent_date',
    items: 'meetings',
    cases: false,
  }),
  'minutes-kept': countedRows(minutesKept.counted, rowWords['minutes-kept'].states, {
    what: 'meeting_type',
    doneDate: 'minutes_sent_date',
    items: 'meetings',
    cases: false,
  }),
  observations: observationList,
  notes: countedRows(performanceNotes.counted, rowWords.notes.states, {
    what: 'element',
    doneDate: 'discussed_date',
    items: 'entries',
    cases: false,
  }),
  recommendations: recommendationList,
  completion: completionList,
  decisions: decisionList,
  readiness: readinessList,
  'release-checks': countedRows(releaseChecks.counted, rowWords['release-checks'].states, {
    items: 'releases',
    cases: true,
  }),
  'follow-up': followUpList,
  certification: certificationList,
  training: trainingList,
} satisfies Readonly<Record<RowListId, RowList>>;
