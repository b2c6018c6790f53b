-- mart: level_change
-- part: agency
-- order: facility_id, month
-- grain: one row per institution, month in which the time of watching was over, custody level before and after
-- needs: stay, placement, incident
-- after: custody_interval
-- What came after changes of custody level, by institution and month only: incidents are never shown nearer to a
-- person. The institution is the one that held the person after the change.
-- column month: First day of the month in which the time of watching was over
-- column from_level: Custody level before
-- column to_level: Custody level after
-- column changes: Changes of level
-- column with_incident: Changes followed by a serious incident within the time, in the same stay
-- column left_early: Changes whose person was released within the time, without a serious incident
WITH step AS (
  SELECT stay_id, start_date, region_id, facility_id, custody_level,
    lag(custody_level) OVER (PARTITION BY stay_id ORDER BY start_date) AS from_level
  FROM custody_interval
),
change AS (
  SELECT *, start_date + CAST(getvariable('setting_serious_incident_days') AS INTEGER) AS watched_until
  FROM step
  WHERE from_level <> custody_level AND start_date >= getvariable('history_from')
),
followed AS (
  SELECT DISTINCT change.stay_id, change.start_date
  FROM change JOIN incident ON incident.stay_id = change.stay_id
  WHERE incident_date >= change.start_date AND incident_date < watched_until
    AND lower(severity) IN ('serious', 'major', 'high', 'greatest')
)
SELECT change.region_id, change.facility_id, CAST(date_trunc('month', watched_until) AS DATE) AS month, from_level, custody_level AS to_level,
  CAST(count(*) AS INTEGER) AS changes,
  CAST(count(followed.stay_id) AS INTEGER) AS with_incident,
  CAST(count(*) FILTER (followed.stay_id IS NULL AND release_date < watched_until) AS INTEGER) AS left_early
FROM change
JOIN stay ON stay.stay_id = change.stay_id
LEFT JOIN followed ON followed.stay_id = change.stay_id AND followed.start_date = change.start_date
WHERE watched_until <= getvariable('as_of')
GROUP BY ALL
