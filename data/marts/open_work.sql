-- mart: open_work
-- part: none
-- grain: one row per task that is not done, in exactly one bucket: who can act on it, and when
-- needs: task, stay
-- after: due_task, custody_interval
-- Who can act is whoever has the case on the as-of date, where the person is on that day; for work about no case, and
-- of people released, whoever answered for it. What a case brought with it when it was taken over is with its new case
-- manager and place: the figures of the period it was due in leave it where it was due (staff_id, facility_id).
-- bucket: past_use (can no longer be done), no_date (no rule can date it), not_running (its clock does not run), due_14,
-- due_30, due_60 and later (due after the as-of date), no_holder (past due, and nobody has the case), grace (past due in
-- the grace after a hand-over) and to_do (past due).
-- inherited: past due before its holder took the case over from whom it counts for, or from nobody.
-- elsewhere: past due, can be done, and counted for another institution than that of who can act.
WITH holding AS (
  SELECT stay_id, CAST(staff_id AS staff_id_code) AS staff_id, start_date
  FROM assignment
  WHERE start_date <= getvariable('as_of') AND coalesce(end_date, DATE '9999-12-31') > getvariable('as_of')
),
held AS (
  SELECT stay_id, CAST(region_id AS region_id_code) AS region_id, CAST(facility_id AS facility_id_code) AS facility_id, CAST(unit_id AS unit_id_code) AS unit_id
  FROM custody_interval
  WHERE start_date <= getvariable('as_of') AND end_date > getvariable('as_of')
),
acting AS (
  SELECT task.*, coalesce(counted_only, false) AS counted_only,
    CASE WHEN held.stay_id IS NULL OR NOT EXISTS (FROM assignment) THEN task.staff_id ELSE holding.staff_id END AS holder_id,
    CASE WHEN held.stay_id IS NULL THEN task.region_id ELSE held.region_id END AS now_region_id,
    CASE WHEN held.stay_id IS NULL THEN task.facility_id ELSE held.facility_id END AS now_facility_id,
    CASE WHEN held.stay_id IS NULL THEN task.unit_id ELSE held.unit_id END AS now_unit_id,
    holding.start_date > due_date AND holding.staff_id IS DISTINCT FROM task.staff_id AS taken_over
  FROM due_task AS task
  LEFT JOIN task_type ON task_type.task_type = task.task_type
  LEFT JOIN holding ON holding.stay_id = task.stay_id
  LEFT JOIN held ON held.stay_id = task.stay_id
  WHERE completed_date IS NULL
),
sorted AS (
  SELECT *,
    CASE
      WHEN past_use THEN 'past_use'
      WHEN reason = 'not_datable' THEN 'no_date'
      WHEN reason = 'legal_status' THEN 'not_running'
      WHEN due_date > getvariable('as_of') + 60 THEN 'later'
      WHEN due_date > getvariable('as_of') + 30 THEN 'due_60'
      WHEN due_date > getvariable('as_of') + 14 THEN 'due_30'
      WHEN due_date > getvariable('as_of') THEN 'due_14'
      WHEN holder_id IS NULL THEN 'no_holder'
      WHEN reason = 'grace' AND holder_id IS NOT DISTINCT FROM staff_id THEN 'grace'
      ELSE 'to_do'
    END AS bucket
  FROM acting
)
SELECT *,
  bucket IN ('to_do', 'grace') AND coalesce(taken_over, false) AS inherited,
  bucket IN ('to_do', 'no_holder') AND now_facility_id IS DISTINCT FROM facility_id AS elsewhere
FROM sorted
