-- The counts are those of the first of each month; the last is that of August 2020.
SELECT
  'Mississippi Department of Corrections (public data)' AS agency_name,
  max(month) AS as_of
FROM read_csv('mississippi_population_monthly.csv', header = true, all_varchar = true)
