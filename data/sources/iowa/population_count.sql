-- One count on the first of every month. The felony class joins the offense type, as the file counts by both.
SELECT
  month AS count_date,
  sex,
  offense_types AS offense_category,
  n AS population
FROM read_csv('iowa_prison_population_monthly_by_sex_offence_class.csv', header = true, all_varchar = true)
