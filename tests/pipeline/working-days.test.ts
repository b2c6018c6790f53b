import { expect, it } from 'vitest';
import { addDays } from '../../src/lib/calendar/date.ts';
import { federalHolidays } from '../../scripts/source/holidays.ts';
import { chance } from './chance.ts';
import { workingDayAfter } from './deadline-reference.ts';
import { tinyMarts } from './tiny-marts.ts';

const asOf = '2026-06-30';

it('counts working days as a calendar read day by day does, holidays left out', async () => {
  const holidays = Array.from({ length: 24 }, (_, index) => federalHolidays(2010 + index)).flat();
  const database = await tinyMarts({}, ['working_day'], asOf, { holidays: 'us-federal' });
  const random = chance(29);
  for (let draw = 0; draw < 300; draw += 1) {
    const from = addDays('2012-01-01', random.whole(0, 365 * 18));
    const n = random.whole(1, 40);
    const [row] = await database.rows(
      `SELECT CAST(due.day AS VARCHAR) AS due FROM working_day AS counted
       JOIN working_day AS due ON due.is_working AND due.number = counted.number + ${n}
       WHERE counted.day = DATE '${from}'`,
    );
    expect(row?.due, `${n} working days after ${from}`).toBe(workingDayAfter(from, n, holidays));
  }
  database.close();
});

it('moves what our rule puts on a weekend or holiday only where the agency says so', async () => {
  const tables = {
    person: [{ person_id: 'P' }],
    stay: [
      { stay_id: 'S', person_id: 'P', admission_date: '2026-01-01', legal_status: 'sentenced', age_status: 'adult' },
    ],
    task: [
      // 30 days after June 3 is Friday, July 3, on which July 4 is observed; after it comes the weekend.
      {
        task_id: 'ruled',
        task_type: 'work_release_investigation',
        stay_id: 'S',
        trigger_date: '2026-06-03',
        due_date: null,
      },
      {
        task_id: 'given',
        task_type: 'work_release_investigation',
        stay_id: 'S',
        trigger_date: null,
        due_date: '2026-07-03',
      },
    ],
  };
  for (const [moved, due] of [
    [false, '2026-07-03'],
    [true, '2026-07-06'],
  ] as const) {
    const database = await tinyMarts(tables, ['due_task'], asOf, {
      holidays: 'us-federal',
      settings: { due_on_nonworking_day: moved ? 1 : 0 },
    });
    const rows = await database.rows(
      `SELECT task_id, CAST(due_date AS VARCHAR) AS due, moved_days FROM due_task ORDER BY task_id DESC`,
    );
    expect(rows).toEqual([
      { task_id: 'ruled', due, moved_days: moved ? 3 : 0 },
      { task_id: 'given', due: '2026-07-03', moved_days: 0 },
    ]);
    database.close();
  }
});
