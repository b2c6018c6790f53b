-- mart: projection_past_facility
-- part: facility
-- materialized: no
-- order: facility_id, origin, months
-- grain: one row per institution, past month and months ahead
-- needs: stay
-- after: projection_spell
-- Projections made again at every past month with what was known then, and what came; see src/lib/projection/backtest.ts.
-- column origin: Month the projection was made at, counted from the year 0
-- column months: Months ahead
-- column projected: People projected
-- column actual: People there were
-- column width80: Half-width of the 80 % band, people
-- column width95: Half-width of the 95 % band, people
-- column last_value: People at the origin
-- column damped: What a damped trend would have said
-- column score: Continuous ranked probability score of the projection, people; at the scored months ahead only
-- column last_score: The same of the last value
SELECT region_id, facility_id, origin, months, projected, actual, width80, width95, last_value, damped, score, last_score
FROM main.projection_past
WHERE facility_id IS NOT NULL
