-- mart: release
-- part: none
-- order: cohort_year, release_no
-- grain: one row per release, under a running number
-- needs: release_cohort
-- A ready-made research file is taken as it is: its own definition of the event, one row per release.
-- column release_no: Running number of the release
-- column days_followed: Days of follow-up from release
-- column cohort_followed: Fewest days anybody of the cohort year was followed
-- column event_type: First event seen; null where none was
-- column days_to_event: Days from release to the event; null where the file gives only a flag
-- column days_to_arrest: Days from release to the event, where it is an arrest
-- column days_to_conviction: Days from release to the event, where it is a conviction
-- column return_type: The event, where it is a return
-- column days_to_return: Days from release to the event, where it is a return
-- column competing_type: What kept any event from coming: death, deportation or interstate_transfer
-- column days_to_competing: Days from release to it
-- column first_in_cohort: The person's first release in the cohort year
WITH told AS (
  SELECT *, coalesce(event_type IN ('death', 'deportation', 'interstate_transfer'), false) AS competes
  FROM release_cohort
)
SELECT
  CAST(row_number() OVER (ORDER BY pseudonym('release', release_id), release_id) AS INTEGER) AS release_no,
  CAST(cohort_year AS INTEGER) AS cohort_year, region_id, facility_id, sex, race_ethnicity, age_at_release, risk_level,
  offense_category, CAST(NULL AS VARCHAR) AS admission_type, release_type,
  CASE
    WHEN months_served < 6 THEN 'Under 6' WHEN months_served < 12 THEN '6–12' WHEN months_served < 24 THEN '12–24'
    WHEN months_served < 60 THEN '24–60' WHEN months_served >= 60 THEN '60 and over'
  END AS months_served,
  CASE WHEN prior_stays < 3 THEN CAST(prior_stays AS VARCHAR) WHEN prior_stays >= 3 THEN '3 and more' END AS prior_stays,
  program_status,
  CAST(days_followed AS DOUBLE) AS days_followed,
  CAST(min(days_followed) OVER (PARTITION BY cohort_year) AS DOUBLE) AS cohort_followed,
  CASE WHEN NOT competes THEN event_type END AS event_type,
  CAST(CASE WHEN NOT competes THEN days_to_event END AS DOUBLE) AS days_to_event,
  CAST(CASE WHEN event_type = 'arrest' THEN days_to_event END AS DOUBLE) AS days_to_arrest,
  CAST(CASE WHEN event_type = 'conviction' THEN days_to_event END AS DOUBLE) AS days_to_conviction,
  CASE WHEN event_type LIKE 'return%' THEN event_type END AS return_type,
  CAST(CASE WHEN event_type LIKE 'return%' THEN days_to_event END AS DOUBLE) AS days_to_return,
  CASE WHEN competes THEN event_type END AS competing_type,
  CAST(CASE WHEN competes THEN days_to_event END AS DOUBLE) AS days_to_competing,
  person_id IS NULL
    OR row_number() OVER (PARTITION BY person_id, cohort_year ORDER BY release_date, release_id) = 1 AS first_in_cohort
FROM told
