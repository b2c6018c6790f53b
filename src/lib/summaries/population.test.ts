import { describe, expect, it } from 'vitest';
import { parsePeriod, type Period } from '../calendar/period.ts';
import { calendarOf } from '../export/calendar.ts';
import { exampleDataset } from '../export/fixture.ts';
import { flowFinding, flowNote, flowTotals } from './population.ts';

const month = parsePeriod('2026-04', calendarOf(exampleDataset())) as Period;
const flow = (moved: { transfers_in: number | null; transfers_out: number | null }) => ({
  month: '2026-04-01',
  group: null,
  admissions: 12,
  releases: 9,
  reclassified: 0,
  population_start: 100,
  population_end: 104,
  ...moved,
});

describe('who came and left', () => {
  it('is summed with those who were moved', () => {
    const totals = flowTotals([flow({ transfers_in: 4, transfers_out: 3 })], month);
    expect(totals.net).toBe(4);
    expect(flowNote(totals)).toBe('12 admitted, 9 released; 4 in and 3 out by transfer');
    expect(flowFinding(totals)).toBe('4 more came than left: 16 in, 12 out');
  });

  it('has no net where nothing supplied says who was moved', () => {
    const totals = flowTotals([flow({ transfers_in: null, transfers_out: null })], month);
    expect(totals.net).toBeNull();
    expect(flowNote(totals)).toBe('12 admitted, 9 released; transfers not supplied');
    expect(flowFinding(totals)).toBe('12 admitted, 9 released; transfers not supplied');
  });
});
