-- Everybody was followed for three years; the file says only whether they returned to prison, not when.
SELECT
  row_number() OVER () AS release_id,
  "Fiscal Year Released" AS cohort_year,
  "Race - Ethnicity" AS race_ethnicity,
  "Age At Release" AS age_at_release,
  "Convicting Offense Type" AS offense_category,
  "Release Type" AS release_type,
  3 * 365 AS days_followed,
  CASE "Recidivism - Return to Prison numeric" WHEN '1' THEN 'return' END AS event_type
FROM read_csv('iowa_3yr_recidivism.csv', header = true, all_varchar = true)
