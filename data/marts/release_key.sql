-- mart: release_key
-- part: none
-- grain: one row per release to the community since the history begins, under a running number in an order only the agency's secret gives
-- needs: stay
-- Whoever leaves one stay and is held in another on the day is not released; of two stays that end together, the one
-- that began last is the release.
SELECT stay_id, person_id, release_date, year(release_date) AS cohort_year,
  CAST(row_number() OVER (ORDER BY pseudonym('release', stay_id), stay_id) AS INTEGER) AS release_no,
  CASE
    WHEN count(*) OVER (PARTITION BY person_id) > 1 THEN CAST(dense_rank() OVER (ORDER BY pseudonym('person followed', person_id), person_id) AS INTEGER)
  END AS person_no,
  CASE
    WHEN count(*) OVER (PARTITION BY person_id) > 1 THEN CAST(dense_rank() OVER (ORDER BY pseudonym('person compared', person_id), person_id) AS INTEGER)
  END AS compared_no,
  CAST(row_number() OVER (PARTITION BY person_id ORDER BY release_date, stay_id) AS INTEGER) AS person_release,
  row_number() OVER (PARTITION BY person_id, year(release_date) ORDER BY release_date, stay_id) = 1 AS first_in_cohort
FROM stay
WHERE release_type IN getvariable('community_releases')
  AND release_date >= getvariable('history_from')
  AND (legal_status = 'sentenced' OR sentenced_date IS NOT NULL)
  AND NOT EXISTS (
    SELECT 1 FROM stay AS other
    WHERE other.person_id = stay.person_id AND other.stay_id <> stay.stay_id
      AND other.admission_date < stay.release_date
      AND (coalesce(other.release_date > stay.release_date, true)
        OR other.release_date = stay.release_date
          AND (other.admission_date, other.stay_id) > (stay.admission_date, stay.stay_id)))
