-- mart: stay_length
-- part: facility
-- order: facility_id, release_month
-- grain: one row per stay that ended in the history, without any key
-- needs: stay
-- after: last_place
-- What stay_span leaves out: how long the stays lasted, by the month they ended, without the day.
-- column release_month: First day of the month of release, or of the history
-- column days: Days from admission to release
SELECT region_id, facility_id, unit_id, protected_month(release_date) AS release_month,
  CAST(release_date - admission_date AS INTEGER) AS days, COLUMNS(getvariable('characteristics')), admission_type
FROM last_place JOIN (SELECT stay_id, admission_date, release_date, admission_type FROM stay) USING (stay_id)
WHERE release_date >= getvariable('history_from')
