import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { dueMart } from '../../src/lib/questions/casework/due.ts';
import { timeliness, type Timeliness } from '../../src/lib/questions/casework/timeliness.ts';
import type { TimelinessMonth } from '../../src/lib/questions/casework/timeliness-monthly.ts';
import { readRequest, type RequestText } from '../../src/lib/questions/read-request.ts';
import { facilitiesOf } from '../../src/lib/questions/scope.ts';
import { unrecordedPart } from '../../src/lib/questions/population/stock-sql.ts';
import { askingOf, type Asking } from './asking.ts';

// Marts of a coarser grain answer for the agency and its regions: the same counts as the rows of every day.

let asking: Asking;

beforeAll(async () => {
  asking = await askingOf(join(inject('demo'), 'out'));
  const parts = [...asking.manifest.scopes.facilities.map(({ id }) => id), unrecordedPart];
  await asking.engine.load(parts.map((part) => ({ mart: 'timeliness_day', part })));
});
afterAll(() => asking.close());

const months = { from: '2024-07-01', to: '2026-06-30' };
const cases: { mart: string; values: Record<string, string>; where: string }[] = [
  { mart: 'timeliness_people', values: { sex: 'F' }, where: `sex = 'F'` },
  {
    mart: 'timeliness_people',
    values: { custody_level: 'low,medium', legal_status: 'sentenced' },
    where: `custody_level IN ('low', 'medium') AND legal_status = 'sentenced'`,
  },
  {
    mart: 'timeliness_age_race',
    values: { age_group: '25–34,35–44', race_ethnicity: 'White' },
    where: `age_group IN ('25–34', '35–44') AND race_ethnicity = 'White'`,
  },
  {
    mart: 'timeliness_review_age_race',
    values: { age_group: '25–34', type: 'program_review' },
    where: `age_group = '25–34' AND task_type = 'program_review'`,
  },
  {
    mart: 'timeliness_review',
    values: { sex: 'M', type: 'program_review' },
    where: `sex = 'M' AND task_type = 'program_review'`,
  },
];

it.each(cases)('$mart counts what the days count: $where', async ({ mart, values, where }) => {
  const regions = asking.manifest.scopes.regions.map(({ id }) => `region=${id}`);
  const found = new Map<string, number>();
  for (const scope of ['agency', ...regions]) {
    const asked: RequestText = { scope, values: { ...months, ...values } };
    const request = readRequest(timeliness, asked, asking.manifest);
    if ('error' in request) throw new Error(request.error);
    expect(dueMart(request, false)).toBe(mart);
    const inScope = facilitiesOf(request.scope, asking.manifest);
    const place = scope === 'agency' ? 'true' : `facility_id IN (${inScope.map((id) => `'${id}'`).join(', ')})`;
    const counted = await asking.engine.query(`
      SELECT strftime(due_date, '%Y-%m-01') AS month,
        sum(CASE WHEN outcome = 'on_time' THEN tasks ELSE 0 END)::INTEGER AS on_time,
        sum(CASE WHEN outcome IN ('on_time', 'late', 'open_overdue') THEN tasks ELSE 0 END)::INTEGER AS due,
        sum(CASE WHEN outcome = 'set_aside' THEN tasks ELSE 0 END)::INTEGER AS set_aside
      FROM timeliness_day
      WHERE due_date >= DATE '2024-07-01' AND due_date < DATE '2026-07-01' AND ${where} AND ${place}
      GROUP BY ALL ORDER BY month`);
    const byMonth = await asking.rows<TimelinessMonth>('casework/timeliness-monthly', asked);
    const shown = byMonth.filter(({ due, set_aside: aside }) => due + aside > 0);
    expect(shown.map(({ month, on_time, due, set_aside }) => ({ month, on_time, due, set_aside }))).toEqual(counted);
    const [whole] = await asking.rows<Timeliness>('casework/timeliness', asked);
    const sum = (name: 'on_time' | 'due' | 'set_aside') => counted.reduce((all, row) => all + Number(row[name]), 0);
    expect(whole).toMatchObject({ due: sum('due'), on_time: sum('on_time'), set_aside: sum('set_aside') });
    found.set(scope, sum('due'));
  }
  // A region need not hold both sexes; one of them holds those that are asked for.
  expect(found.get('agency')).toBeGreaterThan(100);
  expect(Math.max(...regions.map((region) => found.get(region) ?? 0))).toBeGreaterThan(100);
});

it('compares institutions by their program reviews as the days do', async () => {
  const asked: RequestText = {
    scope: 'agency',
    by: 'facility_id',
    values: { ...months, sex: 'M', type: 'program_review' },
  };
  const found = await asking.rows<Timeliness>('casework/timeliness', asked);
  const counted = await asking.engine.query(`
    SELECT CAST(facility_id AS VARCHAR) AS "group",
      sum(CASE WHEN outcome IN ('on_time', 'late', 'open_overdue') THEN tasks ELSE 0 END)::INTEGER AS due,
      sum(CASE WHEN outcome = 'on_time' THEN tasks ELSE 0 END)::INTEGER AS on_time
    FROM timeliness_day
    WHERE due_date >= DATE '2024-07-01' AND due_date < DATE '2026-07-01' AND sex = 'M' AND task_type = 'program_review'
    GROUP BY ALL ORDER BY "group" NULLS LAST`);
  expect(found.map(({ group, due, on_time }) => ({ group, due, on_time }))).toEqual(counted);
  expect(found.some(({ expected }) => expected !== null)).toBe(true);
});
