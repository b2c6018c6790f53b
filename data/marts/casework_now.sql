-- mart: casework_now
-- part: agency
-- order: facility_id, unit_id
-- grain: one row per institution and unit, on the as-of date
-- needs: task, stay
-- after: due_task, open_work, unassigned_stay
-- Open work is that of who can act on it: every open task is in exactly one of to_do, grace, no_holder, due_60 (with
-- due_14 and due_30 in it), later, not_running, not_datable and past_use, and they add up to open_tasks.
-- column open_tasks: Tasks not done
-- column overdue: Past due, and can still be done: to_do and no_holder
-- column overdue_counted_only: Of those, central monitoring and victim/witness work, which is never listed
-- column to_do: Past due, with whoever has the case
-- column no_holder: Past due, and nobody has the case
-- column not_attributable: Of the overdue, due while nobody was assigned: it counts for nobody
-- column elsewhere: Overdue work that is counted for this place and can be done at another institution only
-- column past_use: Not done, and can no longer be done: the person was released, or such work is of no more use
-- column overdue_released: Of those, past due when the person was released
-- column due_14: Due within 14 days and not done
-- column due_30: Due within 30 days and not done
-- column due_60: Due within 60 days and not done
-- column later: Due later than in 60 days and not done
-- column not_running: Not done, and its clock does not run (pretrial, holdover)
-- column set_aside: Past due in the grace after a hand-over and not done
-- column not_datable: Not done, and no rule can date it
-- column not_datable_done: Done, and no rule can date it
-- column clock_unknown: Dated, with stopped days that could not be counted because the day the clock began is not known
-- column inherited: Of the work past due, that which was so before its case manager took the case over; null where no assignments are known
-- column people: People in custody
-- column unassigned: People without a case manager; null where no assignments are known
-- column unassigned_14: Of them, for more than 14 days
WITH work AS (
  SELECT now_region_id AS region_id, now_facility_id AS facility_id, now_unit_id AS unit_id,
    count(*) AS open_tasks,
    count(*) FILTER (bucket IN ('to_do', 'no_holder')) AS overdue,
    count(*) FILTER (bucket IN ('to_do', 'no_holder') AND counted_only) AS overdue_counted_only,
    count(*) FILTER (bucket IN ('to_do', 'no_holder') AND staff_id IS NULL) AS not_attributable,
    count(*) FILTER (bucket = 'to_do') AS to_do,
    count(*) FILTER (bucket = 'no_holder') AS no_holder,
    count(*) FILTER (bucket = 'past_use') AS past_use,
    count(*) FILTER (bucket = 'past_use' AND ended_by_release AND outcome = 'open_overdue') AS overdue_released,
    count(*) FILTER (bucket = 'due_14') AS due_14,
    count(*) FILTER (bucket IN ('due_14', 'due_30')) AS due_30,
    count(*) FILTER (bucket IN ('due_14', 'due_30', 'due_60')) AS due_60,
    count(*) FILTER (bucket = 'later') AS later,
    count(*) FILTER (bucket = 'not_running') AS not_running,
    count(*) FILTER (bucket = 'grace') AS set_aside,
    count(*) FILTER (bucket = 'no_date') AS not_datable,
    count(*) FILTER (inherited) AS inherited
  FROM open_work
  GROUP BY ALL
),
every AS (
  SELECT * FROM work
  UNION ALL BY NAME
  SELECT region_id, facility_id, unit_id, count(*) AS elsewhere FROM open_work WHERE elsewhere GROUP BY ALL
  UNION ALL BY NAME
  SELECT region_id, facility_id, unit_id, count(*) FILTER (reason = 'not_datable' AND completed_date IS NOT NULL) AS not_datable_done,
    count(*) FILTER (clock_unknown) AS clock_unknown
  FROM due_task WHERE reason = 'not_datable' OR clock_unknown GROUP BY ALL
  UNION ALL BY NAME
  SELECT region_id, facility_id, unit_id, count(*) AS people FROM custody_interval
  WHERE counted AND start_date <= getvariable('as_of') AND end_date > getvariable('as_of')
  GROUP BY ALL
  UNION ALL BY NAME
  SELECT region_id, facility_id, unit_id, count(*) AS unassigned, count(*) FILTER (since < getvariable('as_of') - 14) AS unassigned_14
  FROM unassigned_stay GROUP BY ALL
)
SELECT region_id, facility_id, unit_id,
  CAST(coalesce(sum(open_tasks), 0) AS INTEGER) AS open_tasks,
  CAST(coalesce(sum(overdue), 0) AS INTEGER) AS overdue,
  CAST(coalesce(sum(overdue_counted_only), 0) AS INTEGER) AS overdue_counted_only,
  CAST(coalesce(sum(not_attributable), 0) AS INTEGER) AS not_attributable,
  CAST(coalesce(sum(to_do), 0) AS INTEGER) AS to_do,
  CAST(coalesce(sum(no_holder), 0) AS INTEGER) AS no_holder,
  CAST(coalesce(sum(elsewhere), 0) AS INTEGER) AS elsewhere,
  CAST(coalesce(sum(past_use), 0) AS INTEGER) AS past_use,
  CAST(coalesce(sum(overdue_released), 0) AS INTEGER) AS overdue_released,
  CAST(coalesce(sum(due_14), 0) AS INTEGER) AS due_14,
  CAST(coalesce(sum(due_30), 0) AS INTEGER) AS due_30,
  CAST(coalesce(sum(due_60), 0) AS INTEGER) AS due_60,
  CAST(coalesce(sum(later), 0) AS INTEGER) AS later,
  CAST(coalesce(sum(not_running), 0) AS INTEGER) AS not_running,
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
