-- mart: inherited_row
-- part: facility
-- order: facility_id, taken_over, stay_key
-- grain: one row per task that was past due when a case manager took its case over, under a pseudonym
-- needs: task, stay, assignment
-- after: inherited_case
-- The rows behind inherited work, of those that may be told one by one; inherited_task counts them all.
-- column element: Element of the performance plan the kind of task informs
-- column taken_over: First day of the assignment
-- column fate: cleared (done under it), open (not done, the case still assigned), passed_on (not done under it)
-- column stay_key: Pseudonym of the stay
SELECT region_id, facility_id, unit_id, staff_id, taken_over, task_type, element, fate, due_date, completed_date,
  pseudonym('stay', stay_id) AS stay_key
FROM inherited_case
WHERE listed
