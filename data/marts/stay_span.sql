-- mart: stay_span
-- part: facility
-- order: facility_id, admission_date
-- grain: one row per stay in custody at any time of the history, without any key
-- needs: stay
-- after: last_place
-- The institution is the one that held the stay last. Two days of one stay lead to it; so the day it began stands here
-- with the month it ended, and how long it lasted in stay_length. Windows of whole months need no more.
-- column admission_date: First day in custody
-- column release_month: First day of the month of release, or of the history; null while in custody
SELECT region_id, facility_id, unit_id, admission_date, protected_month(release_date) AS release_month,
  COLUMNS(getvariable('characteristics')), admission_type
FROM last_place JOIN (SELECT stay_id, admission_date, release_date, admission_type FROM stay) USING (stay_id)
WHERE release_date IS NULL OR release_date >= getvariable('history_from')
