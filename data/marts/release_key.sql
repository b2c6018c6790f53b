-- mart: release_key
-- part: none
-- grain: one row per release to the community since the history begins, under a running number in an order only the agency's secret gives
-- needs: stay
SELECT stay_id, person_id, release_date, year(release_date) AS cohort_year,
  CAST(row_number() OVER (ORDER BY pseudonym('release', stay_id), stay_id) AS INTEGER) AS release_no,
  row_number() OVER (PARTITION BY person_id, year(release_date) ORDER BY release_date, stay_id) = 1 AS first_in_cohort
FROM stay
WHERE release_type IN ('parole', 'mandatory', 'expiration', 'community_placement', 'probation')
  AND release_date >= getvariable('history_from')
  AND (legal_status = 'sentenced' OR sentenced_date IS NOT NULL)
