/**
 * Kinds of casework, the element of the case manager's performance plan each informs (Program Statement 3510.08),
 * and its deadline in words. The numbers themselves are settings (settings.ts).
 */
export interface TaskType {
  readonly id: string;
  readonly label: string;
  readonly element: 2 | 3;
  /** The deadline in words, with the settings it uses in braces. */
  readonly due: string;
  /** Counted on time or late, never listed case by case. */
  readonly countedOnly?: boolean;
  /** Its clock does not run for pretrial and holdover stays (28 CFR 524.11). */
  readonly waitsForSentence?: boolean;
  /** Due at release or after it, so that release does not end it. */
  readonly outlivesRelease?: boolean;
  /** Days after its due date from which it can no longer be done, unless the agency sets others, and why. */
  readonly ends?: { readonly days: number; readonly why: string };
}

/** In a time study: what each person takes in a month beside tasks with a deadline. */
export const eachPerson = 'each_person';

const definitions = [
  {
    id: 'initial_classification',
    label: 'Initial classification',
    element: 2,
    due: '{initial_days} days after arrival at the designated institution',
    waitsForSentence: true,
  },
  {
    id: 'initial_assessment',
    label: 'Initial assessment',
    element: 2,
    due: '{initial_days} days after arrival at the designated institution',
    waitsForSentence: true,
  },
  {
    id: 'case_plan',
    label: 'Case plan',
    element: 2,
    due: '{initial_days} days after arrival at the designated institution',
    waitsForSentence: true,
  },
  {
    id: 'program_review',
    label: 'Program review',
    element: 2,
    due: '{program_review_days} days after the last one, {program_review_days_near_release} within {near_release_months} months of projected release',
    waitsForSentence: true,
  },
  { id: 'reassessment', label: 'Reassessment', element: 2, due: '{reassessment_days} days after the last assessment' },
  {
    id: 'release_plan',
    label: 'Release plan',
    element: 2,
    due: '{release_plan_days} days before projected release, or with the initial classification ({initial_days} days from the first day) where that is later',
  },
  {
    id: 'identification_documents',
    label: 'Identification documents',
    element: 2,
    due: 'at release',
    outlivesRelease: true,
    ends: { days: 90, why: 'three months after release the person has them from elsewhere' },
  },
  {
    id: 'community_referral',
    label: 'Community placement referral',
    element: 2,
    due: '{community_referral_months} months before projected release, or with the initial classification ({initial_days} days from the first day) where that is later',
  },
  {
    id: 'work_release_investigation',
    label: 'Work release investigation',
    element: 2,
    due: '{investigation_days} days after the request',
  },
  {
    id: 'home_leave_investigation',
    label: 'Home leave investigation',
    element: 2,
    due: '{investigation_days} days after the request',
  },
  {
    id: 'financial_responsibility_review',
    label: 'Financial Responsibility review',
    element: 2,
    due: 'at each program review',
    waitsForSentence: true,
  },
  {
    id: 'post_release_follow_up',
    label: 'Post-release follow-up',
    element: 2,
    due: '{follow_up_first_days}, {follow_up_second_days} and {follow_up_third_days} days after release',
    outlivesRelease: true,
    ends: { days: 60, why: 'the next follow-up takes its place' },
  },
  {
    id: 'central_monitoring_review',
    label: 'Central Inmate Monitoring review',
    element: 2,
    due: 'as given',
    countedOnly: true,
  },
  {
    id: 'monthly_report',
    label: 'Monthly report',
    element: 3,
    due: 'working day {monthly_report_working_day} of the next month',
    ends: { days: 31, why: 'the report of the next month takes its place' },
  },
  {
    id: 'progress_report',
    label: 'Progress report',
    element: 3,
    due: '{progress_report_days} days before release to supervision, or with the initial classification ({initial_days} days from the first day) where that is later',
  },
  {
    id: 'parole_summary',
    label: 'Parole summary',
    element: 3,
    due: '{parole_summary_months} months before the parole date, or with the initial classification ({initial_days} days from the first day) where that is later',
  },
  { id: 'presentence_report', label: 'Pre-sentence report', element: 3, due: 'as given' },
  {
    id: 'victim_witness_notification',
    label: 'Victim/Witness notification',
    element: 3,
    due: '{victim_witness_days} days after the event',
    countedOnly: true,
  },
  {
    id: 'inmate_request',
    label: 'Inmate request',
    element: 3,
    due: '{request_working_days} working days after receipt',
  },
  {
    id: 'correspondence',
    label: 'Correspondence',
    element: 3,
    due: '{request_working_days} working days after receipt',
  },
] as const satisfies readonly TaskType[];

export type TaskTypeId = (typeof definitions)[number]['id'];

export const taskTypes: readonly TaskType[] = definitions;
