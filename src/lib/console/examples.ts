import type { IsoDate } from '../calendar/date.ts';

export interface Example {
  id: string;
  title: string;
  /** What it answers, in one sentence. */
  says: string;
  sql: string;
}

/** Questions no page answers as they stand, each a place to begin. */
export function examplesOn(asOf: IsoDate): Example[] {
  return texts.map((example) => ({ ...example, sql: example.sql.replaceAll('{as of}', `DATE '${asOf}'`) }));
}

const texts: readonly Example[] = [
  {
    id: 'overdue-share',
    title: 'Tasks on time by institution, last twelve months',
    says: 'Which kinds of task fall behind at which institution, with the counts behind each share.',
    sql: `SELECT facility_name, task_type,
  sum(on_time) AS on_time,
  sum(on_time + late + open_overdue) AS due,
  round(100.0 * sum(on_time) / sum(on_time + late + open_overdue), 1) AS percent_on_time
FROM timeliness_month JOIN institution USING (facility_id)
WHERE month > {as of} - INTERVAL 12 MONTH AND month <= {as of}
GROUP BY ALL
HAVING due >= 20
ORDER BY percent_on_time`,
  },
  {
    id: 'population-against-capacity',
    title: 'Average daily population against capacity, by month',
    says: 'Days in custody divided by the days of the month, beside the rated capacity, for each institution.',
    sql: `SELECT facility_name, month,
  sum(person_days) / day(last_day(month)) AS average_daily_population,
  any_value(rated_capacity) AS rated_capacity
FROM facility_month JOIN institution USING (facility_id)
-- A month that is not over has too few days to divide.
WHERE month >= {as of} - INTERVAL 37 MONTH AND last_day(month) <= {as of}
GROUP BY facility_name, month
ORDER BY facility_name, month`,
  },
  {
    id: 'transfers-between',
    title: 'Who sends people where',
    says: 'Transfers between institutions in the last twelve months, the largest streams first.',
    sql: `SELECT here.facility_name AS sent_from, there.facility_name AS sent_to, sum(people) AS people
FROM flow_month_facility AS flow
JOIN institution AS here USING (facility_id)
JOIN institution AS there ON there.facility_id = flow.other_facility_id
WHERE flow.flow = 'transfer_out' AND here.facility_id <> there.facility_id
  AND month > {as of} - INTERVAL 12 MONTH
GROUP BY ALL
ORDER BY people DESC`,
  },
  {
    id: 'overdue-by-age',
    title: 'How long the overdue work has been overdue',
    says: 'Open tasks past their due date by institution, in steps of thirty days; 360 stands for that and more.',
    sql: `SELECT facility_name, least(360, 30 * (({as of} - due_date) // 30)) AS days_overdue_from, count(*) AS tasks
FROM open_task JOIN institution USING (facility_id)
WHERE overdue AND bucket <> 'elsewhere'
GROUP BY ALL
ORDER BY facility_name, days_overdue_from`,
  },
  {
    id: 'vacancies',
    title: 'Vacant positions over time',
    says: 'Authorized and filled positions by role and month over all institutions, and the share that stands empty.',
    sql: `SELECT month, role,
  sum(authorized_fte) AS authorized,
  sum(filled_fte) AS filled,
  round(100 * (1 - sum(filled_fte) / sum(authorized_fte)), 1) AS percent_vacant
FROM staffing_month
GROUP BY ALL
HAVING sum(authorized_fte) > 0
ORDER BY role, month`,
  },
  {
    id: 'returns-by-risk',
    title: 'Returns within a year by risk level',
    says: 'Of everybody followed for a year after the first release of their year, how many came back within it.',
    sql: `SELECT risk_level,
  count(*) AS released,
  count(*) FILTER (days_to_return <= 365) AS returned,
  round(100.0 * count(*) FILTER (days_to_return <= 365) / count(*), 1) AS percent
FROM release_followed
WHERE first_in_cohort AND cohort_followed >= 365
GROUP BY ALL
ORDER BY percent DESC`,
  },
  {
    id: 'waits',
    title: 'How long people wait for a program',
    says: 'Days from referral to start by category of program: how many, the median and nine in ten.',
    sql: `SELECT program_category,
  count(*) AS started,
  median(waited) AS median_days,
  quantile_cont(waited, 0.9) AS nine_in_ten_days
FROM program_enrollment
WHERE started
GROUP BY ALL
ORDER BY median_days DESC`,
  },
  {
    id: 'columns',
    title: 'What is in a table',
    says: 'Each column of a table with its least and greatest value, how many differ and how much is not recorded.',
    sql: `SUMMARIZE goal_due_month`,
  },
];
