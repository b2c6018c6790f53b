-- mart: inherited_task
-- part: facility
-- order: facility_id, taken_over
-- grain: one row per institution, unit, case manager, day a case was taken over, kind of task and what became of it
-- needs: task, stay, assignment
-- after: inherited_case
-- Central monitoring and victim/witness work is counted by months in place of days.
-- column element: Element of the performance plan the kind of task informs
-- column taken_over: First day of the assignment; for central monitoring and victim/witness work the first of the month, or of the history
-- column fate: cleared (done under it), open (not done, the case still assigned), passed_on (not done under it)
-- column listed: The tasks are told one by one in inherited_row
-- column tasks: Tasks
SELECT region_id, facility_id, unit_id, staff_id, CASE WHEN counted_only THEN protected_month(taken_over) ELSE taken_over END AS taken_over,
  task_type, element, fate, listed, CAST(count(*) AS INTEGER) AS tasks
FROM inherited_case
GROUP BY ALL
