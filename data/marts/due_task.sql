-- mart: due_task
-- part: none
-- grain: one row per task: its deadline, who and which place answered for it on that day, and what became of it
-- needs: task, stay
-- after: deadline, custody_interval
-- Who answers is who was assigned on the due date; for a date still to come, on the as-of date; for one after release,
-- on the last day in custody. With nobody assigned the staff_id is null: the task counts as not attributable.
-- outcome: on_time, late, open_overdue (past due on the as-of date), set_aside, and not_due (due after it, done or not).
-- Reasons to set aside: not_datable (no rule can date it), legal_status (the clock does not run for pretrial and
-- holdover stays), released (release came first), grace (a case manager had just taken the case over).
-- ended_by_release: not done when the person left, and nothing that release or the time after it brings, so that it can
-- no longer be done. Due before the release it stays open_overdue, in the figures of its period.
-- past_use: not done, and no longer to be done: ended by release, or due longer ago than such work is of use.
-- Columns of few values are codes, see scripts/export/codes.ts. Rows lie in the order of the files made from them.
WITH followed AS (
  SELECT stay_id, CAST(staff_id AS staff_id_code) AS staff_id, start_date, coalesce(end_date, DATE '9999-12-31') AS end_date,
    -- Taking over is following another case manager, at once or after a gap.
    CASE WHEN lag(staff_id) OVER (PARTITION BY stay_id ORDER BY start_date) <> staff_id THEN start_date END AS taken_over
  FROM assignment
  WHERE end_date IS NULL OR end_date > start_date
),
handed AS (
  SELECT stay_id, staff_id, start_date, end_date,
    -- An agency may split the time of one case manager into rows: the grace counts from the first.
    max(taken_over) OVER (PARTITION BY stay_id ORDER BY start_date ROWS UNBOUNDED PRECEDING)
      + getvariable('setting_handover_grace_days') AS grace_end
  FROM followed
),
held AS (
  SELECT stay_id, start_date, end_date, CAST(region_id AS region_id_code) AS region_id,
    CAST(facility_id AS facility_id_code) AS facility_id, CAST(unit_id AS unit_id_code) AS unit_id,
    COLUMNS(getvariable('characteristics'))
  FROM custody_interval
),
answering AS (
  SELECT deadline.*, projected_release_date, release_date, sentenced_date, legal_status <> 'sentenced' AS unsentenced_at_first,
    least(coalesce(due_date, completed_date, getvariable('as_of')), getvariable('as_of'),
      CASE WHEN release_date IS NOT NULL THEN greatest(admission_date, release_date - 1) END) AS answer_date
  FROM deadline LEFT JOIN stay USING (stay_id)
)
SELECT
  task.task_id, task.stay_id, CAST(task.task_type AS task_type_code) AS task_type, element,
  coalesce(held.region_id, CAST(facility.region_id AS region_id_code)) AS region_id,
  coalesce(held.facility_id, CAST(coalesce(task.facility_id, staff.facility_id) AS facility_id_code)) AS facility_id,
  CASE WHEN held.facility_id IS NOT NULL THEN held.unit_id
    WHEN task.stay_id IS NULL AND coalesce(task.facility_id, staff.facility_id) = staff.facility_id
      THEN CAST(staff.unit_id AS unit_id_code) END AS unit_id,
  -- An agency that supplies no assignments may still name the member of staff on the task.
  CASE WHEN task.stay_id IS NULL OR NOT EXISTS (FROM assignment)
    THEN CAST(task.staff_id AS staff_id_code) ELSE handed.staff_id END AS staff_id,
  COLUMNS(getvariable('characteristics')),
  CASE
    WHEN task.stay_id IS NULL THEN NULL
    WHEN projected_release_date IS NULL THEN CAST('no date' AS months_to_release_code)
    WHEN due_date >= projected_release_date - to_months(6) THEN CAST('under 6' AS months_to_release_code)
    WHEN due_date >= projected_release_date - to_months(12) THEN CAST('6 to 12' AS months_to_release_code)
    WHEN due_date >= projected_release_date - to_months(24) THEN CAST('12 to 24' AS months_to_release_code)
    ELSE CAST('24 and more' AS months_to_release_code)
  END AS months_to_release,
  due_date, completed_date, result, clock_unknown, trigger_date, rule, rule_from, rule_days, stopped_days, moved_days, our_rule, our_due,
  -- What release or the time after it brings is not ended by release.
  completed_date IS NULL AND release_date IS NOT NULL AND NOT coalesce(outlives_release, false)
    AND coalesce(trigger_date < release_date, true) AS ended_by_release,
  completed_date IS NULL AND (ended_by_release OR coalesce(useful_days > 0 AND due_date + useful_days < getvariable('as_of'), false)) AS past_use,
  CASE
    WHEN due_date IS NULL THEN CAST('not_datable' AS reason_code)
    WHEN waits_for_sentence AND unsentenced_at_first AND (sentenced_date IS NULL OR due_date < sentenced_date)
      THEN CAST('legal_status' AS reason_code)
    WHEN ended_by_release AND due_date >= release_date THEN CAST('released' AS reason_code)
    WHEN due_date < grace_end THEN CAST('grace' AS reason_code)
  END AS reason,
  CASE
    WHEN due_date > getvariable('as_of') THEN CAST('not_due' AS outcome_code)
    WHEN reason IS NOT NULL THEN CAST('set_aside' AS outcome_code)
    WHEN completed_date <= due_date THEN CAST('on_time' AS outcome_code)
    WHEN completed_date IS NOT NULL THEN CAST('late' AS outcome_code)
    ELSE CAST('open_overdue' AS outcome_code)
  END AS outcome
FROM answering AS task
LEFT JOIN task_type USING (task_type)
LEFT JOIN handed ON handed.stay_id = task.stay_id AND handed.start_date <= answer_date AND handed.end_date > answer_date
LEFT JOIN held ON held.stay_id = task.stay_id AND held.start_date <= answer_date AND held.end_date > answer_date
LEFT JOIN staff ON staff.staff_id = CASE WHEN task.stay_id IS NULL THEN task.staff_id END
LEFT JOIN facility ON facility.facility_id = CASE WHEN held.facility_id IS NULL THEN coalesce(task.facility_id, staff.facility_id) END
ORDER BY facility_id, due_date, region_id, unit_id, staff_id, task_type, outcome, reason,
  months_to_release, COLUMNS(getvariable('characteristics'))
