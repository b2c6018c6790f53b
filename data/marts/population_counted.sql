-- mart: population_counted
-- part: agency
-- order: count_date
-- grain: one row per day of a count, institution, region, sex, custody level and offense
-- needs: population_count
-- column population: People counted that day
SELECT
  coalesce(population_count.region_id, facility.region_id) AS region_id,
  population_count.facility_id, CAST(NULL AS VARCHAR) AS unit_id, count_date, custody_level, sex,
  CAST(NULL AS VARCHAR) AS legal_status, CAST(NULL AS VARCHAR) AS age_status, offense_category,
  CAST(sum(population) AS INTEGER) AS population
FROM population_count LEFT JOIN facility USING (facility_id)
GROUP BY ALL
