-- mart: timeliness_month
-- part: agency
-- order: facility_id, month, task_type
-- grain: one row per institution, month of the due date and kind of task
-- needs: task, stay
-- after: timeliness_day
-- Tasks no rule can date have a null month.
-- column element: Element of the performance plan the kind of task informs
-- column month: First day of the month of the due date; null where no rule can date the tasks
-- column on_time: Done on or before the due date
-- column late: Done after it
-- column open_overdue: Not done, due on or before the as-of date
-- column set_aside_grace: Due while the case manager had just taken the case over
-- column set_aside_legal_status: Due while the clock did not run, in pretrial and holdover stays
-- column set_aside_released: Not done, and due on or after release
-- column not_datable: Without a date of its own or a rule that can give one
-- column not_attributable: Of those on time, late and open, due while nobody was assigned
SELECT region_id, facility_id, task_type, element, due_date - CAST(day(due_date) - 1 AS INTEGER) AS month,
  CAST(coalesce(sum(tasks) FILTER (outcome = 'on_time'), 0) AS INTEGER) AS on_time,
  CAST(coalesce(sum(tasks) FILTER (outcome = 'late'), 0) AS INTEGER) AS late,
  CAST(coalesce(sum(tasks) FILTER (outcome = 'open_overdue'), 0) AS INTEGER) AS open_overdue,
  CAST(coalesce(sum(tasks) FILTER (reason = 'grace'), 0) AS INTEGER) AS set_aside_grace,
  CAST(coalesce(sum(tasks) FILTER (reason = 'legal_status'), 0) AS INTEGER) AS set_aside_legal_status,
  CAST(coalesce(sum(tasks) FILTER (reason = 'released'), 0) AS INTEGER) AS set_aside_released,
  CAST(coalesce(sum(tasks) FILTER (reason = 'not_datable'), 0) AS INTEGER) AS not_datable,
  CAST(coalesce(sum(tasks) FILTER (reason IS NULL AND staff_id IS NULL), 0) AS INTEGER) AS not_attributable
FROM timeliness_day
GROUP BY ALL
