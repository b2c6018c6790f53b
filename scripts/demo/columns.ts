/** The contract's tables as the demonstration agency's system keeps them: columns and file format. */
import { literal } from '../engine/database.ts';
import {
  code,
  date,
  flag,
  hundredths,
  id,
  made,
  paddedId,
  textDate,
  textHundredths,
  textWhole,
  whole,
  type Column,
} from './column.ts';
import { RACES } from './stay.ts';
import { SECURITY_LEVELS } from './institution.ts';
import { PROGRAMS } from './program.ts';
import * as S from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { UNIT_NAMES, type Agency } from './facility.ts';
import { ROLES } from './staff.ts';
import { TASK_TYPES } from './task.ts';
import {
  AGENCY_NAME,
  CASE_MODELS,
  CHECK_SOURCES,
  CLOCK_REASONS,
  CONTACT_TYPES,
  FINDING_SUBJECTS,
  COST_CATEGORIES,
  COURSES,
  DESIGNATION_KINDS,
  FINANCIAL_STATUSES,
  INSTRUMENTS,
  MEETINGS,
  NEED_CODES,
  NOTES,
  OUTCOMES,
  OUTCOME_EVENTS,
  PARTS,
  SEVERITIES,
  TOPICS,
} from './vocabulary.ts';

export interface TablePlan {
  format: 'parquet' | 'csv';
  columns: Column[];
}

const ROLE_NAMES = [
  'Case Manager',
  'Unit Manager',
  'Coordinator',
  'Assistant Coordinator',
  'Counselor',
  'Records Officer',
];

const stay = () => id('stay_id', 'S', 10_000_000);
const person = () => id('person_id', 'P', 10_000_000);
const staff = (name = 'staff_id') => id(name, 'ST-', 1000);
const unit = () => paddedId('unit_id', 'U-', 3);
const programId = () => id('program_id', 'PR-', 101);
/** Number of the first task and enrolment, so that ids of one table are equally long. */
export const FIRST_TASK = 10_000_000;

