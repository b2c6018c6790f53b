-- mart: inherited_case
-- part: none
-- grain: one row per task that was past due and not done when a case manager took its case over, and taking over
-- needs: task, stay, assignment
-- after: due_task, custody_interval
-- The case was taken over from somebody else, or from nobody. The task stays in the count of who answered on the due
-- date; here it is the new case manager's, apart.
-- fate: cleared (done under it), open (not done, the case still assigned), passed_on (not done under it)
-- listed: it may be told one by one; what may not, or is older than the rows that are kept, is counted (inherited_task)
WITH followed AS (
  SELECT stay_id, staff_id, start_date, coalesce(end_date, DATE '9999-12-31') AS end_date,
    lag(staff_id) OVER each IS DISTINCT FROM staff_id OR lag(end_date) OVER each < start_date AS begins
  FROM assignment
  WHERE end_date IS NULL OR end_date > start_date
  WINDOW each AS (PARTITION BY stay_id ORDER BY start_date)
),
-- An agency may split the time of one case manager into rows that follow each other: the case is taken over once.
assigned AS (
  SELECT stay_id, staff_id, min(start_date) AS start_date, max(end_date) AS end_date
  FROM (SELECT *, count(*) FILTER (begins) OVER (PARTITION BY stay_id ORDER BY start_date ROWS UNBOUNDED PRECEDING) AS run FROM followed)
  GROUP BY stay_id, run, staff_id
)
SELECT held.region_id, held.facility_id, held.unit_id, assigned.staff_id, assigned.start_date AS taken_over, task_type, element,
  task.stay_id, task.due_date, task.completed_date, counted_only,
  NOT counted_only AND is_listed(assigned.start_date, stay.age_status) AS listed,
  CASE
    WHEN completed_date < assigned.end_date THEN 'cleared'
    WHEN completed_date IS NULL AND release_date IS NULL AND assigned.end_date > getvariable('as_of') THEN 'open'
    ELSE 'passed_on'
  END AS fate
FROM (SELECT *, task_type IN (SELECT CAST(task_type AS task_type_code) FROM task_type WHERE counted_only) AS counted_only FROM due_task) AS task
JOIN stay USING (stay_id)
JOIN assigned ON assigned.stay_id = task.stay_id AND assigned.start_date > task.due_date
LEFT JOIN custody_interval AS held
  ON held.stay_id = task.stay_id AND held.start_date <= assigned.start_date AND held.end_date > assigned.start_date
WHERE (outcome IN ('late', 'open_overdue') OR (outcome = 'set_aside' AND reason = 'grace'))
  AND coalesce(completed_date, DATE '9999-12-31') >= assigned.start_date
  AND assigned.staff_id IS DISTINCT FROM task.staff_id
