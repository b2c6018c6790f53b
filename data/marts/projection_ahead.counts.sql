-- mart: projection_ahead
-- part: agency
-- materialized: no
-- order: region_id, facility_id, ahead
-- grain: one row per agency, region or institution and month ahead, up to two years
-- needs: population_count
-- after: population_counted
-- The projection without a scenario as its page shows it, of all places side by side; see src/lib/projection.
-- column ahead: Months ahead
-- column date: Day projected
-- column today: People on the as-of date
-- column projected: People expected
-- column lower80: Lower limit of the 80 % band
-- column upper80: Upper limit of the 80 % band
-- column capacity: Rated capacity of the institutions open that day
-- column above: Chance of more people than that
-- column passed: Chance of more people than that at the end of at least one month by then
-- column year_over: Chance that the average of the twelve months up to that day is above the guideline for an assistant coordinator; institutions only
SELECT region_id, facility_id, ahead, date, today, projected, lower80, upper80, capacity, above, passed, year_over
FROM main.projection_ahead
