-- mart: inherited_task
-- part: facility
-- order: facility_id, taken_over
-- grain: one row per institution, unit, case manager, day a case was taken over, kind of task and what became of it
-- needs: task, stay, assignment
-- after: due_task, custody_interval
-- Tasks that were past due and not done when a case manager took the case over from somebody else, or from nobody.
-- They stay in the count of who answered on the due date; here they are the new case manager's, apart. Central
-- monitoring and victim/witness work is counted by months in place of days.
-- column element: Element of the performance plan the kind of task informs
-- column taken_over: First day of the assignment; for central monitoring and victim/witness work the first of the month, or of the history
-- column fate: cleared (done under it), open (not done, the case still assigned), passed_on (not done under it)
-- column stay_key: Pseudonym of the stay; null for counted work and for rows older than those that are listed
-- column due_date: Deadline of the task; null where the stay is not named
-- column completed_date: Day it was done; null where it was not, or the stay is not named
-- column tasks: Tasks
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
SELECT held.region_id, held.facility_id, held.unit_id, assigned.staff_id,
  CASE WHEN told THEN assigned.start_date ELSE protected_month(assigned.start_date) END AS taken_over, task_type, element,
  CASE
    WHEN completed_date < assigned.end_date THEN 'cleared'
    WHEN completed_date IS NULL AND release_date IS NULL AND assigned.end_date > getvariable('as_of') THEN 'open'
    ELSE 'passed_on'
  END AS fate,
  CASE WHEN told THEN listed_stay(assigned.start_date, task.stay_id, stay.age_status) END AS stay_key,
  CASE WHEN told AND is_listed(assigned.start_date, stay.age_status) THEN task.due_date END AS due_date,
  CASE WHEN told AND is_listed(assigned.start_date, stay.age_status) THEN task.completed_date END AS completed_date,
  CAST(count(*) AS INTEGER) AS tasks
FROM (SELECT *, task_type NOT IN (SELECT task_type FROM task_type WHERE counted_only) AS told FROM due_task) AS task
JOIN stay USING (stay_id)
JOIN assigned ON assigned.stay_id = task.stay_id AND assigned.start_date > task.due_date
LEFT JOIN custody_interval AS held
  ON held.stay_id = task.stay_id AND held.start_date <= assigned.start_date AND held.end_date > assigned.start_date
WHERE (outcome IN ('late', 'open_overdue') OR (outcome = 'set_aside' AND reason = 'grace'))
  AND coalesce(completed_date, DATE '9999-12-31') >= assigned.start_date
  AND assigned.staff_id IS DISTINCT FROM task.staff_id
GROUP BY ALL
