-- Followed for 52 weeks; an arrest is known by its week. The cohort year stands for a study of the early 1970s.
SELECT
  row_number() OVER () AS release_id,
  1971 AS cohort_year,
  'M' AS sex,
  CASE race WHEN '1' THEN 'black' ELSE 'other' END AS race_ethnicity,
  CASE
    WHEN CAST(age AS INTEGER) < 25 THEN 'Under 25'
    WHEN CAST(age AS INTEGER) < 35 THEN '25–34'
    ELSE '35 and over'
  END AS age_at_release,
  CASE paro WHEN '1' THEN 'parole' ELSE 'other' END AS release_type,
  CAST(prio AS INTEGER) AS prior_stays,
  52 * 7 AS days_followed,
  CASE arrest WHEN '1' THEN 'arrest' END AS event_type,
  CASE arrest WHEN '1' THEN 7 * CAST(week AS INTEGER) END AS days_to_event,
  CASE fin WHEN '1' THEN 'financial_aid' END AS program_id,
  CASE fin WHEN '1' THEN 'completed' END AS program_status
FROM read_csv('rossi.csv', header = true, all_varchar = true)
