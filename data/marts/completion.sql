-- mart: completion
-- part: facility
-- order: region_id, facility_id, unit_id, staff_id
-- sorted: yes
-- grain: one row per institution, unit, case manager, kind of task, day it began, days it took or has been open, and whether it was done
-- needs: stay, task
-- after: case_interval
-- A piece of work belongs to the case manager assigned on the day it was done; while open, or left open at release, to
-- the one assigned on the last day in custody so far.
-- column trigger_date: Day it began: the event that set the deadline, or the sentence where the clock waited for it
-- column days: Days from then to the day it was done, or to the last day seen
-- column done: Done; false while open and for work left open at release
-- column stay_key: Pseudonym of the stay; null for rows older than those that are listed
-- column tasks: Tasks
SELECT region_id, facility_id, unit_id, place.staff_id, task_type, trigger_date,
  greatest(0, last_day - trigger_date) AS days, done,
  listed_stay(trigger_date, work.stay_id, age_status) AS stay_key, CAST(count(*) AS INTEGER) AS tasks
FROM (
  SELECT stay_id, age_status, task_type, began AS trigger_date, completed_date IS NOT NULL AS done,
    coalesce(completed_date, least(getvariable('as_of'), release_date - 1)) AS last_day
  FROM (
    SELECT task.*, release_date, age_status,
      -- The clocks of pretrial and holdover stays do not run; those of one that is sentenced start on that day.
      CASE WHEN NOT waits_for_sentence OR legal_status = 'sentenced' THEN trigger_date
        WHEN sentenced_date IS NOT NULL THEN greatest(trigger_date, sentenced_date) END AS began
    FROM task JOIN stay USING (stay_id) JOIN task_type USING (task_type)
    WHERE task_type IN ('initial_classification', 'initial_assessment', 'case_plan', 'inmate_request', 'correspondence')
      AND trigger_date IS NOT NULL
  )
  WHERE began BETWEEN getvariable('history_from') AND getvariable('as_of')
) AS work
LEFT JOIN case_interval AS place
  ON place.stay_id = work.stay_id AND place.start_date <= last_day AND place.end_date > last_day
GROUP BY ALL
ORDER BY ALL
