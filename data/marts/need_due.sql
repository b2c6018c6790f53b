-- mart: need_due
-- part: facility
-- order: region_id, facility_id, unit_id, staff_id
-- sorted: yes
-- grain: one row per institution, unit, case manager, day by which a program should have begun, domain and what happened
-- needs: stay, need, enrollment, program
-- after: case_interval
-- Needs found at the highest level. A program of the need's domain that was running when the need was found counts as
-- begun. The need belongs to the case manager assigned on the day the time is over.
-- column due_date: Day by which a program should have begun
-- column outcome: started, not_started, or left (released before the time was over, without a program)
-- column needs: Needs
WITH high AS (
  SELECT DISTINCT stay_id, assessed_date, domain, assessed_date + CAST(getvariable('setting_need_program_days') AS INTEGER) AS due_date
  FROM need
  WHERE level = 'high'
),
taken AS (
  SELECT stay_id, program.category AS domain, start_date, coalesce(end_date, DATE '9999-12-31') AS end_date
  FROM enrollment JOIN program USING (program_id)
  WHERE start_date IS NOT NULL
),
met AS (
  SELECT DISTINCT high.stay_id, high.assessed_date, high.domain
  FROM high JOIN taken USING (stay_id, domain)
  WHERE taken.start_date <= high.due_date AND taken.end_date >= high.assessed_date
)
SELECT region_id, facility_id, unit_id, place.staff_id, due_date, high.domain,
  CASE
    WHEN met.stay_id IS NOT NULL THEN 'started'
    WHEN stay.release_date <= due_date THEN 'left'
    ELSE 'not_started'
  END AS outcome,
  CAST(count(*) AS INTEGER) AS needs
FROM high
JOIN stay ON stay.stay_id = high.stay_id
LEFT JOIN case_interval AS place
  ON place.stay_id = high.stay_id AND place.start_date <= due_date AND place.end_date > due_date
LEFT JOIN met ON met.stay_id = high.stay_id AND met.assessed_date = high.assessed_date AND met.domain = high.domain
WHERE due_date BETWEEN getvariable('history_from') AND getvariable('as_of')
GROUP BY ALL
ORDER BY ALL
