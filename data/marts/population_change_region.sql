-- mart: population_change_region
-- part: agency
-- order: region_id, change_date
-- grain: one row per region, day and characteristics of a person in which the population changed
-- needs: stay
-- after: population_change
-- What the agency and its regions read under a filter: moves between institutions of a region cancel out, and one file
-- is read instead of one for each institution.
-- column change_date: Day of the change
-- column change: People who came less people who left
SELECT region_id, change_date, COLUMNS(getvariable('month_characteristics')), CAST(sum(change) AS INTEGER) AS change
FROM population_change
GROUP BY ALL
HAVING sum(change) <> 0
