import { caseGroups, countedShare } from './case-counts.ts';
import { coveredWindow } from '../population/stock-sql.ts';

/** Goals of case plans by their target day: what was due, and what became of it. */
export const goalsMet = countedShare({
  id: 'casework/goals',
  title: 'Goals of case plans met of those due',
  description:
    'Goals whose target day lies in the period, under the case manager assigned on that day. Withdrawn goals, and those of people released before the target day, are counted beside the others.',
  mart: 'goal_due',
  part: 'cases',
  date: 'target_date',
  window: coveredWindow,
  counts: {
    due: {
      of: 'goals',
      where: "outcome IN ('met', 'not_met', 'open')",
      meaning: 'Goals due: met, not met, or without a result',
    },
    met: { of: 'goals', where: "outcome = 'met'", meaning: 'Of those, met by the as-of date' },
    not_met: { of: 'goals', where: "outcome = 'not_met'", meaning: 'Of those, closed as not met' },
    open: { of: 'goals', where: "outcome = 'open'", meaning: 'Of those, still open or closed without a result' },
    withdrawn: { of: 'goals', where: "outcome = 'withdrawn'", meaning: 'Goals withdrawn, set aside' },
    left_early: {
      of: 'goals',
      where: "outcome = 'left'",
      meaning: 'Goals of people released before the target day, set aside',
    },
  },
  share: { part: 'met', whole: 'due', meaning: 'Met as a share of due' },
  by: [...caseGroups, 'case_model', 'domain'],
});

/** Which model of case management the goals set in a period follow. */
export const caseModels = countedShare({
  id: 'casework/models',
  title: 'Models of case management',
  description:
    'Goals set in the period by model of case management, under whoever is recorded as having set them, else the case manager assigned that day.',
  mart: 'goal_set',
  part: 'cases',
  date: 'set_date',
  window: coveredWindow,
  counts: {
    goals: { of: 'goals', meaning: 'Goals set' },
    with_model: { of: 'goals', where: 'case_model IS NOT NULL', meaning: 'Of those, with a model recorded' },
    strength_based: {
      of: 'goals',
      where: "case_model = 'strength_based'",
      meaning: 'Of those, by the strength-based model',
    },
    assertive: { of: 'goals', where: "case_model = 'assertive'", meaning: 'Of those, by the assertive model' },
  },
  share: { part: 'strength_based', whole: 'with_model', meaning: 'Strength-based as a share of goals with a model' },
  by: [...caseGroups, 'domain'],
});

/** High needs, and whether a program for them began in time. */
export const needsStarted = countedShare({
  id: 'casework/needs',
  title: 'High needs with a program started in time',
  description:
    'Needs found at the highest level whose time to begin a program ended in the period, under the case manager assigned on that day. People released before without a program are counted beside the others.',
  mart: 'need_due',
  part: 'cases',
  date: 'due_date',
  window: coveredWindow,
  counts: {
    needs: { of: 'needs', where: "outcome IN ('started', 'not_started')", meaning: 'High needs whose time is over' },
    started: {
      of: 'needs',
      where: "outcome = 'started'",
      meaning: 'Of those, with a program of the domain running or begun in time',
    },
    left_early: {
      of: 'needs',
      where: "outcome = 'left'",
      meaning: 'Needs of people released before, without a program; set aside',
    },
  },
  share: { part: 'started', whole: 'needs', meaning: 'Started as a share of high needs' },
  by: [...caseGroups, 'domain'],
});
