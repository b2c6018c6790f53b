-- mart: follow_up_due
-- part: facility
-- order: facility_id, due_date
-- grain: one row per institution and unit released from, day due, days after release, what was found, sex, offense and risk at admission, and stay where it is listed
-- needs: stay, follow_up
-- after: last_place, admission_risk
-- A follow-up whose day is not given is due the stated days after release.
-- column follow_up_day: Days after release
-- column due_date: Day it was due
-- column reached: The person was reached
-- column stay_key: Pseudonym of the stay; null for rows older than those that are listed
-- column reached_date: Day the person was reached; null where the stay is not named
-- column people: People
SELECT region_id, facility_id, unit_id, follow_up.day AS follow_up_day, coalesce(due_date, release_date + follow_up.day) AS due_date,
  reached_date IS NOT NULL AS reached, housed, employed, in_treatment,
  person.sex, stay.offense_category, admission_risk.risk_level AS admission_risk,
  listed_stay(coalesce(due_date, release_date + follow_up.day), follow_up.stay_id, stay.age_status) AS stay_key,
  CASE WHEN is_listed(coalesce(due_date, release_date + follow_up.day), stay.age_status) THEN reached_date END AS reached_date,
  CAST(count(*) AS INTEGER) AS people
FROM follow_up
JOIN stay USING (stay_id)
JOIN last_place USING (stay_id)
LEFT JOIN person USING (person_id)
LEFT JOIN admission_risk USING (stay_id)
WHERE coalesce(due_date, release_date + follow_up.day) BETWEEN getvariable('history_from') AND getvariable('as_of')
GROUP BY ALL
