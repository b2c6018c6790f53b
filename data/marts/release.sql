-- mart: release
-- part: none
-- order: cohort_year, facility_id, release_no
-- grain: one row per release to the community, under a running number
-- needs: stay
-- after: last_place, release_key, admission_risk, custody_interval
-- A return is one among the outcome events or a later stay of the same person that begins on or after the release and
-- is no transfer in; stays that began before it, which some systems keep side by side, are none. The two together are
-- one return where they lie within the setting return_match_days, on the day and of the kind the event has. Deaths
-- in custody, transfers and releases from detention do not count as releases to the community. The follow-up of a release ends
-- at the as-of date, whatever came of it.
-- column release_no: Running number of the release, in an order only the agency's secret gives
-- column person_no: Running number of the person, in such an order; null where this is their only release
-- column compared_no: The same under another number, so that the two marts of releases lead to each other by no key
-- column person_release: Which release of the person this is: 1 for the first
-- column days_followed: Days from release to the as-of date
-- column cohort_followed: Fewest days anybody of the cohort year was followed
-- column event_type: First arrest, conviction or return; null where none was seen
-- column days_to_event: Days from release to it
-- column days_to_arrest: Days from release to the first arrest
-- column days_to_conviction: Days from release to the first conviction
-- column return_type: return_new_sentence, return_technical or return_other (of no recorded or another type of admission); null where no return was seen
-- column days_to_return: Days from release to the first return
-- column competing_type: What kept any event from coming: death, deportation or interstate_transfer
-- column days_to_competing: Days from release to it
-- column settled: At least 180 days of the last year before release were spent at the institution released from, or half of a stay of less than 360; null where nothing says
-- column first_in_cohort: The person's first release in the cohort year
WITH following AS (
  SELECT stay.stay_id, min(struct_pack(day := next.admission_date, stay_id := next.stay_id, type := next.admission_type)) AS next
  FROM stay JOIN stay AS next USING (person_id)
  WHERE next.admission_date >= stay.release_date
    AND (next.admission_date, next.stay_id) > (stay.admission_date, stay.stay_id)
    AND next.admission_type IS DISTINCT FROM 'transfer_in'
  GROUP BY stay.stay_id
),
numbered AS (
  SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY admission_date, stay_id) - 1 AS earlier
  FROM stay
),
released AS (
  SELECT release_no, person_no, compared_no, person_release, first_in_cohort, cohort_year, numbered.*
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
came_back AS (
  SELECT released.stay_id,
    -- Told twice, by an event and by a stay, it is one return; else the earlier of two.
    coalesce(returned.day <= next.day + CAST(getvariable('setting_return_match_days') AS INTEGER), next IS NULL) AND returned IS NOT NULL AS recorded,
    CASE WHEN recorded THEN returned.day ELSE next.day END AS day,
    CASE
      WHEN recorded THEN returned.type
      WHEN next IS NULL THEN NULL
      WHEN next.type = 'technical_violation' THEN 'return_technical'
      WHEN next.type IN ('new_commitment', 'violation_new_offense') THEN 'return_new_sentence'
      ELSE 'return_other'
    END AS type
  FROM released LEFT JOIN outcome USING (stay_id) LEFT JOIN following USING (stay_id)
),
there AS (
  SELECT released.stay_id,
    sum(least(custody_interval.end_date, release_date) - greatest(custody_interval.start_date, release_date - 365)) AS days
  FROM released
  JOIN last_place USING (stay_id)
  JOIN custody_interval ON custody_interval.stay_id = released.stay_id
    AND custody_interval.facility_id = last_place.facility_id
    AND custody_interval.start_date < release_date AND custody_interval.end_date > release_date - 365
  GROUP BY released.stay_id
),
dated AS (
  SELECT released.*, last_place.region_id, last_place.facility_id, person.sex, person.race_ethnicity,
    coalesce(date_sub('year', person.birth_date, release_date), year(release_date) - person.birth_year) AS age,
    (release_date - admission_date) / 30.4375 AS served,
    arrested - release_date AS days_to_arrest,
    convicted - release_date AS days_to_conviction,
    came_back.day - release_date AS days_to_return,
    came_back.type AS return_type,
    competing.type AS competing_type,
    competing.day - release_date AS days_to_competing,
    admission_risk.risk_level AS admission_risk,
    there.days >= least(180, (release_date - admission_date) / 2) AS settled
  FROM released
  LEFT JOIN person USING (person_id)
  LEFT JOIN last_place USING (stay_id)
  LEFT JOIN outcome USING (stay_id)
  LEFT JOIN came_back USING (stay_id)
  LEFT JOIN admission_risk USING (stay_id)
  LEFT JOIN there USING (stay_id)
)
SELECT
  release_no, person_no, compared_no, person_release,
  CAST(cohort_year AS INTEGER) AS cohort_year, region_id, facility_id, sex, race_ethnicity,
  -- Nobody is released before birth or as a child: such an age is not recorded.
  age_band(CASE WHEN age BETWEEN 10 AND 110 THEN age END) AS age_at_release,
  risk_level, offense_category, admission_type, release_type,
  months_band(served) AS months_served,
  CASE WHEN earlier < 3 THEN CAST(earlier AS VARCHAR) ELSE '3 and more' END AS prior_stays,
  CASE WHEN life_sentence THEN 'Life' ELSE months_band(sentence_months) END AS sentence_length, admission_risk, settled,
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
