-- mart: resident
-- part: facility
-- order: facility_id, stay_key
-- grain: one row per person in custody on the as-of date, under a pseudonym of the stay
-- needs: stay
-- after: custody_interval
-- column stay_key: Pseudonym of the stay
-- column scored_custody_level: Custody level the scoring instrument gave
-- column management_variable: A management variable explains a level other than the scored one
SELECT
  region_id, facility_id, unit_id, pseudonym(interval.stay_id) AS stay_key,
  custody_level, scored_custody_level, management_variable, sex, interval.legal_status, interval.age_status,
  interval.offense_category, stay.risk_level, stay.admission_date, stay.projected_release_date
FROM custody_interval AS interval JOIN stay USING (stay_id)
WHERE counted AND start_date <= getvariable('as_of') AND end_date > getvariable('as_of')
