-- mart: release
-- part: agency
-- order: cohort_year
-- grain: one row per release to the community with the same characteristics and follow-up, counted
-- needs: stay
-- after: last_place
-- A return is the first stay of the same person that begins on or after the release: stays that began before it, which
-- some systems keep side by side, are none. Deaths in custody, transfers and releases from detention are no
-- releases to the community. The follow-up of a release ends at the as-of date.
-- column days_followed: Days from release to the as-of date
-- column event_type: return_new_sentence, return_technical or return_other; null where no return was seen
-- column days_to_event: Days from release to the return
-- column first_in_cohort: The person's first release in the cohort year
-- column releases: Releases
WITH following AS (
  SELECT stay.stay_id, min(struct_pack(day := next.admission_date, stay_id := next.stay_id, type := next.admission_type)) AS next
  FROM stay JOIN stay AS next USING (person_id)
  WHERE next.admission_date >= stay.release_date
    AND (next.admission_date, next.stay_id) > (stay.admission_date, stay.stay_id)
  GROUP BY stay.stay_id
),
released AS (
  SELECT
    stay.*,
    next.day AS next_admission,
    next.type AS next_type,
    year(release_date) AS cohort_year,
    row_number() OVER (PARTITION BY person_id, year(release_date) ORDER BY release_date, stay_id) = 1 AS first_in_cohort
  FROM stay LEFT JOIN following USING (stay_id)
  WHERE release_type IN ('parole', 'mandatory', 'expiration', 'community_placement', 'probation')
    AND release_date >= getvariable('history_from')
    AND (legal_status = 'sentenced' OR sentenced_date IS NOT NULL)
)
SELECT
  cohort_year, last_place.region_id, last_place.facility_id, person.sex, person.race_ethnicity,
  CASE
    WHEN age < 25 THEN 'Under 25' WHEN age < 35 THEN '25–34' WHEN age < 45 THEN '35–44' WHEN age < 55 THEN '45–54' WHEN age >= 55 THEN '55 and over'
  END AS age_at_release,
  risk_level, offense_category, release_type, CAST(NULL AS VARCHAR) AS program_status,
  CAST(getvariable('as_of') - release_date AS DOUBLE) AS days_followed,
  CASE
    WHEN next_admission IS NULL THEN NULL
    WHEN next_type = 'technical_violation' THEN 'return_technical'
    WHEN next_type IN ('new_commitment', 'violation_new_offense') THEN 'return_new_sentence'
    ELSE 'return_other'
  END AS event_type,
  CAST(next_admission - release_date AS DOUBLE) AS days_to_event,
  first_in_cohort,
  CAST(count(*) AS INTEGER) AS releases
FROM (
  SELECT released.*,
    coalesce(date_sub('year', person.birth_date, released.release_date), year(released.release_date) - person.birth_year) AS age
  FROM released LEFT JOIN person USING (person_id)
) AS released
LEFT JOIN person USING (person_id)
LEFT JOIN last_place USING (stay_id)
GROUP BY ALL
