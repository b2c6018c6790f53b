-- mart: program_enrollment
-- part: facility
-- order: program_id, referral_date
-- grain: one row per enrollment, without any key
-- needs: stay, enrollment, program
-- after: admission_risk
-- A person taken in without a referral counts as referred on the first day. Protected programs (alcohol and drug or
-- sex-offense treatment) have months in place of days, so that no day leads to anybody's case.
-- column referral_date: Day of referral; for protected programs the first day of the month, or of the history
-- column started: Attendance began
-- column waited: Days from referral to the first day of attendance, or to the day the wait ended otherwise or was last seen
-- column end_date: Day it ended, for protected programs the first day of the month; null while it lasts
-- column outcome: How it ended
WITH named AS (
  SELECT facility.region_id, enrollment.facility_id, program_id, category AS program_category, person.sex, stay.risk_level, stay.offense_category, admission_risk.risk_level AS admission_risk,
    coalesce(referral_date, start_date) AS referred, start_date, end_date AS ended, outcome, coalesce(restricted, false) AS protected
  FROM enrollment
  JOIN program USING (program_id)
  LEFT JOIN facility ON facility.facility_id = enrollment.facility_id
  LEFT JOIN stay USING (stay_id)
  LEFT JOIN person USING (person_id)
  LEFT JOIN admission_risk USING (stay_id)
  WHERE coalesce(referral_date, start_date) >= getvariable('history_from')
)
SELECT region_id, facility_id, program_id, program_category, sex, risk_level, offense_category, admission_risk,
  CASE WHEN protected THEN protected_month(referred) ELSE referred END AS referral_date,
  start_date IS NOT NULL AS started,
  CAST(greatest(coalesce(start_date, ended, getvariable('as_of')) - referred, 0) AS INTEGER) AS waited,
  CASE WHEN protected THEN protected_month(ended) ELSE ended END AS end_date,
  outcome
FROM named
