-- One count of each part on the first of every month. The two private prisons that the file counts apart are taken out
-- of "Private prisons", and people of the total in none of the parts stand without an institution: so the parts add up
-- to the file's total, and the region to its private prisons.
WITH counted AS (
  SELECT month, part, CAST(population AS INTEGER) AS population
  FROM read_csv('mississippi_population_monthly.csv', header = true, all_varchar = true)
)
SELECT
  month AS count_date,
  part AS facility_id,
  CASE part
    WHEN 'Private prisons' THEN population - coalesce((
      SELECT sum(apart.population) FROM counted AS apart
      WHERE apart.month = counted.month AND apart.part IN ('East Mississippi Correctional Facility', 'Marshall County')
    ), 0)
    ELSE population
  END AS population
FROM counted
WHERE part <> 'All'
UNION ALL
SELECT
  month,
  CAST(NULL AS VARCHAR),
  sum(CASE WHEN part = 'All' THEN population ELSE -population END)
    FILTER (WHERE part NOT IN ('East Mississippi Correctional Facility', 'Marshall County'))
FROM counted
GROUP BY month
