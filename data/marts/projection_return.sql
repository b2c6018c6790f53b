-- mart: projection_return
-- part: none
-- grain: one row per month of a return to custody and months since the release before it
-- needs: stay
-- Returns are admissions for a technical violation or for a new offense under supervision. Months as in projection_spell.
WITH followed AS (
  SELECT admission_date, admission_type, lag(release_date) OVER (PARTITION BY person_id ORDER BY admission_date, stay_id) AS released
  FROM stay
),
dated AS (
  SELECT
    year(admission_date) * 12 + month(admission_date) - 1 + CASE WHEN day(admission_date) > getvariable('month_day') THEN 1 ELSE 0 END AS entry,
    year(released) * 12 + month(released) - 1 + CASE WHEN day(released) > getvariable('month_day') THEN 1 ELSE 0 END AS released
  FROM followed
  WHERE admission_type IN ('technical_violation', 'violation_new_offense') AND released <= admission_date
)
SELECT entry, entry - released AS since, CAST(count(*) AS INTEGER) AS people
FROM dated
GROUP BY ALL
