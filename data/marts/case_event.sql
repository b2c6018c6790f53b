-- mart: case_event
-- part: facility
-- order: facility_id, stay_key, event_date, kind
-- grain: one row per stay in custody, released since rows are kept or named by a list, and event: a placement, an assignment, stopped days, a task, a program, admission, sentence and release
-- needs: stay, placement
-- after: last_place, due_task, open_task, due_row
-- One case's timeline, under a pseudonym; every case that a list names has one. All of a stay lies in the part of the institution that holds it, or held it
-- last. Tasks are kept for two years and while they are open, so that parts stay small. Central monitoring and
-- victim/witness work is counted elsewhere and never listed; neither are protected programs, nor those
-- of which nothing is known.
-- column stay_key: Pseudonym of the stay
-- column event_date: First day; the due date of a task
-- column end_date: First day no longer in force; the day a task was done; null while it lasts
-- column kind: admission, sentence, placement, assignment, clock_stop, task, program or release
-- column label: What, as recorded: institution and unit, name of the case manager, kind of task, name of the program
-- column detail: More of it, as recorded: custody level, reason, result
WITH kept AS (
  SELECT stay.*, pseudonym('stay', stay.stay_id) AS stay_key, last_place.region_id, last_place.facility_id
  FROM stay JOIN last_place USING (stay_id)
  WHERE stay.release_date IS NULL OR stay.release_date >= getvariable('rows_from')
    OR pseudonym('stay', stay.stay_id) IN (SELECT stay_key FROM open_task UNION SELECT stay_key FROM due_row)
    OR EXISTS (FROM follow_up WHERE follow_up.stay_id = stay.stay_id
      AND is_listed(coalesce(due_date, stay.release_date + follow_up.day), stay.age_status))
),
event AS (
  SELECT stay_id, admission_date AS event_date, CAST(NULL AS DATE) AS end_date, 'admission' AS kind, admission_type AS label, legal_status AS detail
  FROM kept
  UNION ALL
  SELECT stay_id, sentenced_date, NULL, 'sentence', NULL, NULL FROM kept WHERE sentenced_date IS NOT NULL
  UNION ALL
  SELECT stay_id, release_date, NULL, 'release', release_type, NULL FROM kept WHERE release_date IS NOT NULL
  UNION ALL
  SELECT stay_id, placement.start_date, placement.end_date, 'placement', concat_ws(', ', facility.facility_name, unit.unit_name), custody_level
  FROM placement
  LEFT JOIN facility ON facility.facility_id = placement.facility_id
  LEFT JOIN unit ON unit.unit_id = placement.unit_id
  UNION ALL
  SELECT stay_id, assignment.start_date, assignment.end_date, 'assignment', coalesce(staff_name, staff_id), NULL
  FROM assignment LEFT JOIN staff USING (staff_id)
  UNION ALL
  SELECT stay_id, start_date, end_date, 'clock_stop', reason, NULL FROM clock_stop
  UNION ALL
  SELECT stay_id, due_date, completed_date, 'task', CAST(task_type AS VARCHAR), result
  FROM due_task
  WHERE task_type NOT IN (SELECT task_type FROM task_type WHERE counted_only)
    AND due_date <= getvariable('as_of') + INTERVAL 1 YEAR
    AND (completed_date IS NULL OR due_date > getvariable('as_of') - INTERVAL 2 YEAR)
  UNION ALL
  SELECT stay_id, coalesce(enrollment.start_date, referral_date), enrollment.end_date, 'program',
    coalesce(program_name, program_id),
    CASE WHEN enrollment.start_date IS NULL THEN 'referred' ELSE coalesce(outcome, 'in_progress') END
  FROM enrollment LEFT JOIN program USING (program_id)
  WHERE restricted IS FALSE
)
SELECT kept.region_id, kept.facility_id, kept.stay_key, event.event_date, event.end_date, event.kind, event.label, event.detail
FROM event JOIN kept USING (stay_id)
WHERE event.event_date IS NOT NULL
