-- person: One row per person ever in custody.
-- Figures of it stand on Population.
-- Occurs once: person_id.
-- Read from OFFENDERS.TXT: UTF-8, “|” between columns, a line of names; 393 rows.
SELECT
  -- person_id: id, required. Identifies the person.
  "OFFENDER_NO" AS person_id,
  -- birth_date: date (YYYY-MM-DD). Date of birth.
  -- Dates are written %m/%d/%Y: 01/28/1968 can be nothing else.
  date_written("DOB", '%m/%d/%Y') AS birth_date,
  -- birth_year: whole number. Year of birth, where the date is not given.
  NULL AS birth_year,
  -- sex: category. Sex as recorded.
  "SEX" AS sex,
  -- race_ethnicity: category. Race and ethnicity as recorded.
  "RACE" AS race_ethnicity
FROM read_csv('files/OFFENDERS.TXT', header = true, all_varchar = true, delim = '|', quote = '"')
