-- mart: stock
-- part: agency
-- order: facility_id
-- grain: one row per institution, unit, scored level, management variable and characteristics of a person on the as-of date
-- needs: stay
-- after: custody_interval
-- Many cells hold one person: whoever may read this may see case records.
-- column scored_custody_level: Custody level the scoring instrument gave
-- column management_variable: A management variable explains a level other than the scored one
-- column people: People in custody on the as-of date
SELECT
  region_id, facility_id, unit_id, scored_custody_level, management_variable,
  COLUMNS(getvariable('characteristics')), CAST(count(*) AS INTEGER) AS people
FROM custody_interval
WHERE counted AND start_date <= getvariable('as_of') AND end_date > getvariable('as_of')
GROUP BY ALL
