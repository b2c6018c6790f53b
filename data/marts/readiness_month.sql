-- mart: readiness_month
-- part: agency
-- order: facility_id, checked_date
-- grain: one row per institution, month of a release check, month of the same stay's next check, and what was found
-- needs: stay, release_readiness
-- after: readiness
-- Grouped by date_trunc, a date that may be missing comes out of DuckDB 1.4 as garbage instead of null; make_date is sound.
-- column checked_date: First day of the month
-- column next_date: First day of the month of the stay's next check
-- column people: People
SELECT region_id, facility_id, CAST(date_trunc('month', checked_date) AS DATE) AS checked_date,
  make_date(year(next_date), month(next_date), 1) AS next_date,
  housing, employment, identification, supervision_plan, treatment, transport, outside_support,
  CAST(sum(people) AS INTEGER) AS people
FROM readiness
GROUP BY ALL
