-- mart: inherited_task
-- part: facility
-- order: facility_id, taken_over
-- grain: one row per institution, unit, case manager, day a case was taken over, kind of task and what became of it
-- needs: task, stay, assignment
-- after: due_task, custody_interval
-- Tasks that were past due and not done when a case manager took the case over from somebody else, or from nobody.
-- They stay in the count of who answered on the due date; here they are the new case manager's, apart.
-- column element: Element of the performance plan the kind of task informs
-- column taken_over: First day of the assignment
-- column fate: cleared (done under it), open (not done, the case still assigned), passed_on (not done under it)
-- column tasks: Tasks
SELECT held.region_id, held.facility_id, held.unit_id, assignment.staff_id, assignment.start_date AS taken_over, task_type, element,
  CASE
    WHEN completed_date < coalesce(assignment.end_date, DATE '9999-12-31') THEN 'cleared'
    WHEN completed_date IS NULL AND release_date IS NULL AND coalesce(assignment.end_date, DATE '9999-12-31') > getvariable('as_of') THEN 'open'
    ELSE 'passed_on'
  END AS fate,
  CAST(count(*) AS INTEGER) AS tasks
FROM due_task AS task
JOIN stay USING (stay_id)
JOIN assignment ON assignment.stay_id = task.stay_id AND assignment.start_date > task.due_date
LEFT JOIN custody_interval AS held
  ON held.stay_id = task.stay_id AND held.start_date <= assignment.start_date AND held.end_date > assignment.start_date
WHERE (outcome IN ('late', 'open_overdue') OR (outcome = 'set_aside' AND reason = 'grace'))
  AND coalesce(completed_date, DATE '9999-12-31') >= assignment.start_date
  AND assignment.staff_id IS DISTINCT FROM task.staff_id
GROUP BY ALL
