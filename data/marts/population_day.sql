-- mart: population_day
-- part: agency
-- order: facility_id, change_date
-- grain: one row per institution and day on which its population changed
-- needs: stay
-- after: population_change
-- column change_date: Day of the change
-- column change: People who came less people who left
SELECT region_id, facility_id, change_date, CAST(sum(change) AS INTEGER) AS change
FROM population_change
GROUP BY region_id, facility_id, change_date
HAVING sum(change) <> 0
