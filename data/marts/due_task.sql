-- mart: due_task
-- part: none
-- grain: one row per task: its deadline, who and which place answered for it on that day, and what became of it
-- needs: task, stay
-- after: deadline, custody_interval
-- Who answers is who was assigned on the due date; for a date still to come, on the as-of date; for one after release,
-- on the last day in custody. With nobody assigned the staff_id is null: the task counts as not attributable.
-- outcome: on_time, late, open_overdue (past due on the as-of date), open (due later), set_aside.
-- Reasons to set aside: not_datable (no rule can date it), legal_status (the clock does not run for pretrial and
-- holdover stays), released (release came first), grace (a case manager had just taken the case over).
-- Rows lie by institution and due date, and within a day shuffled.
WITH handed AS (
  SELECT stay_id, staff_id, start_date, coalesce(end_date, DATE '9999-12-31') AS end_date,
    -- Taking over is following another case manager, at once or after a gap.
    CASE WHEN lag(staff_id) OVER (PARTITION BY stay_id ORDER BY start_date, end_date) <> staff_id
      THEN start_date + getvariable('setting_handover_grace_days') END AS grace_end
  FROM assignment
  WHERE end_date IS NULL OR end_date > start_date
)
SELECT
  task.task_id, task.task_type, task.stay_id,
  coalesce(held.region_id, facility.region_id) AS region_id,
  coalesce(held.facility_id, task.facility_id, staff.facility_id) AS facility_id,
  CASE WHEN held.facility_id IS NOT NULL THEN held.unit_id
    WHEN task.stay_id IS NULL AND coalesce(task.facility_id, staff.facility_id) = staff.facility_id THEN staff.unit_id END AS unit_id,
  -- An agency that hands over no assignments may still name the member of staff on the task.
  CASE WHEN task.stay_id IS NULL OR NOT EXISTS (FROM assignment) THEN task.staff_id ELSE handed.staff_id END AS staff_id,
  held.custody_level, held.legal_status, task.age_status, task.offense_category, person.sex,
  CASE
    WHEN task.stay_id IS NULL THEN NULL
    WHEN projected_release_date IS NULL THEN 'no date'
    WHEN due_date >= projected_release_date - to_months(6) THEN 'under 6'
    WHEN due_date >= projected_release_date - to_months(12) THEN '6 to 12'
    WHEN due_date >= projected_release_date - to_months(24) THEN '12 to 24'
    ELSE '24 and more'
  END AS months_to_release,
  trigger_date, rule, rule_from, rule_days, stopped_days, due_date, completed_date, result,
  CASE
    WHEN due_date IS NULL THEN 'not_datable'
    WHEN waits_for_sentence AND task.legal_status <> 'sentenced' AND (sentenced_date IS NULL OR due_date < sentenced_date) THEN 'legal_status'
    -- What release or the time after it brings is not ended by release.
    WHEN completed_date IS NULL AND due_date >= release_date AND NOT coalesce(outlives_release, false)
      AND coalesce(trigger_date < release_date, true) THEN 'released'
    WHEN due_date < grace_end THEN 'grace'
  END AS reason,
  CASE
    WHEN reason IS NOT NULL THEN 'set_aside'
    WHEN completed_date <= due_date THEN 'on_time'
    WHEN completed_date IS NOT NULL THEN 'late'
    WHEN due_date <= getvariable('as_of') THEN 'open_overdue'
    ELSE 'open'
  END AS outcome
FROM (
  SELECT deadline.*, person_id, admission_date, release_date, projected_release_date, sentenced_date, legal_status, age_status, offense_category,
    least(coalesce(due_date, completed_date, getvariable('as_of')), getvariable('as_of'),
      CASE WHEN release_date IS NOT NULL THEN greatest(admission_date, release_date - 1) END) AS answer_date
  FROM deadline LEFT JOIN stay USING (stay_id)
) AS task
LEFT JOIN task_type USING (task_type)
LEFT JOIN handed ON handed.stay_id = task.stay_id AND handed.start_date <= answer_date AND handed.end_date > answer_date
LEFT JOIN custody_interval AS held ON held.stay_id = task.stay_id AND held.start_date <= answer_date AND held.end_date > answer_date
LEFT JOIN person USING (person_id)
LEFT JOIN staff ON staff.staff_id = CASE WHEN task.stay_id IS NULL THEN task.staff_id END
LEFT JOIN facility ON facility.facility_id = coalesce(held.facility_id, task.facility_id, staff.facility_id)
