-- mart: population_month
-- part: agency
-- order: region_id, month
-- grain: one row per region, institution, month and the characteristics the counts tell apart
-- needs: population_count
-- after: population_counted
-- column opening: People on the institution's first count of the month
-- column closing: People on its last count of the month
-- column person_days: Mean of its counts of the month times the days of the month; divided by those days, the average daily population
-- For agencies that supply counts instead of stays: the mean of the month's counts stands for the average daily
-- population, the month's last count for the population at its end. Every institution has its own days of counting; a
-- month in which it did not count is not known and has no row.
WITH counted AS (
  SELECT *, CAST(date_trunc('month', count_date) AS DATE) AS month FROM population_counted
),
days AS (
  SELECT region_id, facility_id, month, least(CAST(month + INTERVAL 1 MONTH AS DATE), getvariable('as_of') + 1) - month AS length,
    count(DISTINCT count_date) AS counts, min(count_date) AS first_count, max(count_date) AS last_count
  FROM counted GROUP BY ALL
)
SELECT
  counted.region_id, counted.facility_id, unit_id, counted.month, COLUMNS(getvariable('characteristics')),
  CAST(coalesce(sum(population) FILTER (count_date = first_count), 0) AS INTEGER) AS opening,
  CAST(coalesce(sum(population) FILTER (count_date = last_count), 0) AS INTEGER) AS closing,
  CAST(sum(population) AS DOUBLE) / any_value(counts) * any_value(length) AS person_days
FROM counted JOIN days ON days.month = counted.month AND days.region_id IS NOT DISTINCT FROM counted.region_id
  AND days.facility_id IS NOT DISTINCT FROM counted.facility_id
GROUP BY ALL
