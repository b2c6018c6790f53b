-- mart: casework_now
-- part: agency
-- order: facility_id, unit_id
-- grain: one row per institution and unit, on the as-of date
-- needs: task, stay
-- after: due_task, open_task, unassigned_stay
-- column overdue: Past due and not done, and still to be done
-- column overdue_counted_only: Of those, central monitoring and victim/witness work, which is never listed
-- column not_attributable: Of those, due while nobody was assigned
-- column overdue_released: Past due and not done when the person was released, so that it can no longer be done; not among the overdue
-- column due_14: Due within 14 days and not done
-- column due_30: Due within 30 days and not done
-- column due_60: Due within 60 days and not done
-- column set_aside: Past due in the grace after a hand-over and not done
-- column not_datable: Not done, and no rule can date it
-- column not_datable_done: Done, and no rule can date it
-- column clock_unknown: Dated, with stopped days that could not be counted because the day the clock began is not known
-- column inherited: Overdue before its case manager took the case over; null where no assignments are known
-- column people: People in custody
-- column unassigned: People without a case manager; null where no assignments are known
-- column unassigned_14: Of them, for more than 14 days
WITH work AS (
  SELECT region_id, facility_id, unit_id,
    count(*) FILTER (outcome = 'open_overdue' AND NOT ended_by_release) AS overdue,
    count(*) FILTER (outcome = 'open_overdue' AND NOT ended_by_release
      AND task_type IN (SELECT task_type FROM task_type WHERE counted_only)) AS overdue_counted_only,
    count(*) FILTER (outcome = 'open_overdue' AND NOT ended_by_release AND staff_id IS NULL) AS not_attributable,
    count(*) FILTER (outcome = 'open_overdue' AND ended_by_release) AS overdue_released,
    count(*) FILTER (due_date BETWEEN getvariable('as_of') + 1 AND getvariable('as_of') + 14) AS due_14,
    count(*) FILTER (due_date BETWEEN getvariable('as_of') + 1 AND getvariable('as_of') + 30) AS due_30,
    count(*) FILTER (due_date BETWEEN getvariable('as_of') + 1 AND getvariable('as_of') + 60) AS due_60,
    count(*) FILTER (reason = 'grace' AND due_date <= getvariable('as_of') AND NOT ended_by_release) AS set_aside,
    count(*) FILTER (reason = 'not_datable' AND completed_date IS NULL) AS not_datable,
    count(*) FILTER (reason = 'not_datable' AND completed_date IS NOT NULL) AS not_datable_done
  FROM due_task
  WHERE reason = 'not_datable' OR completed_date IS NULL AND (reason IS NULL OR reason = 'grace')
  GROUP BY ALL
),
every AS (
  SELECT * FROM work
  UNION ALL BY NAME
  SELECT region_id, facility_id, unit_id, count(*) AS clock_unknown FROM due_task WHERE clock_unknown GROUP BY ALL
  UNION ALL BY NAME
  SELECT region_id, facility_id, unit_id, count(*) AS inherited FROM open_task WHERE list = 'inherited' GROUP BY ALL
  UNION ALL BY NAME
  SELECT region_id, facility_id, unit_id, count(*) AS people FROM custody_interval
  WHERE counted AND start_date <= getvariable('as_of') AND end_date > getvariable('as_of')
  GROUP BY ALL
  UNION ALL BY NAME
  SELECT region_id, facility_id, unit_id, count(*) AS unassigned, count(*) FILTER (since < getvariable('as_of') - 14) AS unassigned_14
  FROM unassigned_stay GROUP BY ALL
)
SELECT region_id, facility_id, unit_id,
  CAST(coalesce(sum(overdue), 0) AS INTEGER) AS overdue,
  CAST(coalesce(sum(overdue_counted_only), 0) AS INTEGER) AS overdue_counted_only,
  CAST(coalesce(sum(not_attributable), 0) AS INTEGER) AS not_attributable,
  CAST(coalesce(sum(overdue_released), 0) AS INTEGER) AS overdue_released,
  CAST(coalesce(sum(due_14), 0) AS INTEGER) AS due_14,
  CAST(coalesce(sum(due_30), 0) AS INTEGER) AS due_30,
  CAST(coalesce(sum(due_60), 0) AS INTEGER) AS due_60,
  CAST(coalesce(sum(set_aside), 0) AS INTEGER) AS set_aside,
  CAST(coalesce(sum(not_datable), 0) AS INTEGER) AS not_datable,
  CAST(coalesce(sum(not_datable_done), 0) AS INTEGER) AS not_datable_done,
  CAST(coalesce(sum(clock_unknown), 0) AS INTEGER) AS clock_unknown,
  CASE WHEN EXISTS (FROM assignment) THEN CAST(coalesce(sum(inherited), 0) AS INTEGER) END AS inherited,
  CAST(coalesce(sum(people), 0) AS INTEGER) AS people,
  CASE WHEN EXISTS (FROM assignment) THEN CAST(coalesce(sum(unassigned), 0) AS INTEGER) END AS unassigned,
  CASE WHEN EXISTS (FROM assignment) THEN CAST(coalesce(sum(unassigned_14), 0) AS INTEGER) END AS unassigned_14
FROM every
GROUP BY ALL
