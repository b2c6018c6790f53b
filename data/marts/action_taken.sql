-- mart: action_taken
-- part: agency
-- order: facility_id, opened_date
-- grain: one row per institution, unit, owner, subject, days and state of the corrective action; its own key stays behind
-- needs: corrective_action
-- What was verified was done: at the latest on the day somebody saw it.
-- column subject: What it is about, as recorded
-- column opened_date: Day it was decided on
-- column due_date: Day it should be done; null where none was set
-- column done_date: Day it was done; null while it is not
-- column state: verified, done (not verified), overdue (not done on the as-of date), or open (not due yet, or no day was set)
-- column in_time: on_time, late, open (on the as-of date), pending (due after it), or none (no day was set)
-- column actions: Corrective actions
WITH action AS (
  SELECT * EXCLUDE (done_date), coalesce(done_date, verified_date) AS done_on
  FROM corrective_action
)
SELECT facility.region_id, action.facility_id, action.unit_id, owner_staff_id AS staff_id, subject, action.opened_date, due_date,
  done_on AS done_date,
  CASE
    WHEN verified_date IS NOT NULL THEN 'verified'
    WHEN done_on IS NOT NULL THEN 'done'
    WHEN due_date <= getvariable('as_of') THEN 'overdue'
    ELSE 'open'
  END AS state,
  CASE
    WHEN due_date IS NULL THEN 'none'
    WHEN due_date > getvariable('as_of') THEN 'pending'
    WHEN done_on <= due_date THEN 'on_time'
    WHEN done_on IS NOT NULL THEN 'late'
    ELSE 'open'
  END AS in_time,
  CAST(count(*) AS INTEGER) AS actions
FROM action LEFT JOIN facility ON facility.facility_id = action.facility_id
GROUP BY ALL
