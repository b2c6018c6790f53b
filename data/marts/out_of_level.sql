-- mart: out_of_level
-- part: facility
-- order: facility_id, stay_key
-- grain: one row per stay in custody on the as-of date at another custody level than the scored one, with no management variable to explain it, under a pseudonym
-- needs: stay
-- after: custody_interval
-- column stay_key: Pseudonym of the stay
-- column scored_custody_level: Custody level the scoring instrument gave
SELECT
  region_id, facility_id, unit_id, pseudonym('stay', stay_id) AS stay_key,
  scored_custody_level, COLUMNS(getvariable('characteristics')), admission_date, projected_release_date
FROM custody_interval JOIN (SELECT stay_id, admission_date, projected_release_date FROM stay) USING (stay_id)
WHERE counted AND start_date <= getvariable('as_of') AND end_date > getvariable('as_of')
  AND custody_level <> scored_custody_level AND management_variable IS NOT TRUE
