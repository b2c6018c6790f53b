-- mart: timeliness_day
-- part: facility
-- order: facility_id, due_date
-- grain: one row per task that had fallen due, without any key
-- needs: task, stay
-- after: due_task
-- kept: no
-- sorted: yes
-- Everything that had fallen due by the as-of date, done or not, and what no rule can date (a null due date). Who and
-- which place answered on the due date.
-- column due_date: Deadline, as stopped clocks moved it; null where no rule can date the task
-- column element: Element of the performance plan the kind of task informs
-- column outcome: on_time, late, open_overdue or set_aside
-- column reason: Why it is set aside: grace, legal_status, released or not_datable
SELECT region_id, facility_id, unit_id, staff_id, task_type, element, due_date, outcome, reason,
  custody_level, months_to_release, legal_status, age_status, sex, offense_category
FROM due_task
WHERE outcome <> 'not_due'
