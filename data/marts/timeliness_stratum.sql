-- mart: timeliness_stratum
-- part: agency
-- order: month, task_type, custody_level, months_to_release
-- grain: one row per month of the due date, kind of task, custody level, months to release, and whether somebody answered
-- needs: task, stay
-- after: due_task
-- What is usual in the whole agency: the reference of every comparison.
-- column element: Element of the performance plan the kind of task informs
-- column attributed: A case manager was assigned on the due date
-- column due: Due, done or not
-- column on_time: Done on or before the due date
SELECT due_date - CAST(day(due_date) - 1 AS INTEGER) AS month, task_type, element, custody_level, months_to_release,
  staff_id IS NOT NULL AS attributed,
  CAST(count(*) AS INTEGER) AS due,
  CAST(count(*) FILTER (outcome = 'on_time') AS INTEGER) AS on_time
FROM due_task
WHERE outcome NOT IN ('set_aside', 'not_due')
GROUP BY ALL
