-- mart: custody_interval
-- part: none
-- grain: one row per stay and half-open interval over which institution, unit, custody level and legal status are constant
-- needs: stay
-- after: stay_beside, person_characteristics
-- The intervals of a stay cover [admission, release) exactly: nights without a placement keep a row whose institution
-- is null ("Not recorded"), so that institutions and "Not recorded" always add up to the agency. A person with stays side
-- by side counts in one of them (`counted`); `spell_id` is the first of the stays that overlap, else the stay itself.
WITH span AS (
  SELECT stay_id, admission_date AS start_date, coalesce(release_date, DATE '9999-12-31') AS end_date
  FROM stay
),
placed AS (
  SELECT
    placement.stay_id,
    greatest(placement.start_date, span.start_date) AS start_date,
    least(coalesce(placement.end_date, DATE '9999-12-31'), span.end_date) AS end_date,
    placement.facility_id,
    placement.unit_id,
    CAST(placement.custody_level AS custody_level_code) AS custody_level,
    placement.scored_custody_level,
    placement.management_variable
  FROM placement JOIN span USING (stay_id)
  WHERE greatest(placement.start_date, span.start_date)
    < least(coalesce(placement.end_date, DATE '9999-12-31'), span.end_date)
),
followed AS (
  SELECT stay_id, start_date, end_date, lead(start_date) OVER (PARTITION BY stay_id ORDER BY start_date) AS next_start
  FROM placed
),
gap AS (
  SELECT stay_id, span.start_date, coalesce(min(placed.start_date), span.end_date) AS end_date
  FROM span LEFT JOIN placed USING (stay_id)
  GROUP BY stay_id, span.start_date, span.end_date
  UNION ALL
  SELECT stay_id, followed.end_date, coalesce(followed.next_start, span.end_date)
  FROM followed JOIN span USING (stay_id)
),
covered AS (
  SELECT * FROM placed
  UNION ALL BY NAME
  SELECT * FROM gap WHERE start_date < end_date
),
-- A pretrial stay that is sentenced on a day changes its legal status on that day.
split AS (
  SELECT
    covered.*,
    stay.legal_status AS status_at_admission,
    CASE WHEN stay.legal_status <> 'sentenced' THEN stay.sentenced_date END AS sentenced_date
  FROM covered JOIN stay USING (stay_id)
),
dated AS (
  SELECT * REPLACE (least(end_date, coalesce(sentenced_date, end_date)) AS end_date),
    CAST(status_at_admission AS legal_status_code) AS legal_status
  FROM split
  WHERE sentenced_date IS NULL OR start_date < sentenced_date
  UNION ALL
  SELECT * REPLACE (greatest(start_date, sentenced_date) AS start_date), CAST('sentenced' AS legal_status_code)
  FROM split
  WHERE end_date > sentenced_date
)
SELECT
  dated.stay_id,
  coalesce(beside.spell_id, dated.stay_id) AS spell_id,
  coalesce(beside.counted, true) AS counted,
  greatest(dated.start_date, coalesce(beside.start_date, dated.start_date)) AS start_date,
  least(dated.end_date, coalesce(beside.end_date, dated.end_date)) AS end_date,
  facility.region_id,
  dated.facility_id,
  dated.unit_id,
  scored_custody_level,
  management_variable,
  COLUMNS(getvariable('characteristics'))
FROM dated
LEFT JOIN stay_beside AS beside
  ON beside.stay_id = dated.stay_id AND beside.start_date < dated.end_date AND beside.end_date > dated.start_date
JOIN person_characteristics ON person_characteristics.stay_id = dated.stay_id
LEFT JOIN facility USING (facility_id)
