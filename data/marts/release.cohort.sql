-- mart: release
-- part: none
-- order: cohort_year, release_no
-- grain: one row per release, under a running number
-- needs: release_cohort
-- A ready-made research file is taken as it is: its own definition of the event, one row per release. Its follow-up may be
-- the time to the event or the end of observation, or the whole of it: once an event with its day was seen, what came
-- first is known for good, so both forms say the same. Times are compared to the millionth of a day, within which those
-- worked out in two ways are equal.
-- column release_no: Running number of the release
-- column person_no: Running number of the person, in no order; null where this is their only release
-- column person_release: Which release of the person this is: 1 for the first
-- column days_followed: Days for which what came of the release is known; without end once an event and its day were seen
-- column cohort_followed: Fewest days anybody of the cohort year was followed without an event; without end where all had one
-- column event_type: First event seen; null where none was
-- column days_to_event: Days from release to the event; null where the file gives only a flag
-- column days_to_arrest: Days from release to the event, where it is an arrest
-- column days_to_conviction: Days from release to the event, where it is a conviction
-- column return_type: The event, where it is a return
-- column days_to_return: Days from release to the event, where it is a return
-- column competing_type: What kept any event from coming: death, deportation or interstate_transfer
-- column days_to_competing: Days from release to it
-- column settled: How long somebody was at the institution released from: not told by such a file
-- column first_in_cohort: The person's first release in the cohort year
WITH measured AS (
  SELECT * REPLACE (
      round(days_followed, 6) AS days_followed,
      CASE WHEN event_type IS NOT NULL THEN round(days_to_event, 6) END AS days_to_event
    ),
    coalesce(event_type IN ('death', 'deportation', 'interstate_transfer'), false) AS competes,
    TRY_CAST(age_at_release AS DOUBLE) AS age,
    -- Numbers that are no ages, such as codes of bands, stay as given.
    coalesce(avg(CAST(TRY_CAST(age_at_release AS DOUBLE) BETWEEN 10 AND 120 AS INTEGER)) OVER () >= 0.9, false) AS in_years,
    CASE WHEN person_id IS NOT NULL THEN count(*) OVER (PARTITION BY person_id) ELSE 1 END AS releases
  FROM release_cohort
),
told AS (
  SELECT * REPLACE (CASE WHEN days_to_event IS NULL THEN days_followed ELSE CAST('infinity' AS DOUBLE) END AS days_followed)
  FROM measured
)
SELECT
  CAST(row_number() OVER (ORDER BY pseudonym('release', release_id), release_id) AS INTEGER) AS release_no,
  CASE WHEN releases > 1 THEN CAST(dense_rank() OVER (ORDER BY pseudonym('person followed', person_id), person_id) AS INTEGER) END AS person_no,
  CASE WHEN releases > 1 THEN CAST(dense_rank() OVER (ORDER BY pseudonym('person compared', person_id), person_id) AS INTEGER) END AS compared_no,
  CASE
    WHEN releases > 1 THEN CAST(row_number() OVER (PARTITION BY person_id ORDER BY cohort_year, release_date, release_id) AS INTEGER)
    ELSE 1
  END AS person_release,
  CAST(cohort_year AS INTEGER) AS cohort_year, coalesce(told.region_id, facility.region_id) AS region_id, facility_id, sex, race_ethnicity,
  CASE WHEN in_years AND age BETWEEN 10 AND 120 THEN age_band(age) ELSE age_at_release END AS age_at_release,
  risk_level, offense_category, CAST(NULL AS VARCHAR) AS admission_type, release_type,
  months_band(months_served) AS months_served,
  CASE WHEN prior_stays < 3 THEN CAST(prior_stays AS VARCHAR) WHEN prior_stays >= 3 THEN '3 and more' END AS prior_stays,
  CAST(NULL AS VARCHAR) AS sentence_length, CAST(NULL AS VARCHAR) AS admission_risk, CAST(NULL AS BOOLEAN) AS settled,
  program_status,
  CAST(days_followed AS DOUBLE) AS days_followed,
  CAST(coalesce(min(CASE WHEN event_type IS NULL THEN days_followed END) OVER (PARTITION BY cohort_year), 'infinity') AS DOUBLE) AS cohort_followed,
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
FROM told LEFT JOIN facility USING (facility_id)
