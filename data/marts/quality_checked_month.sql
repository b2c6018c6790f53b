-- mart: quality_checked_month
-- part: agency
-- order: facility_id, checked_date
-- grain: one row per institution, month, kind of check, month the findings should be closed and state of the closure
-- needs: quality_check
-- after: quality_checked
-- Grouped by date_trunc, a date that may be missing comes out of DuckDB 1.4 as garbage instead of null; make_date is sound.
-- column checked_date: First day of the month
-- column check_source: Kind of check
-- column due_date: First day of the month in which the findings should be closed
-- column closure: on_time, late, open (on the as-of date), pending (due after it), or none (no closing day was set)
-- column checks: Checks
-- column items_checked: Items looked at
-- column items_returned: Items sent back
-- column findings: Checks in which something was sent back
-- column repeat_findings: Checks with a finding that had been made before
SELECT region_id, facility_id,
  CAST(date_trunc('month', checked_date) AS DATE) AS checked_date, check_source,
  make_date(year(due_date), month(due_date), 1) AS due_date, closure,
  CAST(sum(checks) AS INTEGER) AS checks, CAST(sum(items_checked) AS INTEGER) AS items_checked,
  CAST(sum(items_returned) AS INTEGER) AS items_returned, CAST(sum(findings) AS INTEGER) AS findings,
  CAST(sum(repeat_findings) AS INTEGER) AS repeat_findings
FROM quality_checked
GROUP BY ALL
