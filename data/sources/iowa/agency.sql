-- The monthly counts end in November 2021; the releases were followed up to three years after fiscal year 2015.
SELECT
  'Iowa Department of Corrections (public data)' AS agency_name,
  max(month) AS as_of
FROM read_csv('iowa_prison_population_monthly_by_sex_offence_class.csv', header = true, all_varchar = true)
