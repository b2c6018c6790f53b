-- mart: readiness
-- part: facility
-- order: region_id, facility_id, unit_id, staff_id
-- sorted: yes
-- grain: one row per institution, unit, case manager, day of a release check, day of the same stay's next check, and what was found
-- needs: stay, release_readiness
-- after: case_interval
-- A check belongs to the case manager assigned that day. The next check of the stay tells which one is its latest in a
-- period. Two on one day count as one, in which an item in either is in place.
-- column checked_date: Day of the check
-- column next_date: Day of the stay's next check
-- column stay_key: Pseudonym of the stay; null for rows older than those that are listed
-- column people: People
WITH daily AS (
  SELECT stay_id, checked_date,
    bool_or(housing) AS housing, bool_or(employment) AS employment, bool_or(identification) AS identification,
    bool_or(supervision_plan) AS supervision_plan, bool_or(treatment) AS treatment, bool_or(transport) AS transport,
    bool_or(outside_support) AS outside_support
  FROM release_readiness
  GROUP BY ALL
),
followed AS (
  SELECT *, lead(checked_date) OVER (PARTITION BY stay_id ORDER BY checked_date) AS next_date FROM daily
)
SELECT region_id, facility_id, unit_id, staff_id, checked_date, next_date,
  housing, employment, identification, supervision_plan, treatment, transport, outside_support,
  listed_stay(checked_date, followed.stay_id, age_status) AS stay_key,
  CAST(count(*) AS INTEGER) AS people
FROM followed
JOIN stay USING (stay_id)
LEFT JOIN case_interval AS place
  ON place.stay_id = followed.stay_id AND place.start_date <= checked_date AND place.end_date > checked_date
WHERE checked_date >= getvariable('history_from')
GROUP BY ALL
ORDER BY ALL