/** Every table the demonstration writes. Tables with a fault of the kind "wrong type" keep that column as text. */
export function tablePlans(scenario: Scenario, agency: Agency) {
  const facilities = agency.facilities.map((f) => f.code);
  const facility = () => code('facility_id', facilities);
  const csv = (...columns: Column[]): TablePlan => ({ format: 'csv', columns });
  const parquet = (...columns: Column[]): TablePlan => ({ format: 'parquet', columns });
  return {
    agency: csv(
      made('agency_name', () => literal(AGENCY_NAME)),
      date('as_of'),
    ),
    region: csv(id('region_id', 'R-', 1), code('region_name', scenario.agency.regions)),
    facility: csv(
      facility(),
      code(
        'facility_name',
        agency.facilities.map((f) => f.plan.name),
      ),
      id('region_id', 'R-', 1),
      code('security_level', SECURITY_LEVELS),
      code('population_sex', ['M', 'F', 'mixed']),
      code('facility_type', ['institution', 'community', 'jail', 'other']),
      whole('rated_capacity'),
      whole('operational_capacity'),
      whole('design_capacity'),
      date('opened_date'),
      date('closed_date'),
    ),
    unit: csv(
      unit(),
      facility(),
      code('unit_name', UNIT_NAMES),
      made('unit_manager', (n) => `'Unit Manager ' || (1000 + ${n})`),
    ),
    staff: csv(
      staff(),
      made(
        'staff_name',
        (n) => `[${ROLE_NAMES.map(literal).join(', ')}][${n} // 1000000 + 1] || ' ' || (1000 + ${n} % 1000000)`,
      ),
      code('role', ROLES),
      facility(),
      unit(),
      date('start_date'),
      date('end_date'),
      hundredths('fte'),
      date('certified_until'),
    ),
    staffing: csv(
      facility(),
      date('month'),
      code('role', ROLES),
      hundredths('authorized_fte'),
      hundredths('filled_fte'),
      whole('custody_post_hours'),
    ),
    person: parquet(
      person(),
      textDate('birth_date'),
      whole('birth_year'),
      code('sex', ['M', 'F']),
      code('race_ethnicity', RACES),
    ),
    stay: parquet(
      stay(),
      person(),
      textDate('admission_date'),
      code('admission_type', S.ADMISSION_TYPES),
      code('legal_status', S.LEGAL_STATUSES),
      date('sentenced_date'),
      code('age_status', ['adult', 'juvenile']),
      code('offense_category', S.OFFENSES),
      textWhole('sentence_months'),
      flag('life_sentence'),
      code('risk_level', S.RISK_LEVELS),
      date('projected_release_date'),
      date('release_date'),
      code('release_type', S.RELEASE_TYPES),
    ),
    placement: parquet(
      stay(),
      facility(),
      unit(),
      code('custody_level', S.CUSTODY_LEVELS),
      code('scored_custody_level', S.CUSTODY_LEVELS),
      flag('management_variable'),
      date('start_date'),
      date('end_date'),
    ),
    assignment: parquet(stay(), staff(), date('start_date'), date('end_date')),
    clock_stop: csv(stay(), date('start_date'), date('end_date'), code('reason', CLOCK_REASONS)),
    designation: csv(
      facility(),
      code('direction', ['in', 'out']),
      code('kind', DESIGNATION_KINDS),
      date('expected_date'),
      code('custody_level', S.CUSTODY_LEVELS),
      stay(),
    ),
    task: parquet(
      id('task_id', 'T', FIRST_TASK),
      code('task_type', TASK_TYPES),
      stay(),
      staff(),
      facility(),
      date('trigger_date'),
      date('due_date'),
      date('completed_date'),
      code('result', ['accepted', 'returned']),
    ),
    assessment: parquet(
      stay(),
      staff(),
      date('assessed_date'),
      code('instrument', INSTRUMENTS),
      code('risk_level', S.RISK_LEVELS),
    ),
    need: parquet(
      stay(),
      date('assessed_date'),
      code('domain', NEED_CODES),
      code('level', ['low', 'moderate', 'high']),
    ),
    plan_goal: parquet(
      stay(),
      staff(),
      code('domain', NEED_CODES),
      date('set_date'),
      date('target_date'),
      date('closed_date'),
      code('closed_as', ['met', 'not_met', 'withdrawn']),
      code('case_model', CASE_MODELS),
    ),
    classification: parquet(
      stay(),
      staff(),
      date('recommended_date'),
      date('decided_date'),
      code('current_level', S.CUSTODY_LEVELS),
      code('recommended_level', S.CUSTODY_LEVELS),
      code('decided_level', S.CUSTODY_LEVELS),
    ),
    contact: parquet(stay(), staff(), date('contact_date'), code('contact_type', CONTACT_TYPES)),
    quality_check: csv(
      staff(),
      facility(),
      unit(),
      date('checked_date'),
      code('source', CHECK_SOURCES),
      textWhole('items_checked'),
      whole('items_returned'),
      flag('repeat_finding'),
      date('closed_date'),
      date('due_date'),
      code('subject', FINDING_SUBJECTS),
    ),
    corrective_action: csv(
      id('action_id', 'CA-', 1000),
      facility(),
      unit(),
      code('subject', FINDING_SUBJECTS),
      staff('owner_staff_id'),
      date('opened_date'),
      date('due_date'),
      date('done_date'),
      date('verified_date'),
    ),
    training: csv(
      staff(),
      date('training_date'),
      code('course', COURSES),
      textHundredths('hours'),
      code('part', PARTS),
    ),
    incident: csv(stay(), facility(), textDate('incident_date'), code('severity', SEVERITIES)),
    performance_note: csv(
      staff(),
      textDate('note_date'),
      whole('element'),
      code('text', NOTES),
      date('discussed_date'),
      flag('disputed'),
    ),
    program: csv(
      programId(),
      code(
        'program_name',
        PROGRAMS.map((p) => p.name),
      ),
      code(
        'category',
        PROGRAMS.map((p) => p.category),
      ),
      whole('intended_days'),
      made('partner', (n) => `nullif([${PROGRAMS.map((p) => literal(p.partner)).join(', ')}][${n} + 1], '')`),
      date('approved_date'),
      flag('restricted'),
    ),
    program_seat: parquet(
      programId(),
      facility(),
      date('month'),
      whole('seats'),
      whole('sessions_planned'),
      whole('sessions_held'),
    ),
    enrollment: parquet(
      id('enrollment_id', 'E', 10_000_000),
      stay(),
      programId(),
      facility(),
      staff(),
      date('referral_date'),
      date('start_date'),
      date('end_date'),
      code('outcome', OUTCOMES),
      whole('sessions_offered'),
      whole('sessions_attended'),
    ),
    release_readiness: parquet(
      stay(),
      date('checked_date'),
      ...[
        'housing',
        'employment',
        'identification',
        'supervision_plan',
        'treatment',
        'transport',
        'outside_support',
      ].map(flag),
    ),
    follow_up: parquet(
      stay(),
      whole('day'),
      date('due_date'),
      date('reached_date'),
      flag('housed'),
      flag('employed'),
      flag('in_treatment'),
    ),
    outcome_event: parquet(person(), date('event_date'), code('event_type', OUTCOME_EVENTS)),
    financial_responsibility: parquet(
      stay(),
      date('month'),
      code('status', FINANCIAL_STATUSES),
      hundredths('planned_amount'),
      hundredths('paid_amount'),
    ),
    release_cost: csv(facility(), date('posted_date'), code('category', COST_CATEGORIES), textHundredths('amount')),
    release_budget: csv(facility(), whole('fiscal_year'), hundredths('amount')),
    meeting: csv(
      facility(),
      unit(),
      code('meeting_type', MEETINGS),
      date('held_date'),
      date('minutes_sent_date'),
      code('topics', TOPICS),
      staff('presenter_staff_id'),
    ),
  } satisfies Record<string, TablePlan>;
}

export type TableName = keyof ReturnType<typeof tablePlans>;
