-- mart: finding_subject
-- part: agency
-- order: facility_id, unit_id, subject, checked_date
-- grain: one row per institution, unit, subject, kind of check, day found and day closed; whose work it was stays behind
-- needs: quality_check
-- after: quality_checked
-- Days are kept: whether a subject came again hangs on the fiscal quarter, whose first month is a setting.
-- column subject: Subject of the finding, as recorded
-- column check_source: Kind of check
-- column checked_date: Day of the check
-- column closed_date: Day the finding was closed; null while it is not
-- column findings: Checks in which something was sent back
SELECT region_id, facility_id, unit_id, subject, check_source, checked_date, closed_date,
  CAST(sum(findings) AS INTEGER) AS findings
FROM quality_checked
WHERE subject IS NOT NULL AND findings > 0
GROUP BY ALL
