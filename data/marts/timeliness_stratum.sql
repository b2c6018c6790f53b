-- mart: timeliness_stratum
-- part: agency
-- order: month, task_type, custody_level, months_to_release
-- grain: one row per month of the due date, kind of task, custody level, months to release, and whether somebody answered
-- needs: task, stay
-- after: timeliness_day
-- What is usual in the whole agency: the reference of every comparison.
-- column element: Element of the performance plan the kind of task informs
-- column attributed: A case manager was assigned on the due date
-- column due: Due, done or not
-- column on_time: Done on or before the due date
SELECT due_date - CAST(day(due_date) - 1 AS INTEGER) AS month, task_type, element, custody_level, months_to_release,
  staff_id IS NOT NULL AS attributed,
  CAST(sum(tasks) AS INTEGER) AS due,
  CAST(coalesce(sum(tasks) FILTER (outcome = 'on_time'), 0) AS INTEGER) AS on_time
FROM timeliness_day
WHERE outcome <> 'set_aside'
GROUP BY ALL
