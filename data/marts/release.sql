-- mart: release
-- part: none
-- order: cohort_year, facility_id, release_no
-- grain: one row per release to the community, under a running number
-- needs: stay
-- after: last_place, release_key
-- Returns are those among the outcome events; where none of them is a return, the first stay of the same person that
-- begins on or after the release: stays that began before it, which some systems keep side by side, are none. Deaths
-- in custody, transfers and releases from detention are no releases to the community. The follow-up of a release ends
-- at the as-of date, whatever came of it.
-- column release_no: Running number of the release, in an order only the agency's secret gives
-- column days_followed: Days from release to the as-of date
-- column cohort_followed: Fewest days anybody of the cohort year was followed
-- column event_type: First arrest, conviction or return; null where none was seen
-- column days_to_event: Days from release to it
-- column days_to_arrest: Days from release to the first arrest
-- column days_to_conviction: Days from release to the first conviction
-- column return_type: return_new_sentence, return_technical or return_other; null where no return was seen
-- column days_to_return: Days from release to the first return
-- column competing_type: What kept any event from coming: death, deportation or interstate_transfer
-- column days_to_competing: Days from release to it
-- column first_in_cohort: The person's first release in the cohort year
WITH following AS (
  SELECT stay.stay_id, min(struct_pack(day := next.admission_date, stay_id := next.stay_id, type := next.admission_type)) AS next
  FROM stay JOIN stay AS next USING (person_id)
  WHERE next.admission_date >= stay.release_date
    AND (next.admission_date, next.stay_id) > (stay.admission_date, stay.stay_id)
    AND NOT EXISTS (SELECT 1 FROM outcome_event WHERE event_type LIKE 'return%')
  GROUP BY stay.stay_id
),
numbered AS (
  SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY admission_date, stay_id) - 1 AS earlier
  FROM stay
),
released AS (
  SELECT release_no, first_in_cohort, cohort_year, numbered.*
  FROM release_key JOIN numbered USING (stay_id)
),
outcome AS (
  SELECT stay_id,
    min(event_date) FILTER (event_type = 'arrest') AS arrested,
    min(event_date) FILTER (event_type = 'conviction') AS convicted,
    min(struct_pack(day := event_date, type := event_type)) FILTER (event_type LIKE 'return%') AS returned,
    min(struct_pack(day := event_date, type := event_type))
      FILTER (event_type IN ('death', 'deportation', 'interstate_transfer')) AS competing
  FROM released JOIN outcome_event USING (person_id)
  WHERE event_date >= release_date
  GROUP BY stay_id
),
dated AS (
  SELECT released.*, last_place.region_id, last_place.facility_id, person.sex, person.race_ethnicity,
    coalesce(date_sub('year', person.birth_date, release_date), year(release_date) - person.birth_year) AS age,
    (release_date - admission_date) / 30.4375 AS served,
    arrested - release_date AS days_to_arrest,
    convicted - release_date AS days_to_conviction,
    coalesce(returned.day, next.day) - release_date AS days_to_return,
    CASE
      WHEN returned IS NOT NULL THEN returned.type
      WHEN next IS NULL THEN NULL
      WHEN next.type = 'technical_violation' THEN 'return_technical'
      WHEN next.type IN ('new_commitment', 'violation_new_offense') THEN 'return_new_sentence'
      ELSE 'return_other'
    END AS return_type,
    competing.type AS competing_type,
    competing.day - release_date AS days_to_competing
  FROM released
  LEFT JOIN person USING (person_id)
  LEFT JOIN last_place USING (stay_id)
  LEFT JOIN outcome USING (stay_id)
  LEFT JOIN following USING (stay_id)
)
SELECT
  release_no,
  CAST(cohort_year AS INTEGER) AS cohort_year, region_id, facility_id, sex, race_ethnicity,
  CASE
    WHEN age < 25 THEN 'Under 25' WHEN age < 35 THEN '25–34' WHEN age < 45 THEN '35–44' WHEN age < 55 THEN '45–54' WHEN age >= 55 THEN '55 and over'
  END AS age_at_release,
  risk_level, offense_category, admission_type, release_type,
  CASE
    WHEN served < 6 THEN 'Under 6' WHEN served < 12 THEN '6–12' WHEN served < 24 THEN '12–24' WHEN served < 60 THEN '24–60' ELSE '60 and over'
  END AS months_served,
  CASE WHEN earlier < 3 THEN CAST(earlier AS VARCHAR) ELSE '3 and more' END AS prior_stays,
  CAST(NULL AS VARCHAR) AS program_status,
  CAST(getvariable('as_of') - release_date AS DOUBLE) AS days_followed,
  CAST(getvariable('as_of') - max(release_date) OVER (PARTITION BY cohort_year) AS DOUBLE) AS cohort_followed,
  CASE least(days_to_arrest, days_to_conviction, days_to_return)
    WHEN days_to_arrest THEN 'arrest' WHEN days_to_conviction THEN 'conviction' WHEN days_to_return THEN return_type
  END AS event_type,
  CAST(least(days_to_arrest, days_to_conviction, days_to_return) AS DOUBLE) AS days_to_event,
  CAST(days_to_arrest AS DOUBLE) AS days_to_arrest,
  CAST(days_to_conviction AS DOUBLE) AS days_to_conviction,
  return_type,
  CAST(days_to_return AS DOUBLE) AS days_to_return,
  competing_type,
  CAST(days_to_competing AS DOUBLE) AS days_to_competing,
  first_in_cohort
FROM dated
