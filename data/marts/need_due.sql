-- mart: need_due
-- part: facility
-- order: region_id, facility_id, unit_id, staff_id
-- sorted: yes
-- grain: one row per institution, unit, case manager, day by which a program should have begun, domain and what happened
-- needs: stay, need, enrollment, program
-- after: case_interval
-- Needs found at the highest level. A program of the need's domain that was running when the need was found counts as
-- begun. The need belongs to the case manager assigned on the day the time is over. Domains with a protected program
-- have months in place of days, so that no day leads to anybody's case.
-- column due_date: Day by which a program should have begun; for domains with a protected program the first of the month, or of the history
-- column outcome: started, not_started, or left (released before the time was over, without a program)
-- column stay_key: Pseudonym of the stay; null for domains with a protected program and for rows older than those that are listed
-- column assessed_date: Day the need was found; null where the stay is not named
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
SELECT region_id, facility_id, unit_id, place.staff_id,
  CASE WHEN high.domain IN (SELECT category FROM program WHERE restricted) THEN protected_month(high.due_date) ELSE high.due_date END AS due_date, high.domain,
  CASE
    WHEN met.stay_id IS NOT NULL THEN 'started'
    WHEN stay.release_date <= high.due_date THEN 'left'
    ELSE 'not_started'
  END AS outcome,
  CASE WHEN high.domain NOT IN (SELECT category FROM program WHERE restricted) THEN listed_stay(high.due_date, high.stay_id, age_status) END AS stay_key,
  CASE WHEN high.domain NOT IN (SELECT category FROM program WHERE restricted) AND is_listed(high.due_date, age_status) THEN high.assessed_date END AS assessed_date,
  CAST(count(*) AS INTEGER) AS needs
FROM high
JOIN stay ON stay.stay_id = high.stay_id
LEFT JOIN case_interval AS place
  ON place.stay_id = high.stay_id AND place.start_date <= high.due_date AND place.end_date > high.due_date
LEFT JOIN met ON met.stay_id = high.stay_id AND met.assessed_date = high.assessed_date AND met.domain = high.domain
WHERE high.due_date BETWEEN getvariable('history_from') AND getvariable('as_of')
GROUP BY ALL
ORDER BY ALL
