-- mart: population_month_facility
-- part: facility
-- order: facility_id, month
-- grain: one row per institution, unit, month, custody level, sex, legal status, age status and offense
-- needs: stay
-- after: population_change
-- column opening: People at the end of the day before the month
-- column closing: People at the end of the month's last day, or of the as-of date
-- column person_days: Days in custody in the month; divided by the days of the month, the average daily population
WITH calendar AS (
  SELECT
    month,
    least(CAST(month + INTERVAL 1 MONTH AS DATE), getvariable('as_of') + 1) AS month_end
  FROM (
    SELECT CAST(unnest(generate_series(date_trunc('month', getvariable('history_from')), getvariable('as_of'), INTERVAL 1 MONTH)) AS DATE) AS month
  )
),
-- The opening stock, dated the day before the history, belongs to no month: it is carried into the first.
monthly AS (
  SELECT
    region_id, facility_id, unit_id, custody_level, sex, legal_status, age_status, offense_category,
    CASE WHEN change_date < getvariable('history_from') THEN NULL ELSE CAST(date_trunc('month', change_date) AS DATE) END AS month,
    sum(change) AS change,
    sum(change * (month_end - change_date)) AS weighted
  FROM population_change
  LEFT JOIN calendar ON calendar.month = date_trunc('month', change_date) AND change_date >= getvariable('history_from')
  GROUP BY ALL
),
cell AS (
  SELECT row_number() OVER () AS cell, *
  FROM (SELECT DISTINCT region_id, facility_id, unit_id, custody_level, sex, legal_status, age_status, offense_category FROM monthly)
),
keyed AS (
  SELECT cell.cell, monthly.month, monthly.change, monthly.weighted
  FROM monthly JOIN cell ON
    monthly.region_id IS NOT DISTINCT FROM cell.region_id
    AND monthly.facility_id IS NOT DISTINCT FROM cell.facility_id
    AND monthly.unit_id IS NOT DISTINCT FROM cell.unit_id
    AND monthly.custody_level IS NOT DISTINCT FROM cell.custody_level
    AND monthly.sex IS NOT DISTINCT FROM cell.sex
    AND monthly.legal_status IS NOT DISTINCT FROM cell.legal_status
    AND monthly.age_status IS NOT DISTINCT FROM cell.age_status
    AND monthly.offense_category IS NOT DISTINCT FROM cell.offense_category
),
stock AS (
  SELECT cell, sum(change) AS stock FROM keyed WHERE month IS NULL GROUP BY cell
),
dense AS (
  SELECT
    cell.cell,
    calendar.month,
    calendar.month_end,
    coalesce(keyed.change, 0) AS change,
    coalesce(keyed.weighted, 0) AS weighted,
    coalesce(stock.stock, 0) + coalesce(sum(keyed.change) OVER earlier, 0) AS opening
  FROM cell CROSS JOIN calendar
  LEFT JOIN keyed ON keyed.cell = cell.cell AND keyed.month = calendar.month
  LEFT JOIN stock ON stock.cell = cell.cell
  WINDOW earlier AS (PARTITION BY cell.cell ORDER BY calendar.month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)
SELECT
  cell.region_id, cell.facility_id, cell.unit_id, dense.month,
  cell.custody_level, cell.sex, cell.legal_status, cell.age_status, cell.offense_category,
  CAST(opening AS INTEGER) AS opening,
  CAST(opening + change AS INTEGER) AS closing,
  CAST(opening * (month_end - greatest(month, getvariable('history_from'))) + weighted AS DOUBLE) AS person_days
FROM dense JOIN cell USING (cell)
WHERE opening <> 0 OR change <> 0 OR weighted <> 0
