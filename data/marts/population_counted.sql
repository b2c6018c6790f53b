-- mart: population_counted
-- part: agency
-- order: count_date
-- grain: one row per day of a count, institution, region and the characteristics the counts tell apart
-- needs: population_count
-- A count of a region or of the whole agency that is larger than those of its parts on the day counts for the people
-- they leave. (The checks have refused totals that say the same, and let stand, as people of no recorded institution,
-- counts that are much smaller.)
-- column population: People counted that day
WITH placed AS (
  SELECT coalesce(population_count.region_id, facility.region_id) AS region_id, facility_id, count_date, population,
    COLUMNS(lambda name: name IN getvariable('characteristics')),
    CASE WHEN facility_id IS NOT NULL THEN 'facility' WHEN population_count.region_id IS NOT NULL THEN 'region' ELSE 'agency' END AS level
  FROM population_count LEFT JOIN facility USING (facility_id)
),
by_region AS (
  SELECT count_date, region_id, sum(population) FILTER (level = 'region') AS whole, sum(population) FILTER (level = 'facility') AS parts
  FROM placed WHERE level <> 'agency' GROUP BY ALL HAVING whole > parts
),
regional AS (
  SELECT placed.* FROM placed
  WHERE level = 'facility' OR level = 'region' AND NOT EXISTS (
    SELECT 1 FROM by_region WHERE by_region.count_date = placed.count_date AND by_region.region_id = placed.region_id)
  UNION ALL BY NAME
  SELECT count_date, region_id, whole - parts AS population, 'region' AS level FROM by_region
),
of_agency AS (
  SELECT count_date, sum(whole) AS whole, sum(parts) AS parts
  FROM (
    SELECT count_date, population AS whole, NULL AS parts FROM placed WHERE level = 'agency'
    UNION ALL SELECT count_date, NULL, population FROM regional
  )
  GROUP BY count_date HAVING sum(whole) > sum(parts)
),
counted AS (
  SELECT * FROM regional
  UNION ALL BY NAME
  SELECT placed.* FROM placed WHERE level = 'agency' AND count_date NOT IN (SELECT count_date FROM of_agency)
  UNION ALL BY NAME
  SELECT count_date, whole - parts AS population, 'agency' AS level FROM of_agency
)
SELECT
  region_id, facility_id, CAST(NULL AS VARCHAR) AS unit_id, count_date, COLUMNS(getvariable('characteristics')),
  CAST(sum(population) AS INTEGER) AS population
FROM (FROM counted UNION ALL BY NAME FROM no_characteristics)
GROUP BY ALL
