-- mart: counted_task
-- part: none
-- grain: one row per institution, month and characteristics the agency counts tasks by, of central monitoring and victim/witness work
-- needs: task, stay
-- after: due_task
-- Such work is never told task by task: it is counted by month, without the characteristics of whom it was about.
SELECT region_id, facility_id, unit_id, staff_id, task_type, element, protected_month(due_date) AS due_date, outcome, reason,
  CAST(count(*) AS INTEGER) AS tasks
FROM due_task
WHERE outcome <> 'not_due' AND task_type IN (SELECT CAST(task_type AS task_type_code) FROM task_type WHERE counted_only)
GROUP BY ALL
ORDER BY ALL
