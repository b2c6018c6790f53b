/** How the rows of a list are spoken of; without any SQL, so that a page can say it before an engine wakes. */
export interface RowWords {
  /** Tasks and what else is done on cases are listed by case; meetings, checks and staff are not. */
  readonly of: 'tasks' | 'cases' | 'other';
  /** The smallest thing they are told apart by. */
  readonly by: 'staff' | 'place';
  /** What they are, as a heading: 'Goals of case plans'. */
  readonly title: string;
  /** What the day of a row is: 'Due', 'Held'. */
  readonly dated: string;
  /** What was done about it: 'Done', 'Minutes sent'; nothing where there is no second day. */
  readonly done?: string;
  /** How a thing can have been counted, in words; the first that holds says so. */
  readonly states: Readonly<Record<string, string>>;
}

/** The lists of rows, by the id a measure's entry names its own with. */
const known = {
  due: {
    of: 'tasks',
    by: 'staff',
    title: 'Work due',
    dated: 'Due',
    done: 'Done',
    states: {
      on_time: 'on time',
      late: 'done late',
      open_overdue: 'not done',
      set_aside_grace: 'set aside: due in the grace after a hand-over',
      set_aside_legal_status: 'set aside: the clock did not run (pretrial, holdover)',
      set_aside_released: 'set aside: released first',
    },
  },
  inherited: {
    of: 'tasks',
    by: 'staff',
    title: 'Work already past due when the case was taken over',
    dated: 'Taken over',
    done: 'Done',
    states: { cleared: 'cleared', open: 'still open', passed_on: 'handed on or ended, not done' },
  },
  goals: {
    of: 'cases',
    by: 'staff',
    title: 'Goals of case plans',
    dated: 'Target day',
    done: 'Closed',
    states: {
      met: 'met',
      not_met: 'not met',
      open: 'no result yet',
      withdrawn: 'set aside: withdrawn',
      left_early: 'set aside: released before the target day',
    },
  },
  models: {
    of: 'cases',
    by: 'staff',
    title: 'Goals set',
    dated: 'Set',
    states: {
      strength_based: 'strength-based',
      assertive: 'assertive',
      with_model: 'another model',
      goals: 'set aside: no model recorded',
    },
  },
  needs: {
    of: 'cases',
    by: 'staff',
    title: 'High needs',
    dated: 'To begin by',
    states: {
      started: 'program begun in time',
      needs: 'no program begun in time',
      left_early: 'set aside: released before',
    },
  },
  concurrence: {
    of: 'cases',
    by: 'staff',
    title: 'Recommendations decided',
    dated: 'Decided',
    states: {
      agreed: 'decided as recommended',
      decided: 'decided otherwise',
      not_recorded: 'set aside: a level is not recorded',
    },
  },
  'first-pass': {
    of: 'tasks',
    by: 'staff',
    title: 'Work looked over',
    dated: 'Done',
    states: { accepted: 'accepted', returned: 'sent back', unreviewed: 'set aside: no result recorded' },
  },
  checks: {
    of: 'other',
    by: 'staff',
    title: 'Checks of files and correspondence',
    dated: 'Checked',
    done: 'Closed',
    states: {
      repeat_findings: 'sent back, a finding made before',
      findings: 'items sent back',
      checks: 'nothing sent back',
    },
  },
  reviews: {
    of: 'other',
    by: 'place',
    title: 'Operational and program reviews',
    dated: 'Held',
    done: 'Closed',
    states: {
      repeat_findings: 'a finding made before',
      findings: 'findings, none made before',
      reviews: 'no findings',
    },
  },
  closures: {
    of: 'other',
    by: 'staff',
    title: 'Findings to be closed',
    dated: 'Due',
    done: 'Closed',
    states: { on_time: 'closed on time', late: 'closed late', open_overdue: 'still open' },
  },
  findings: {
    of: 'other',
    by: 'place',
    title: 'Findings with a subject, of eight quarters',
    dated: 'Found',
    done: 'Closed',
    states: { again: 'found in the unit in an earlier quarter too', first: 'not found there in an earlier quarter' },
  },
  actions: {
    of: 'other',
    by: 'staff',
    title: 'Corrective actions of eight quarters',
    dated: 'Decided on',
    done: 'Done',
    states: {
      verified: 'done and verified',
      done: 'done, not verified',
      overdue: 'not done by the day it was due',
      open: 'not due yet, or no day was set',
    },
  },
  meetings: {
    of: 'other',
    by: 'place',
    title: 'Stretches in which a meeting was due',
    dated: 'From',
    done: 'Held',
    states: { missed: 'none held', not_attended: 'none attended', held: 'held', attended: 'attended' },
  },
  minutes: {
    of: 'other',
    by: 'place',
    title: 'Meetings held',
    dated: 'Held',
    done: 'Minutes sent',
    states: {
      on_time: 'minutes sent in time',
      late: 'minutes sent late',
      open_overdue: 'minutes not sent',
      not_due: 'set aside: minutes are not due yet',
      attended: 'set aside: attended, no minutes are due',
    },
  },
  'minutes-kept': {
    of: 'other',
    by: 'place',
    title: 'Meetings whose minutes must be kept',
    dated: 'Held',
    done: 'Minutes sent',
    states: { kept: 'minutes on record', due: 'minutes not on record' },
  },
  observations: {
    of: 'other',
    by: 'place',
    title: 'Units whose classification team is to be observed',
    dated: 'To be seen by',
    done: 'Last seen',
    states: { never: 'never observed', late: 'longer ago than allowed', observed: 'observed in time' },
  },
  notes: {
    of: 'other',
    by: 'staff',
    title: 'Performance entries',
    dated: 'Entered',
    done: 'Discussed',
    states: { discussed: 'discussed', entries: 'not discussed' },
  },
  recommendations: {
    of: 'cases',
    by: 'staff',
    title: 'Recommendations to the classification committee',
    dated: 'Recommended',
    done: 'Decided',
    states: { lower: 'for less security', same: 'for the same level', higher: 'for more security' },
  },
  completion: {
    of: 'tasks',
    by: 'staff',
    title: 'Work begun',
    dated: 'Began',
    done: 'Done',
    states: { done: 'done', open: 'not done' },
  },
  decisions: {
    of: 'cases',
    by: 'staff',
    title: 'Recommendations waiting for the committee',
    dated: 'Recommended',
    done: 'Decided',
    states: { done: 'decided', open: 'not decided' },
  },
  readiness: {
    of: 'cases',
    by: 'staff',
    title: 'People whose release checklist was gone through',
    dated: 'Checked',
    states: { ready: 'in place', missing: 'not in place', not_recorded: 'not recorded' },
  },
  'release-checks': {
    of: 'cases',
    by: 'place',
    title: 'Releases to the community',
    dated: 'Released',
    states: { checked: 'checklist gone through', releases: 'checklist not gone through in time' },
  },
  'follow-up': {
    of: 'cases',
    by: 'place',
    title: 'Follow-ups after release',
    dated: 'Due',
    done: 'Reached',
    states: { yes: 'yes', no: 'no', not_recorded: 'not recorded' },
  },
  certification: {
    of: 'other',
    by: 'staff',
    title: 'Staff in their role',
    dated: 'Certified until',
    states: {
      lapsed: 'lapsed',
      not_recorded: 'not recorded',
      expiring: 'certified, about to end',
      certified: 'certified',
    },
  },
  training: {
    of: 'other',
    by: 'staff',
    title: 'Days of training and of sessions presented',
    dated: 'Day',
    states: { presented: 'presented', attended: 'attended' },
  },
} as const satisfies Readonly<Record<string, RowWords>>;

export type RowListId = keyof typeof known;

export const rowWords: Readonly<Record<RowListId, RowWords>> = known;

export const rowListIds = Object.keys(known) as RowListId[];
