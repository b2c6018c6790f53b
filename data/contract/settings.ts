import { taskTypes, type TaskTypeId } from './task-types.ts';

/**
 * Every number an agency may set, with its default and where the default comes from. `source.json` of a source may
 * carry any of these under `settings`; nothing else in the code holds a deadline, a target or a threshold.
 */
export interface Setting {
  readonly label: string;
  /** Null where nothing is assumed: only the agency can say. */
  readonly value: number | null;
  /** The words it is set by, where it is no number: its value is the place of the word. */
  readonly choices?: readonly string[];
  readonly unit:
    | 'days'
    | 'working days'
    | 'months'
    | 'people'
    | 'share'
    | 'month of the year'
    | 'items'
    | 'cases'
    | 'hours'
    | 'rows'
    | 'choice';
  /** Law, policy or statistical convention the default rests on. */
  readonly origin: string;
}

const settingsTable = {
  fiscal_year_start_month: {
    label: 'First month of the fiscal year',
    value: 10,
    unit: 'month of the year',
    origin: '31 U.S.C. 1102 (October 1)',
  },
  reject_limit: {
    label: 'Share of a table that may be rejected before an export stops',
    value: 0.01,
    unit: 'share',
    origin: 'Caseboard default',
  },
  reject_floor: {
    label: 'Rows of a table that may be rejected whatever their share, unless they are half of it',
    value: 3,
    unit: 'rows',
    origin: 'Caseboard default; one duplicate among eight is no sign of a wrong extract',
  },
  unknown_code_limit: {
    label: 'Share of a column that may hold codes nobody knows before an export stops',
    value: 0.01,
    unit: 'share',
    origin: 'Caseboard default; concerns the categories that decide who counts',
  },
  unknown_code_floor: {
    label: 'Rows with unknown codes that are let pass whatever their share, unless they are half of the column',
    value: 3,
    unit: 'rows',
    origin: 'Caseboard default',
  },
  freshness_warning_days: {
    label: 'Days without a new record before the as-of date that are worth a warning',
    value: 7,
    unit: 'days',
    origin: 'Caseboard default',
  },
  freshness_limit_days: {
    label: 'Days without a new record before the as-of date at which an export stops',
    value: 31,
    unit: 'days',
    origin: 'Caseboard default',
  },
  volume_loss_limit: {
    label: 'Share of its rows a table may have lost since the export before',
    value: 0.2,
    unit: 'share',
    origin: 'Caseboard default',
  },
  people_per_case_manager: {
    label: 'People for each case manager the agency aims at; without it, each institution’s own median',
    value: null,
    unit: 'people',
    origin: 'none: no national standard is known for case managers in prisons',
  },
  net_annual_hours: {
    label: 'Hours a full position works in a year, leave and training taken off',
    value: null,
    unit: 'hours',
    origin: 'none: the agency’s own figure, needed to count positions by hours',
  },
  case_share: {
    label: 'Share of those hours that is case work',
    value: null,
    unit: 'share',
    origin: 'none: the agency’s own figure, needed to count positions by hours',
  },
  versions_kept: {
    label: 'Exports kept in the export folder, the newest included',
    value: 2,
    unit: 'items',
    origin: 'Caseboard default: the newest, and the one pages still open read',
  },
  versions_kept_days: {
    label: 'Days for which every export is kept besides',
    value: 0,
    unit: 'days',
    origin: 'Caseboard default',
  },
  assistant_coordinator_population: {
    label: 'Population above which an assistant coordinator is advised',
    value: 750,
    unit: 'people',
    origin: 'Program Statement 3510.08',
  },
  initial_days: {
    label: 'Initial classification, assessment and case plan',
    value: 28,
    unit: 'days',
    origin: '28 CFR 524.11',
  },
  program_review_days: { label: 'Program review', value: 180, unit: 'days', origin: '28 CFR 524.11' },
  program_review_days_near_release: {
    label: 'Program review close to release',
    value: 90,
    unit: 'days',
    origin: '28 CFR 524.11',
  },
  near_release_months: { label: 'Close to release', value: 12, unit: 'months', origin: '28 CFR 524.11' },
  reassessment_days: { label: 'Reassessment', value: 365, unit: 'days', origin: 'Caseboard default' },
  release_plan_days: {
    label: 'Release plan before projected release',
    value: 90,
    unit: 'days',
    origin: 'Caseboard default',
  },
  community_referral_months: {
    label: 'Community placement referral before projected release',
    value: 17,
    unit: 'months',
    origin: 'Caseboard default',
  },
  investigation_days: {
    label: 'Work release and home leave investigations',
    value: 30,
    unit: 'days',
    origin: 'Caseboard default',
  },
  follow_up_first_days: {
    label: 'First follow-up after release',
    value: 30,
    unit: 'days',
    origin: 'Caseboard default',
  },
  follow_up_second_days: {
    label: 'Second follow-up after release',
    value: 90,
    unit: 'days',
    origin: 'Caseboard default',
  },
  follow_up_third_days: {
    label: 'Third follow-up after release',
    value: 180,
    unit: 'days',
    origin: 'Caseboard default',
  },
  monthly_report_working_day: {
    label: 'Monthly report, working day of the next month',
    value: 5,
    unit: 'working days',
    origin: 'Caseboard default',
  },
  progress_report_days: {
    label: 'Progress report before release to supervision',
    value: 90,
    unit: 'days',
    origin: 'Caseboard default',
  },
  parole_summary_months: {
    label: 'Parole summary before the parole date',
    value: 8,
    unit: 'months',
    origin: 'Caseboard default',
  },
  victim_witness_days: {
    label: 'Victim/Witness notification after the event',
    value: 7,
    unit: 'days',
    origin: 'Caseboard default',
  },
  request_working_days: {
    label: 'Inmate requests and correspondence',
    value: 10,
    unit: 'working days',
    origin: 'Caseboard default',
  },
  due_on_nonworking_day: {
    label: 'A due date our rule puts on a weekend or holiday',
    value: 0,
    unit: 'choice',
    choices: ['keep', 'next'],
    origin: 'Caseboard default: it is kept; “next” moves it to the next working day',
  },
  handover_grace_days: {
    label: 'Grace for a case manager who takes over a case',
    value: 14,
    unit: 'days',
    origin: 'Caseboard default',
  },
  minimum_for_rate: {
    label: 'Fewest due items for which a rate is shown',
    value: 10,
    unit: 'items',
    origin: 'methods: intervals and small numbers',
  },
  minimum_at_risk: {
    label: 'Fewest people at risk for which a curve is drawn',
    value: 11,
    unit: 'people',
    origin: 'methods: disclosure, internal profile',
  },
  record_lag_days: {
    label: 'Days until a return is in the records',
    value: 90,
    unit: 'days',
    origin: 'methods: recidivism',
  },
  return_match_days: {
    label: 'Days between a recorded return and an admission that are one return',
    value: 30,
    unit: 'days',
    origin: 'Caseboard default',
  },
  rows_kept_months: {
    label: 'Months, besides the one under way, whose rows are listed behind the figures; older ones are counted only',
    value: 26,
    unit: 'months',
    origin: 'Caseboard default: two years and a quarter',
  },
  length_of_stay_window_months: {
    label: 'Window of the length-of-stay curve',
    value: 24,
    unit: 'months',
    origin: 'methods: population projection',
  },
  workload_new_arrival: {
    label: 'Weighted workload: a case in its first weeks counts as one and this much more',
    value: 0.5,
    unit: 'cases',
    origin: 'Caseboard default; the first weeks are those of the initial deadlines',
  },
  workload_near_release: {
    label: 'Weighted workload: a case close to release counts this much more',
    value: 0.5,
    unit: 'cases',
    origin: 'Caseboard default; reviews are then twice as frequent (28 CFR 524.11)',
  },
  workload_highest_custody: {
    label: 'Weighted workload: a case at the most secure custody level counts this much more',
    value: 0.25,
    unit: 'cases',
    origin: 'Caseboard default',
  },
  workload_high_risk: {
    label: 'Weighted workload: a case assessed as high risk counts this much more',
    value: 0.25,
    unit: 'cases',
    origin: 'Caseboard default',
  },
  need_program_days: {
    label: 'Time in which a program should begin for a high need',
    value: 90,
    unit: 'days',
    origin: 'Caseboard default',
  },
  serious_incident_days: {
    label: 'Time in which a serious incident counts as following a change of custody level',
    value: 180,
    unit: 'days',
    origin: 'Caseboard default',
  },
  release_check_days: {
    label: 'Time before release in which the release checklist should be gone through',
    value: 90,
    unit: 'days',
    origin: 'Caseboard default',
  },
  certification_warning_days: {
    label: 'Certification about to expire',
    value: 90,
    unit: 'days',
    origin: 'Caseboard default',
  },
  training_hours_a_year: {
    label: 'Hours of training expected of one member of staff in a year',
    value: 40,
    unit: 'hours',
    origin: 'Caseboard default; the annual in-service hours usual in American corrections',
  },
  case_manager_meeting_days: {
    label: 'Meeting of the coordinator with the case managers',
    value: 14,
    unit: 'days',
    origin: 'Program Statement 3510.08 (bi-weekly)',
  },
  unit_support_meeting_months: {
    label: 'Meeting with unit support staff',
    value: 1,
    unit: 'months',
    origin: 'Program Statement 3510.08 (monthly)',
  },
  department_head_meeting_months: {
    label: 'Meeting of department heads',
    value: 1,
    unit: 'months',
    origin: 'Program Statement 3510.08 (monthly)',
  },
  minutes_days: {
    label: 'Minutes of a meeting with case managers or unit support staff are sent',
    value: 14,
    unit: 'days',
    origin: 'Caseboard default; the meetings are those of Program Statement 3510.08, II.C',
  },
  minutes_kept_months: {
    label: 'Minutes of meetings are kept',
    value: 24,
    unit: 'months',
    origin: 'Program Statement 3510.08 (two years)',
  },
  team_observation_days: {
    label: 'Every unit’s classification team is observed',
    value: 183,
    unit: 'days',
    origin: 'Program Statement 3510.08 (every six months)',
  },
} as const satisfies Record<string, Setting>;

