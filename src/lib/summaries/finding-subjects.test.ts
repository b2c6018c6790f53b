import { expect, it } from 'vitest';
import { exampleDataset } from '../export/fixture.ts';
import type { RecurringFindings } from '../questions/coordinator/findings.ts';
import { findingSubjects } from './finding-subjects.ts';

it('subjects are told with the unit they came again in, those of most quarters first', () => {
  const row = (changes: Partial<RecurringFindings>): RecurringFindings => ({
    group: null,
    subject: 'Signatures',
    findings: 5,
    again: 2,
    units: 2,
    units_again: 1,
    open: 1,
    last_found: '2026-05-01',
    most_facility_id: 'F1',
    most_unit_id: 'U1',
    most_quarters: 3,
    rate: null,
    lower: null,
    upper: null,
    ...changes,
  });
  const rows = [row({}), row({ subject: 'Case notes', most_unit_id: null, most_quarters: 6, open: null })];
  const action = { month: null, group: null, due: 0, on_time: 0, rate: null, lower: null, upper: null };
  const actions = [
    { ...action, subject: 'Signatures', actions: 4, verified: 3, done: 0, overdue: 1, open: 0 },
    { ...action, subject: 'Case notes', group: 'U9', actions: 1, verified: 1, done: 0, overdue: 0, open: 0 },
  ];
  expect(findingSubjects(rows, actions, exampleDataset())).toMatchObject([
    { subject: 'Case notes', most: 'No unit named, Institution F1', quarters: 6, unitId: null, open: null, done: null },
    {
      subject: 'Signatures',
      most: 'A, Institution F1',
      unit: 'A',
      quarters: 3,
      unitsAgain: 1,
      done: '4 actions: 3 verified, 1 overdue',
    },
  ]);
});
