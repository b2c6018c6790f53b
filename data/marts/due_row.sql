-- mart: due_row
-- part: facility
-- order: facility_id, due_date, task_key
-- grain: one row per task that had fallen due since rows are kept, under pseudonyms; counted work is in timeliness_day only
-- needs: task, stay
-- after: due_task, last_place
-- The rows behind the timeliness of a person, a place and a period: how each task was counted, and the rule and dates
-- that made it due. Central monitoring and victim/witness work, and work about juveniles, is never told task by task
-- beside a pseudonym: timeliness_day counts it. What a case is like stays there too.
-- column task_key: Pseudonym of the task
-- column stay_key: Pseudonym of the stay; null for work about no case
-- column due_date: Deadline, as stopped clocks moved it
-- column element: Element of the performance plan the kind of task informs
-- column outcome: on_time, late, open_overdue or set_aside
-- column reason: Why it is set aside: grace, legal_status or released
-- column rule: given, or the setting or event that made the due date
-- column rule_from: Day the rule counts from
-- column rule_days: Days the rule adds; negative before an event
-- column stopped_days: Days on which the clock stood still
-- column moved_days: Days the due date was moved on to a working day
-- column our_due: Where the agency gives the date, what the rule of its type would give; null where nothing says what it counts from
-- column case_facility_id: Institution that holds the person, or held them last
SELECT due_task.region_id, due_task.facility_id, due_task.unit_id, due_task.staff_id, task_type, element, due_date, completed_date, outcome, reason,
  trigger_date, rule, rule_from, rule_days, stopped_days, moved_days, our_due, last_place.facility_id AS case_facility_id,
  pseudonym('task', task_id) AS task_key, CASE WHEN stay_id IS NOT NULL THEN pseudonym('stay', stay_id) END AS stay_key
FROM due_task LEFT JOIN (SELECT stay_id, facility_id FROM last_place) AS last_place USING (stay_id)
WHERE outcome <> 'not_due' AND due_date >= getvariable('rows_from') AND age_status IS DISTINCT FROM 'juvenile'
  AND task_type NOT IN (SELECT CAST(task_type AS task_type_code) FROM task_type WHERE counted_only)
