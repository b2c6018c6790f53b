/** The words the agency's system uses for what it records, and texts people typed into it. */
import { EXITS } from './stay.ts';
import { PROGRAMS } from './program.ts';

export const INSTRUMENTS = ['Risk and Needs Inventory', 'Risk and Needs Inventory, revised'] as const;
export const CASE_MODELS = ['strength_based', 'assertive'] as const;
export const CONTACT_TYPES = ['counseling', 'request', 'family', 'community', 'crisis'] as const;
export const CLOCK_REASONS = ['writ', 'hospital', 'court', 'furlough'] as const;
export const CHECK_SOURCES = ['correspondence', 'file_audit', 'operational_review', 'program_review'] as const;
export const COURSES = [
  'Motivational interviewing',
  'Classification and custody scoring',
  'Sentence computation basics',
  'Release planning',
  'Report writing',
  'Victim and witness procedures',
  'Annual refresher',
] as const;
export const PARTS = ['attended', 'presented'] as const;
export const SEVERITIES = ['minor', 'moderate', 'serious'] as const;
export const OUTCOMES = ['completed', 'withdrew', 'removed', 'transferred', 'released'] as const;
export const OUTCOME_EVENTS = [
  'arrest',
  'conviction',
  'return_new_sentence',
  'return_technical',
  'death',
  ...EXITS,
] as const;
export const FINANCIAL_STATUSES = ['participating', 'refused', 'exempt', 'completed'] as const;
export const COST_CATEGORIES = ['transportation', 'gratuity', 'clothing', 'identification documents'] as const;
export const MEETINGS = ['case_managers', 'unit_support', 'classification_team_observed', 'department_heads'] as const;
export const FINDING_SUBJECTS = [
  'Signatures and dates',
  'Custody scoring',
  'Release plan incomplete',
  'Financial plan not updated',
  'Program referral not recorded',
  'Case notes late',
] as const;
export const TOPICS = [
  'Deadlines of the month; file audit findings',
  'Release planning and identification documents',
  'Custody reviews; management variables',
  'Program waiting lists and referrals',
  'Correspondence and report quality',
  'Victim and witness notifications; financial responsibility',
] as const;
export const NOTES = [
  'Program reviews were complete and on file before the team met.',
  'Two reports were returned for missing sentence data; corrected within the week.',
  'Release plans were prepared early and shared with the receiving office.',
  'Caseload rose after a vacancy; priorities were agreed for the quarter.',
  'Presented the custody scoring session to the unit team.',
  'Replies to requests were clear and within the time allowed.',
] as const;
export const DESIGNATION_KINDS = ['designation', 'redesignation', 'transfer'] as const;

export const AGENCY_NAME = 'State Department of Correction (demonstration)';
export const NEED_CODES = [...new Set(PROGRAMS.map((p) => p.category))];
/** Index of a category among the need domains. */
export function needCode(category: string): number {
  return NEED_CODES.indexOf(category);
}
