-- mart: working_day
-- part: none
-- grain: one row per day, with how many working days there were up to it
-- needs: task
-- Working days are those from Monday to Friday that are no holiday of the agency (`holidays` in source.json). The nth
-- working day after a day is the one numbered n more than the day is; so many before it, n less.
-- column day: Day
-- column is_working: It is a working day
-- column number: Working days up to and including it
SELECT day, is_working, CAST(sum(CAST(is_working AS INTEGER)) OVER (ORDER BY day) AS INTEGER) AS number
FROM (
  SELECT day, isodow(day) < 6 AND NOT list_contains(getvariable('holidays'), day) AS is_working
  FROM (SELECT CAST(unnest(generate_series(TIMESTAMP '1950-01-01', CAST(getvariable('as_of') AS TIMESTAMP) + INTERVAL 30 YEAR, INTERVAL 1 DAY)) AS DATE) AS day)
)