type UsefulName = `useful_days_${TaskTypeId}`;

/** Name of the setting that says how long after its due date work of a kind can still be done. */
export const usefulSetting = (type: TaskTypeId): UsefulName => `useful_days_${type}`;

const usefulSettings = Object.fromEntries(
  taskTypes.map(({ id, label, ends }): [UsefulName, Setting] => {
    const { days, why } = ends ?? { days: 0, why: 'it can always be done' };
    return [
      usefulSetting(id as TaskTypeId),
      {
        label: `${label}: time after the due date in which it can still be done; 0: always`,
        value: days,
        unit: 'days',
        origin: `Caseboard default; ${why}`,
      },
    ];
  }),
) as Record<UsefulName, Setting>;

export type SettingName = keyof typeof settingsTable | UsefulName;

/** Settings of a source; those without a default are null until the agency sets them. */
export type Settings = Record<UsefulName, number> & {
  -readonly [Name in keyof typeof settingsTable]: (typeof settingsTable)[Name]['value'] extends null
    ? number | null
    : number;
};

export const settings: Readonly<Record<SettingName, Setting>> = { ...settingsTable, ...usefulSettings };

/** The value of a setting as `source.json` writes it: a number, or the word of a choice; null is not set. */
export function settingText(name: SettingName, value: number | null): string {
  if (value === null) return 'not set';
  const { choices, unit } = settings[name];
  return choices ? (choices[value] ?? String(value)) : `${value} ${unit}`;
}

/** Every default, as plain numbers. */
export function defaultSettings(): Settings {
  return Object.fromEntries(Object.entries(settings).map(([name, setting]) => [name, setting.value])) as Settings;
}
