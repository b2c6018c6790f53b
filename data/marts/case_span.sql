-- mart: case_span
-- part: facility
-- order: region_id, facility_id, unit_id, staff_id
-- sorted: yes
-- grain: one row per institution, unit, case manager, half-open interval, custody level, risk level, admission and projected release, with the people it holds for
-- needs: stay
-- after: case_interval
-- Overlaps with a period are person-days, the rows that cover a day are the people of that day. A case is taken over on
-- the first of the days it is with a case manager at an institution, and given up or ended on the first day no longer: a
-- new unit or custody level is neither. An average caseload is person-days over days, and a caseload is of a day: both
-- need the days. Nothing else of the people stands here, and no key.
-- column start_date: First day
-- column admission_date: First day in custody, where it makes the person newly arrived in the interval
-- column projected_release_date: Projected release; further off than any figure asks, the last day of its year
-- column end_date: First day no longer
-- column risk_level: Assessed risk of the stay
-- column people: People
-- column taken_over: Of them, people whose case was taken over on the first day
-- column given_up: Of them, people whose case was given up or ended on the first day no longer
WITH followed AS (
  SELECT *,
    lag(end_date) OVER each IS NOT DISTINCT FROM start_date AND lag(staff_id) OVER each IS NOT DISTINCT FROM staff_id
      AND lag(facility_id) OVER each IS NOT DISTINCT FROM facility_id AS continues,
    lead(start_date) OVER each IS NOT DISTINCT FROM end_date AND lead(staff_id) OVER each IS NOT DISTINCT FROM staff_id
      AND lead(facility_id) OVER each IS NOT DISTINCT FROM facility_id AS continued
  FROM case_interval
  WHERE in_custody AND counted AND start_date < end_date AND end_date >= getvariable('history_from')
  WINDOW each AS (PARTITION BY stay_id ORDER BY start_date)
)
SELECT region_id, facility_id, unit_id, staff_id,
  greatest(start_date, getvariable('history_from')) AS start_date, end_date,
  custody_level, risk_level,
  CASE WHEN admission_date + CAST(getvariable('setting_initial_days') AS INTEGER) > greatest(start_date, getvariable('history_from')) THEN admission_date END AS admission_date,
  -- From 24 months on, or the months that count as close to release, all are alike.
  CASE
    WHEN projected_release_date > least(end_date, getvariable('as_of')) + to_months(CAST(greatest(24, getvariable('setting_near_release_months')) AS INTEGER)) + INTERVAL 1 DAY
      THEN make_date(year(projected_release_date), 12, 31)
    ELSE projected_release_date
  END AS projected_release_date,
  CAST(count(*) AS INTEGER) AS people,
  CAST(count(*) FILTER (NOT continues AND start_date >= getvariable('history_from')) AS INTEGER) AS taken_over,
  CAST(count(*) FILTER (NOT continued) AS INTEGER) AS given_up
FROM followed JOIN stay USING (stay_id)
WHERE end_date > getvariable('history_from')
GROUP BY ALL
ORDER BY ALL
