-- mart: person_characteristics
-- part: none
-- grain: one row per stay: what its person is told apart by all through it
-- needs: stay
-- A filter of people is a column here and in a list of src/lib/questions/dimensions.ts, which marts read by name:
-- COLUMNS(getvariable('characteristics')) are those of every figure of the population (month_characteristics those of
-- them that months tell people apart by), program_groups and release_groups
-- name what programs and releases are counted by. What changes within a stay
-- (custody level, legal status, age) stands in custody_interval beside them.
SELECT
  stay_id,
  CAST(person.sex AS sex_code) AS sex,
  CAST(stay.age_status AS age_status_code) AS age_status,
  CAST(stay.offense_category AS offense_category_code) AS offense_category,
  CAST(person.race_ethnicity AS race_ethnicity_code) AS race_ethnicity,
  stay.risk_level,
  -- Nobody is in custody before birth or as a child: such a year is not recorded.
  CASE WHEN year(admission_date) - coalesce(year(birth_date), birth_year) BETWEEN getvariable('least_age') AND getvariable('most_age')
    THEN coalesce(year(birth_date), birth_year) END AS year_born
FROM stay LEFT JOIN person USING (person_id)
