-- mart: population_change
-- part: facility
-- order: facility_id, change_date
-- grain: one row per institution, unit, day and characteristics of a person in which the population changed
-- needs: stay
-- after: custody_interval
-- The population on a day is the sum of all changes up to and including it. People already in custody when the
-- history begins come in as one change on the day before it. The population of a day, and an average over days that are
-- no whole months, need the day; no row leads from a coming to a going, and months are read from other marts.
-- Whoever is alone in a cell can be followed, and a change of the age group tells the year of birth.
-- column change_date: Day of the change
-- column change: People who came less people who left
WITH clipped AS (
  SELECT * REPLACE (greatest(start_date, getvariable('history_from') - 1) AS start_date)
  FROM custody_interval
  WHERE counted AND end_date >= getvariable('history_from')
)
SELECT
  region_id, facility_id, unit_id, change_date, COLUMNS(getvariable('characteristics')),
  CAST(sum(change) AS INTEGER) AS change
FROM (
  SELECT *, start_date AS change_date, 1 AS change FROM clipped
  UNION ALL
  SELECT *, end_date AS change_date, -1 AS change FROM clipped WHERE end_date <= getvariable('as_of')
)
GROUP BY ALL
HAVING sum(change) <> 0
