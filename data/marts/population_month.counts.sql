-- mart: population_month
-- part: agency
-- order: region_id, month
-- grain: one row per region, institution, month, custody level, sex and offense
-- needs: population_count
-- column opening: People on the month's first count
-- column closing: People on the month's last count
-- column person_days: Mean of the month's counts times its days; divided by the days of the month, the average daily population
-- For agencies that hand over counts instead of stays: the mean of the month's counts stands for the average daily
-- population, the month's last count for the population at its end.
WITH counted AS (
  SELECT
    coalesce(population_count.region_id, facility.region_id) AS region_id,
    facility_id,
    CAST(date_trunc('month', count_date) AS DATE) AS month,
    count_date, custody_level, sex, offense_category, population
  FROM population_count LEFT JOIN facility USING (facility_id)
),
days AS (
  SELECT month, count(DISTINCT count_date) AS counts, min(count_date) AS first_count, max(count_date) AS last_count
  FROM counted GROUP BY month
)
SELECT
  region_id, facility_id, CAST(NULL AS VARCHAR) AS unit_id, month, custody_level, sex, CAST(NULL AS VARCHAR) AS legal_status, CAST(NULL AS VARCHAR) AS age_status,
  offense_category,
  CAST(coalesce(sum(population) FILTER (count_date = first_count), 0) AS INTEGER) AS opening,
  CAST(coalesce(sum(population) FILTER (count_date = last_count), 0) AS INTEGER) AS closing,
  CAST(sum(population) AS DOUBLE) / any_value(counts)
    * (least(CAST(month + INTERVAL 1 MONTH AS DATE), getvariable('as_of') + 1) - month) AS person_days
FROM counted JOIN days USING (month)
GROUP BY region_id, facility_id, month, custody_level, sex, offense_category
