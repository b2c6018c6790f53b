/**
 * Faulty rows: copies of good rows with one thing wrong, added beside them. Nothing refers to an added row, so when
 * it is rejected nothing else changes and what is true stays exact. Rules are named as in scripts/check.
 */
import type { TableName } from './columns.ts';

export type FaultRule = 'unique' | 'reference' | 'convert' | 'required' | 'order' | 'after_as_of' | 'overlap';

export interface FaultPlan {
  rule: FaultRule;
  /** Share of the table's rows. */
  share: number;
  /** Rows a fault can be made of, in the table's written columns. */
  where?: string;
  /** New values of written columns; `n` is the row's number and `$as_of` the last day. */
  replace: Record<string, string>;
  /** The row is loaded with this value emptied, because the reference is optional. */
  cleared?: boolean;
}

const newStay = `'S9' || (1000000 + n)`;
const nowhere = { stay_id: `'S0' || n` };
const tomorrow = (days: string) => `$as_of + (1 + ${days})::INTEGER`;

/** What is planted in each table; rules not listed do not occur. */
export const FAULTS: Partial<Record<TableName, FaultPlan[]>> = {
  person: [
    { rule: 'unique', share: 0.0006, replace: {} },
    { rule: 'convert', share: 0.0005, replace: { person_id: `'P9' || (1000000 + n)`, birth_date: `'31/02/1984'` } },
  ],
  stay: [
    { rule: 'unique', share: 0.0004, replace: {} },
    { rule: 'reference', share: 0.0003, replace: { stay_id: newStay, person_id: `'P0' || n` } },
    {
      rule: 'convert',
      share: 0.0003,
      replace: {
        stay_id: newStay,
        admission_date: `'13/' || right(admission_date, 2) || '/' || left(admission_date, 4)`,
      },
    },
    {
      rule: 'convert',
      share: 0.0002,
      where: 'sentence_months IS NOT NULL',
      replace: { stay_id: newStay, sentence_months: `sentence_months || ' mo'` },
    },
    { rule: 'required', share: 0.0002, replace: { stay_id: newStay, admission_date: 'NULL' } },
    {
      rule: 'order',
      share: 0.0004,
      where: 'release_date IS NOT NULL',
      replace: { stay_id: newStay, release_date: `admission_date::DATE - 12` },
    },
    {
      rule: 'after_as_of',
      share: 0.0002,
      where: 'release_date IS NOT NULL',
      replace: { stay_id: newStay, release_date: tomorrow('n % 90') },
    },
  ],
  placement: [
    {
      rule: 'overlap',
      share: 0.0008,
      where: `coalesce(end_date, $as_of) - start_date > 40`,
      replace: { start_date: 'start_date + 10', end_date: 'start_date + 25' },
    },
    { rule: 'reference', share: 0.0006, replace: nowhere },
    {
      rule: 'order',
      share: 0.0004,
      where: 'end_date IS NOT NULL',
      replace: { end_date: 'start_date - 3' },
    },
  ],
  assignment: [
    { rule: 'reference', share: 0.0006, replace: nowhere },
    { rule: 'reference', share: 0.0006, replace: { staff_id: `'ST-9' || (1000 + n % 700)` } },
    {
      rule: 'order',
      share: 0.0004,
      where: 'end_date IS NOT NULL',
      replace: { end_date: 'start_date - 8' },
    },
  ],
  clock_stop: [{ rule: 'reference', share: 0.001, replace: nowhere }],
  task: [
    { rule: 'unique', share: 0.0006, replace: {} },
    {
      rule: 'reference',
      share: 0.0006,
      where: 'stay_id IS NOT NULL',
      replace: { task_id: `'TX' || n`, stay_id: `'S0' || n`, staff_id: 'NULL' },
      cleared: true,
    },
    {
      rule: 'order',
      share: 0.0005,
      where: 'completed_date IS NOT NULL',
      replace: { task_id: `'TX' || n`, completed_date: 'trigger_date - 4' },
    },
    {
      rule: 'after_as_of',
      share: 0.0003,
      where: 'completed_date IS NOT NULL',
      replace: { task_id: `'TX' || n`, completed_date: tomorrow('n % 40') },
    },
  ],
  assessment: [
    { rule: 'reference', share: 0.001, replace: nowhere },
    { rule: 'after_as_of', share: 0.0008, replace: { assessed_date: tomorrow('n % 300') } },
  ],
  need: [
    { rule: 'reference', share: 0.001, replace: nowhere },
    { rule: 'required', share: 0.0008, replace: { level: 'NULL' } },
  ],
  plan_goal: [
    { rule: 'reference', share: 0.001, replace: nowhere },
    {
      rule: 'order',
      share: 0.0008,
      where: 'closed_date IS NOT NULL',
      replace: { closed_date: 'set_date - 20' },
    },
  ],
  classification: [
    { rule: 'reference', share: 0.001, replace: nowhere },
    {
      rule: 'order',
      share: 0.0008,
      where: 'decided_date IS NOT NULL',
      replace: { decided_date: 'recommended_date - 5' },
    },
  ],
  contact: [
    { rule: 'reference', share: 0.001, replace: nowhere },
    { rule: 'after_as_of', share: 0.0008, replace: { contact_date: tomorrow('n % 60') } },
  ],
  quality_check: [{ rule: 'convert', share: 0.0015, replace: { items_checked: `'twelve'` } }],
  training: [{ rule: 'convert', share: 0.0015, replace: { hours: `'1 day'` } }],
  incident: [
    { rule: 'convert', share: 0.001, replace: { incident_date: `'unknown'` } },
    { rule: 'reference', share: 0.001, replace: nowhere },
  ],
  performance_note: [{ rule: 'convert', share: 0.002, replace: { note_date: `'Q2'` } }],
  enrollment: [
    { rule: 'unique', share: 0.0006, replace: {} },
    { rule: 'reference', share: 0.0006, replace: { enrollment_id: `'EX' || n`, program_id: `'PR-999'` } },
    {
      rule: 'order',
      share: 0.0006,
      where: 'start_date IS NOT NULL AND end_date IS NOT NULL',
      replace: { enrollment_id: `'EX' || n`, end_date: 'start_date - 9' },
    },
  ],
  release_readiness: [{ rule: 'reference', share: 0.0015, replace: nowhere }],
  follow_up: [{ rule: 'reference', share: 0.0015, replace: nowhere }],
  outcome_event: [
    { rule: 'reference', share: 0.001, replace: { person_id: `'P0' || n` } },
    { rule: 'after_as_of', share: 0.0008, replace: { event_date: tomorrow('n % 30') } },
  ],
  financial_responsibility: [{ rule: 'reference', share: 0.0015, replace: nowhere }],
  release_cost: [{ rule: 'convert', share: 0.001, replace: { amount: `'12.50 USD'` } }],
};

/** Tables this small carry no faults: one row would be too large a share. */
export const SMALLEST_FAULTY_TABLE = 600;

/** Rows of one fault in a table, at least one, together under half a percent. */
export function faultRows(rows: number, plan: FaultPlan): number {
  return rows < SMALLEST_FAULTY_TABLE ? 0 : Math.max(1, Math.round(rows * plan.share));
}
