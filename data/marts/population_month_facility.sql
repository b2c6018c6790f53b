-- mart: population_month_facility
-- part: facility
-- order: facility_id, month
-- grain: one row per institution, unit, month and characteristics of a person
-- needs: stay
-- after: population_change
-- column opening: People at the end of the day before the month
-- column closing: People at the end of the month's last day, or of the as-of date
-- column person_days: Days in custody in the month; divided by the days of the month, the average daily population
WITH monthly AS (
  SELECT
    region_id, facility_id, unit_id, COLUMNS(getvariable('month_characteristics')),
    -- The opening stock is dated the day before the history; it is carried into the first month.
    date_trunc('month', greatest(change_date, getvariable('history_from'))) AS month,
    coalesce(sum(change) FILTER (change_date < getvariable('history_from')), 0) AS stock,
    coalesce(sum(change) FILTER (change_date >= getvariable('history_from')), 0) AS change,
    coalesce(sum(change * (least(last_day(change_date), getvariable('as_of')) + 1 - change_date))
      FILTER (change_date >= getvariable('history_from')), 0) AS weighted
  FROM population_change
  GROUP BY ALL
),
running AS (
  SELECT *, sum(stock + change) OVER cell AS closing, lead(month) OVER cell AS next_month
  FROM monthly
  WINDOW cell AS (
    PARTITION BY region_id, facility_id, unit_id, row(*COLUMNS(getvariable('month_characteristics')))
    ORDER BY month
  )
),
-- A month in which nothing changed is written out while anybody is held.
filled AS (
  SELECT
    * EXCLUDE (month),
    month AS changed_in,
    unnest(generate_series(
      month,
      CASE WHEN closing = 0 THEN month ELSE coalesce(next_month - INTERVAL 1 MONTH, date_trunc('month', getvariable('as_of'))) END,
      INTERVAL 1 MONTH
    )) AS month
  FROM running
)
SELECT
  region_id, facility_id, unit_id, CAST(month AS DATE) AS month, COLUMNS(getvariable('month_characteristics')),
  CAST(CASE WHEN month = changed_in THEN closing - change ELSE closing END AS INTEGER) AS opening,
  CAST(closing AS INTEGER) AS closing,
  CAST(
    CASE WHEN month = changed_in THEN closing - change ELSE closing END
      * (least(last_day(month), getvariable('as_of')) + 1 - greatest(CAST(month AS DATE), getvariable('history_from')))
    + CASE WHEN month = changed_in THEN weighted ELSE 0 END AS DOUBLE
  ) AS person_days
FROM filled
WHERE closing <> 0 OR month = changed_in
