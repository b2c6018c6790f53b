-- mart: case_span
-- part: facility
-- order: region_id, facility_id, unit_id, staff_id
-- sorted: yes
-- grain: one row per institution, unit, case manager, half-open interval, custody level, risk level, admission and projected release, with the people it holds for
-- needs: stay
-- after: case_interval
-- Overlaps with a period are person-days, the rows that cover a day are the people of that day.
-- column start_date: First day
-- column end_date: First day no longer
-- column risk_level: Assessed risk of the stay
-- column people: People
SELECT region_id, facility_id, unit_id, staff_id,
  greatest(start_date, getvariable('history_from')) AS start_date, end_date,
  custody_level, risk_level, admission_date, projected_release_date,
  CAST(count(*) AS INTEGER) AS people
FROM case_interval JOIN stay USING (stay_id)
WHERE in_custody AND end_date > getvariable('history_from')
GROUP BY ALL
ORDER BY ALL
