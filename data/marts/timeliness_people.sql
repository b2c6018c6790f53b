-- mart: timeliness_people
-- part: agency
-- order: region_id, month
-- grain: one row per region, month of the due date and characteristics of the case, all kinds of work together
-- needs: task, stay
-- after: timeliness_day
-- For the agency and its regions with a filter: the rows of all institutions' days would be fifty times as many.
-- column month: First day of the month of the due date
-- column on_time: Done on or before the due date
-- column late: Done after it
-- column open_overdue: Not done, due on or before the as-of date
-- column set_aside_grace: Due while the case manager had just taken the case over
-- column set_aside_legal_status: Due while the clock did not run, in pretrial and holdover stays
-- column set_aside_released: Not done, and due on or after release
SELECT region_id, due_date - CAST(day(due_date) - 1 AS INTEGER) AS month,
  COLUMNS(getvariable('month_characteristics')),
  CAST(coalesce(sum(tasks) FILTER (outcome = 'on_time'), 0) AS INTEGER) AS on_time,
  CAST(coalesce(sum(tasks) FILTER (outcome = 'late'), 0) AS INTEGER) AS late,
  CAST(coalesce(sum(tasks) FILTER (outcome = 'open_overdue'), 0) AS INTEGER) AS open_overdue,
  CAST(coalesce(sum(tasks) FILTER (reason = 'grace'), 0) AS INTEGER) AS set_aside_grace,
  CAST(coalesce(sum(tasks) FILTER (reason = 'legal_status'), 0) AS INTEGER) AS set_aside_legal_status,
  CAST(coalesce(sum(tasks) FILTER (reason = 'released'), 0) AS INTEGER) AS set_aside_released
FROM timeliness_day
WHERE due_date IS NOT NULL
GROUP BY ALL
