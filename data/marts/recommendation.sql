-- mart: recommendation
-- part: facility
-- order: region_id, facility_id, unit_id, staff_id
-- sorted: yes
-- grain: one row per institution, unit, case manager, days of recommendation and decision, levels before, recommended and decided
-- needs: stay, classification
-- after: case_interval
-- A recommendation, and the decision on it, belong to whoever is recorded as having recommended, else to the case
-- manager assigned on the day of the recommendation; so does the place.
-- column waited: Days from the recommendation to the decision, or, while there is none, to the last day in custody so far
-- column stay_key: Pseudonym of the stay; null for rows older than those that are listed
-- column recommendations: Recommendations
SELECT region_id, facility_id, unit_id, coalesce(CAST(classification.staff_id AS staff_id_code), place.staff_id) AS staff_id,
  recommended_date, decided_date, current_level, recommended_level, decided_level,
  greatest(0, coalesce(decided_date, least(getvariable('as_of'), release_date - 1)) - recommended_date) AS waited,
  listed_stay(coalesce(decided_date, recommended_date), classification.stay_id, age_status) AS stay_key,
  CAST(count(*) AS INTEGER) AS recommendations
FROM classification
JOIN stay USING (stay_id)
LEFT JOIN case_interval AS place ON place.stay_id = classification.stay_id
  AND place.start_date <= coalesce(recommended_date, decided_date) AND place.end_date > coalesce(recommended_date, decided_date)
WHERE coalesce(decided_date, recommended_date) >= getvariable('history_from')
GROUP BY ALL
ORDER BY ALL
