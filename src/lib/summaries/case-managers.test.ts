import { describe, expect, it } from 'vitest';
import type { TimelinessOfType } from '../questions/casework/timeliness-types.ts';
import { caseManagerLines, comparisonOfType, countedOfType, notAttributable } from './case-managers.ts';

const row = (group: string | null, task_type: string | null, due: number, on_time: number) =>
  ({ group, task_type, due, on_time }) as TimelinessOfType;

describe('what fell due while nobody was assigned', () => {
  const rows = [row('ADA', null, 40, 30), row(null, null, 1204, 900), row(null, 'case_plan', 1, 0)];

  it('is said beside the people it is missing from, for the kind of task that is shown', () => {
    expect(notAttributable(rows, null)).toBe(
      'Not attributable: 1,204 items more fell due while nobody was assigned, 900 done on time. They count for the place and for nobody.',
    );
    expect(notAttributable(rows, 'case_plan')).toContain('1 item more');
  });

  it('is nothing where there was none of it', () => {
    expect(notAttributable(rows, 'program_review')).toBeNull();
    expect(notAttributable([row(null, null, 0, 0)], null)).toBeNull();
  });
});

describe('the line of somebody whose cases were all handed on before the period', () => {
  const types = [{ ...row('ADA', null, 4, 3), set_aside: 0 }];
  const of = (caseload: object[] | null) =>
    caseManagerLines(
      countedOfType(types, null),
      comparisonOfType(types, null),
      { caseload, workload: [], overdue: [], names: [] } as never,
      { scopes: { units: [] } } as never,
    )[0];

  it('has a caseload of none where caseloads are known, and no data where they are not', () => {
    expect(of([{ group: 'EVE', days_assigned: 0, days: 91, average: 0, minimum: 0, maximum: 0 }])).toMatchObject({
      id: 'ADA',
      days: 0,
      average: 0,
      maximum: 0,
    });
    expect(of([])).toMatchObject({ id: 'ADA', average: 0 });
    expect(of(null)).toMatchObject({ id: 'ADA', average: null, maximum: null });
  });
});
