-- mart: projection_kept
-- part: agency
-- materialized: no
-- order: scope, made_on, date
-- grain: one row per earlier export, scope and month it projected
-- needs: agency
-- Projections as they stood in earlier exports of the same source, one export a month.
-- column scope: agency, region=ID or facility=ID
-- column made_on: As-of date of the export
-- column date: Day projected
-- column projected: People projected
-- column lower80: Lower limit of the 80 % band
-- column upper80: Upper limit of the 80 % band
-- column lower95: Lower limit of the 95 % band
-- column upper95: Upper limit of the 95 % band
SELECT scope, made_on, date, projected, lower80, upper80, lower95, upper95
FROM main.projection_kept
