-- mart: timeliness_day
-- part: facility
-- order: facility_id, due_date
-- grain: one row per task that had fallen due, without any key; central monitoring and victim/witness work counted by month
-- needs: task, stay
-- after: due_task, counted_task
-- materialized: no
-- sorted: yes
-- Everything that had fallen due by the as-of date, done or not, and what no rule can date (a null due date). Who and
-- which place answered on the due date. Central monitoring and victim/witness work is never told task by task: it is
-- counted by month, without the characteristics of whom it was about.
-- column due_date: Deadline, as stopped clocks moved it; of counted work the first of its month, or of the history; null where no rule can date the task
-- column element: Element of the performance plan the kind of task informs
-- column outcome: on_time, late, open_overdue or set_aside
-- column reason: Why it is set aside: grace, legal_status, released or not_datable
-- column tasks: Tasks
SELECT region_id, facility_id, unit_id, staff_id, task_type, element, due_date, outcome, reason,
  months_to_release, COLUMNS(getvariable('characteristics')), CAST(1 AS INTEGER) AS tasks
FROM due_task
WHERE outcome <> 'not_due' AND task_type NOT IN (SELECT CAST(task_type AS task_type_code) FROM task_type WHERE counted_only)
UNION ALL BY NAME
FROM counted_task
