-- mart: stay_span
-- part: facility
-- order: facility_id, admission_date
-- grain: one row per stay in custody at any time of the history, without any key
-- needs: stay
-- after: last_place
-- The institution is the one that held the stay last. Lengths of stay in any window of days need both days.
-- column admission_date: First day in custody
-- column release_date: Day of release; null while in custody
SELECT
  last_place.region_id, last_place.facility_id, last_place.unit_id, stay.admission_date, stay.release_date,
  last_place.custody_level, person.sex, last_place.legal_status, stay.age_status, stay.offense_category,
  stay.admission_type
FROM stay
JOIN last_place USING (stay_id)
LEFT JOIN person USING (person_id)
WHERE release_date IS NULL OR release_date >= getvariable('history_from')
