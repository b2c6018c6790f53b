-- mart: release
-- part: agency
-- order: cohort_year
-- grain: one row per release with the same characteristics and follow-up, counted
-- needs: release_cohort
-- A ready-made research file is taken as it is: its own definition of the event, one row per release.
-- column days_followed: Days of follow-up from release
-- column event_type: First event seen; null where none was
-- column days_to_event: Days from release to the event; null where the file gives only a flag
-- column first_in_cohort: The person's first release in the cohort year
-- column releases: Releases
SELECT
  cohort_year, region_id, facility_id, sex, race_ethnicity, age_at_release, risk_level, offense_category, release_type,
  program_status, days_followed, event_type, days_to_event, first_in_cohort, CAST(count(*) AS INTEGER) AS releases
FROM (
  SELECT *,
    person_id IS NULL
      OR row_number() OVER (PARTITION BY person_id, cohort_year ORDER BY release_date, release_id) = 1 AS first_in_cohort
  FROM release_cohort
)
GROUP BY ALL
