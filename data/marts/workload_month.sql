-- mart: workload_month
-- part: agency
-- order: facility_id, month
-- grain: one row per institution, month of the last two years and custody level, on the last day of the month or the as-of date
-- needs: stay
-- after: case_span
-- column people: People in custody that day
-- column new_arrival: Of the people, admitted within the days of the initial deadlines
-- column near_release: Of the people, close to their projected release or past it
-- column high_risk: Of the people, with an assessed risk of "high"
WITH day AS (
  SELECT CAST(date_trunc('month', getvariable('as_of') - to_months(CAST(back AS INTEGER))) AS DATE) AS month,
    least(last_day(month), getvariable('as_of')) AS day
  FROM range(0, 25) AS months(back)
)
SELECT region_id, facility_id, month, custody_level,
  CAST(sum(people) AS INTEGER) AS people,
  CAST(coalesce(sum(people) FILTER (admission_date > day - CAST(getvariable('setting_initial_days') AS INTEGER)), 0) AS INTEGER) AS new_arrival,
  CAST(coalesce(sum(people) FILTER (projected_release_date <= day + to_months(CAST(getvariable('setting_near_release_months') AS INTEGER))), 0) AS INTEGER) AS near_release,
  CAST(coalesce(sum(people) FILTER (lower(risk_level) = 'high'), 0) AS INTEGER) AS high_risk
FROM case_span JOIN day ON start_date <= day AND end_date > day
GROUP BY ALL
