-- mart: case_span
-- part: facility
-- order: region_id, facility_id, unit_id, staff_id
-- sorted: yes
-- grain: one row per institution, unit, case manager, half-open interval, custody level, risk level, admission and projected release, with the people it holds for
-- needs: stay
-- after: case_interval
-- Overlaps with a period are person-days, the rows that cover a day are the people of that day. A case is taken over on
-- the first of the days it is with a case manager at an institution, and given up or ended on the first day no longer: a
-- new unit or custody level is neither.
-- column start_date: First day
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
  custody_level, risk_level, admission_date, projected_release_date,
  CAST(count(*) AS INTEGER) AS people,
  CAST(count(*) FILTER (NOT continues AND start_date >= getvariable('history_from')) AS INTEGER) AS taken_over,
  CAST(count(*) FILTER (NOT continued) AS INTEGER) AS given_up
FROM followed JOIN stay USING (stay_id)
WHERE end_date > getvariable('history_from')
GROUP BY ALL
ORDER BY ALL
