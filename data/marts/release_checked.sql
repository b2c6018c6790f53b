-- mart: release_checked
-- part: agency
-- order: facility_id, release_date
-- grain: one row per institution, day of release to the community, and whether the release checklist was gone through before
-- needs: stay, release_readiness
-- after: last_place, release_key
-- column release_date: Day of release
-- column checked: The checklist was gone through in the time set before the release
-- column stay_key: Pseudonym of the stay; null for rows older than those that are listed
-- column releases: Releases to the community
WITH prepared AS (
  SELECT DISTINCT stay_id
  FROM release_readiness JOIN stay USING (stay_id)
  WHERE checked_date <= release_date AND checked_date >= release_date - CAST(getvariable('setting_release_check_days') AS INTEGER)
)
SELECT last_place.region_id, last_place.facility_id, release_date, prepared.stay_id IS NOT NULL AS checked,
  listed_stay(release_date, release_key.stay_id, last_place.age_status) AS stay_key,
  CAST(count(*) AS INTEGER) AS releases
FROM release_key
JOIN last_place USING (stay_id)
LEFT JOIN prepared USING (stay_id)
GROUP BY ALL
