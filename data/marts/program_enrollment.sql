-- mart: program_enrollment
-- part: facility
-- order: program_id, referral_date
-- grain: one row per enrollment, without any key
-- needs: stay, enrollment, program
-- A person taken in without a referral counts as referred on the first day.
-- column referral_date: Day of referral
-- column start_date: First day of attendance; null while waiting
-- column end_date: Day it ended; null while it lasts
-- column outcome: How it ended
-- column attended: Sessions attended
-- column offered: Sessions offered
SELECT facility.region_id, enrollment.facility_id, program_id, category AS program_category, person.sex, stay.risk_level, stay.offense_category,
  coalesce(referral_date, start_date) AS referral_date, start_date, end_date, outcome,
  CAST(CASE WHEN sessions_offered > 0 THEN sessions_attended END AS INTEGER) AS attended,
  CAST(CASE WHEN sessions_attended IS NOT NULL THEN sessions_offered END AS INTEGER) AS offered
FROM enrollment
JOIN program USING (program_id)
LEFT JOIN facility ON facility.facility_id = enrollment.facility_id
LEFT JOIN stay USING (stay_id)
LEFT JOIN person USING (person_id)
WHERE coalesce(referral_date, start_date) >= getvariable('history_from')
