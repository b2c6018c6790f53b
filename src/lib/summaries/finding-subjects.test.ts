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
  expect(findingSubjects(rows, exampleDataset())).toMatchObject([
    { subject: 'Case notes', most: 'No unit named, Institution F1', quarters: 6, unitId: null, open: null },
    { subject: 'Signatures', most: 'A, Institution F1', unit: 'A', quarters: 3, unitsAgain: 1 },
  ]);
});
