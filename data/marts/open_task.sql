-- mart: open_task
-- part: facility
-- order: facility_id, due_date, task_key
-- grain: one row per open task and list it is on, under pseudonyms; central monitoring and victim/witness work is counted elsewhere and never listed
-- needs: task, stay
-- after: due_task, custody_interval
-- Overdue, due and set-aside tasks are listed where they are counted: with the case manager and the place that answer
-- for the due date. An overdue task whose case somebody else took over after the due date is listed once more, as
-- inherited, with the case manager and the place that have the case now. What was past due when the person left can no
-- longer be done: it is counted apart (casework_now) and not listed.
-- column task_key: Pseudonym of the task
-- column stay_key: Pseudonym of the stay
-- column list: overdue, due (within 60 days), set_aside (past due in the grace after a hand-over), not_datable or inherited
-- column staff_id: Case manager; null where nobody was assigned
-- column rule: given, or the setting or event that made the due date
-- column rule_from: Day the rule counts from
-- column rule_days: Days the rule adds; negative before an event
-- column stopped_days: Days on which the clock stood still
-- column moved_days: Days the due date was moved on to a working day
-- column our_due: Where the agency gives the date, what the rule of its type would give; null where nothing says what it counts from
-- column inherited: Somebody else has taken the case over since the due date
-- column holder_id: Case manager who has the case on the as-of date
WITH listed AS (
  SELECT region_id, facility_id, unit_id, due_task.staff_id, task_id, due_task.stay_id, due_task.task_type, due_task.element,
    trigger_date, due_task.due_date, rule, rule_from, rule_days, stopped_days, moved_days, our_due,
    CASE
      WHEN reason = 'not_datable' THEN 'not_datable'
      WHEN due_task.due_date > getvariable('as_of') THEN 'due'
      WHEN reason = 'grace' THEN 'set_aside'
      ELSE 'overdue'
    END AS list
  FROM due_task
  LEFT JOIN task_type ON task_type.task_type = due_task.task_type
  WHERE completed_date IS NULL AND counted_only IS NOT TRUE AND (coalesce(reason, 'grace') = 'grace' AND NOT ended_by_release OR reason = 'not_datable')
    AND (due_task.due_date <= getvariable('as_of') + 60 OR due_task.due_date IS NULL)
),
held AS (
  SELECT task_id, assignment.staff_id AS holder_id, now.region_id AS now_region_id, now.facility_id AS now_facility_id, now.unit_id AS now_unit_id,
    listed.list IN ('overdue', 'set_aside') AND assignment.start_date > due_date AND assignment.staff_id IS DISTINCT FROM listed.staff_id AS inherited
  FROM listed
  JOIN assignment ON assignment.stay_id = listed.stay_id AND assignment.start_date <= getvariable('as_of')
    AND coalesce(assignment.end_date, DATE '9999-12-31') > getvariable('as_of')
  JOIN custody_interval AS now ON now.stay_id = listed.stay_id AND now.start_date <= getvariable('as_of') AND now.end_date > getvariable('as_of')
),
every AS (
  SELECT region_id, facility_id, unit_id, listed.staff_id, list, listed.task_id, listed.stay_id, task_type, element, trigger_date,
    due_date, rule, rule_from, rule_days, stopped_days, moved_days, our_due, coalesce(inherited, false) AS inherited, holder_id
  FROM listed LEFT JOIN held USING (task_id)
  UNION ALL
  SELECT now_region_id, now_facility_id, now_unit_id, holder_id, 'inherited', listed.task_id, listed.stay_id, task_type, element, trigger_date,
    due_date, rule, rule_from, rule_days, stopped_days, moved_days, our_due, true, holder_id
  FROM listed JOIN held USING (task_id)
  WHERE inherited
)
SELECT * EXCLUDE (task_id, stay_id), pseudonym('task', task_id) AS task_key, pseudonym('stay', stay_id) AS stay_key
FROM every
