-- One count on the first of every month. The file counts by felony class too, whose rows are added up here.
SELECT
  month AS count_date,
  sex,
  offense_types AS offense_category,
  sum(CAST(n AS INTEGER)) AS population
FROM read_csv('iowa_prison_population_monthly_by_sex_offence_class.csv', header = true, all_varchar = true)
GROUP BY ALL
