-- mart: timeliness_mix
-- part: facility
-- order: facility_id, month, task_type
-- grain: one row per institution, month of the due date, kind of task, custody level and months to release
-- needs: task, stay
-- after: due_task
-- For comparisons of institutions with the case mix taken into account.
-- column element: Element of the performance plan the kind of task informs
-- column outcome: on_time, late, open_overdue or set_aside
-- column reason: Why it is set aside: grace, legal_status or released
-- column tasks: Tasks
SELECT region_id, facility_id, task_type, element, due_date - CAST(day(due_date) - 1 AS INTEGER) AS month,
  custody_level, months_to_release, outcome, reason, CAST(count(*) AS INTEGER) AS tasks
FROM due_task
WHERE due_date IS NOT NULL AND outcome <> 'not_due'
GROUP BY ALL
