-- mart: quality_checked
-- part: facility
-- order: facility_id, staff_id, checked_date
-- grain: one row per institution, unit, member of staff, day, kind of check, subject and state of its closure
-- needs: quality_check
-- Where the check names no institution it belongs to the unit's, else to the home institution of whose work it was.
-- column check_source: Kind of check
-- column subject: Subject of the findings, as recorded
-- column due_date: Day the findings should be closed; null where there were none
-- column closure: on_time, late, open (on the as-of date), pending (due after it), or none (no closing day was set)
-- column closed_date: Day the findings were closed; null while they are not
-- column checks: Checks
-- column items_checked: Items looked at
-- column items_returned: Items sent back
-- column findings: Checks in which something was sent back
-- column repeat_findings: Checks with a finding that had been made before
WITH placed AS (
  SELECT quality_check.*,
    coalesce(quality_check.facility_id, unit.facility_id, staff.facility_id) AS place,
    coalesce(quality_check.unit_id, CASE WHEN coalesce(quality_check.facility_id, staff.facility_id) = staff.facility_id THEN staff.unit_id END) AS home
  FROM quality_check
  LEFT JOIN unit ON unit.unit_id = quality_check.unit_id
  LEFT JOIN staff ON staff.staff_id = quality_check.staff_id
)
SELECT facility.region_id, placed.place AS facility_id, placed.home AS unit_id, placed.staff_id, checked_date, source AS check_source, subject, due_date,
  CASE
    WHEN due_date IS NULL THEN 'none'
    WHEN due_date > getvariable('as_of') THEN 'pending'
    WHEN placed.closed_date <= due_date THEN 'on_time'
    WHEN placed.closed_date IS NOT NULL THEN 'late'
    ELSE 'open'
  END AS closure, placed.closed_date,
  CAST(count(*) AS INTEGER) AS checks,
  -- More sent back than looked at is a slip of the pen: no more than all can have been.
  CAST(sum(greatest(items_checked, 0)) AS INTEGER) AS items_checked,
  CAST(sum(greatest(least(items_returned, items_checked), 0)) AS INTEGER) AS items_returned,
  CAST(count(*) FILTER (items_returned > 0) AS INTEGER) AS findings,
  CAST(count(*) FILTER (repeat_finding) AS INTEGER) AS repeat_findings
FROM placed LEFT JOIN facility ON facility.facility_id = placed.place
GROUP BY ALL
