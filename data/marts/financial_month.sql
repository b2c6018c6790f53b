-- mart: financial_month
-- part: agency
-- order: facility_id, month
-- grain: one row per institution, unit, month and status
-- needs: stay, financial_responsibility
-- after: case_interval
-- The place is the one of the month's last night in custody.
-- column status: participating, refused, exempt or completed
-- column people: People
-- column planned_amount: Amount planned
-- column paid_amount: Amount paid
WITH dated AS (
  SELECT *, least(CAST(month + INTERVAL 1 MONTH AS DATE) - 1, getvariable('as_of')) AS day FROM financial_responsibility
)
SELECT place.region_id, place.facility_id, place.unit_id, dated.month, dated.status,
  CAST(count(*) AS INTEGER) AS people,
  CAST(round(coalesce(sum(planned_amount), 0), 2) AS DOUBLE) AS planned_amount,
  CAST(round(coalesce(sum(paid_amount), 0), 2) AS DOUBLE) AS paid_amount
FROM dated
LEFT JOIN case_interval AS place
  ON place.stay_id = dated.stay_id AND place.start_date <= dated.day AND place.end_date > dated.day
WHERE dated.month <= getvariable('as_of')
GROUP BY ALL
