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
-- column lower50: Lower limit of the 50 % band
-- column upper50: Upper limit of the 50 % band
-- column lower80: Lower limit of the 80 % band
-- column upper80: Upper limit of the 80 % band
-- column lower95: Lower limit of the 95 % band
-- column upper95: Upper limit of the 95 % band
-- column freedom: Degrees of freedom of the t that bands and chances are of
-- column capacity: Rated capacity of the institutions open that day
-- column above: Chance of more people than that
-- column passed: Chance of more people than that at the end of at least one month by then
-- column year_over: Chance that the average of the twelve months up to that day is above the guideline for an assistant coordinator; institutions only
-- column deadlines: Deadlines of casework expected in the month
-- column deadlines_lower50: Lower limit of their 50 % band
-- column deadlines_upper50: Upper limit of their 50 % band
-- column deadlines_lower80: Lower limit of their 80 % band
-- column deadlines_upper80: Upper limit of their 80 % band
-- column hours: Hours of casework by the agency’s time study expected in the month
-- column hours_lower50: Lower limit of their 50 % band
-- column hours_upper50: Upper limit of their 50 % band
-- column hours_lower80: Lower limit of their 80 % band
-- column hours_upper80: Upper limit of their 80 % band
SELECT region_id, facility_id, ahead, date, today, projected, lower50, upper50, lower80, upper80, lower95, upper95, freedom,
  capacity, above, passed, year_over,
  deadlines, deadlines_lower50, deadlines_upper50, deadlines_lower80, deadlines_upper80,
  hours, hours_lower50, hours_upper50, hours_lower80, hours_upper80
FROM main.projection_ahead
