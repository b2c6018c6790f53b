-- mart: stay_span
-- part: agency
-- order: facility_id, admission_date
-- grain: one row per stay, without any key
-- needs: stay
-- after: custody_interval
-- The institution is the one that held the stay last.
-- column admission_date: First day in custody
-- column release_date: Day of release; null while in custody
SELECT
  last.region_id, last.facility_id, last.unit_id, stay.admission_date, stay.release_date, last.custody_level,
  person.sex, last.legal_status, stay.age_status, stay.offense_category, stay.admission_type, stay.release_type
FROM stay
LEFT JOIN person USING (person_id)
JOIN (
  SELECT stay_id, max_by(struct_pack(region_id, facility_id, unit_id, custody_level, legal_status), start_date) AS last
  FROM custody_interval GROUP BY stay_id
) USING (stay_id)
