-- mart: movement
-- part: none
-- grain: one row per admission, release, and side (out, in) of a move between units or institutions
-- needs: stay
-- after: custody_interval, last_place
-- Stays of one person that overlap are one time in custody: going from one to the other is a move, not an admission.
WITH step AS (
  SELECT
    *,
    lag(stay_id) OVER consecutive IS NULL AS first,
    lag(region_id) OVER consecutive AS from_region_id,
    lag(facility_id) OVER consecutive AS from_facility_id,
    lag(unit_id) OVER consecutive AS from_unit_id,
    lag(custody_level) OVER consecutive AS from_custody_level,
    lag(legal_status) OVER consecutive AS from_legal_status,
    lag(age_group) OVER consecutive AS from_age_group,
    lead(stay_id) OVER consecutive IS NULL AS last
  FROM custody_interval
  WHERE counted
  WINDOW consecutive AS (PARTITION BY spell_id ORDER BY start_date)
),
moved AS (
  SELECT * FROM step
  WHERE NOT first AND (facility_id IS DISTINCT FROM from_facility_id OR unit_id IS DISTINCT FROM from_unit_id)
),
typed AS (
  SELECT stay_id, admission_type, release_type, release_date FROM stay
),
-- Somebody admitted and released on one day spends no night, but is an admission and a release all the same.
same_day AS (
  SELECT admission_date, release_date, admission_type, release_type, last_place.*
  FROM stay JOIN last_place USING (stay_id)
  WHERE admission_date = release_date
    AND NOT EXISTS (
      SELECT 1 FROM stay AS other
      WHERE other.person_id = stay.person_id AND other.admission_date < stay.admission_date
        AND (other.release_date IS NULL OR other.release_date > stay.admission_date))
)
SELECT start_date AS flow_date, 'admission' AS flow, admission_type AS type,
  region_id, facility_id, unit_id, NULL AS other_region_id, NULL AS other_facility_id,
  COLUMNS(getvariable('characteristics'))
FROM step JOIN typed USING (stay_id) WHERE first
UNION ALL BY NAME
SELECT end_date AS flow_date, 'release' AS flow, release_type AS type,
  region_id, facility_id, unit_id,
  COLUMNS(getvariable('characteristics'))
FROM step JOIN typed USING (stay_id) WHERE last AND release_date IS NOT NULL
UNION ALL BY NAME
SELECT unnest([admission_date, release_date]) AS flow_date, unnest(['admission', 'release']) AS flow,
  unnest([admission_type, release_type]) AS type,
  region_id, facility_id, unit_id, COLUMNS(getvariable('characteristics'))
FROM same_day
UNION ALL BY NAME
SELECT start_date AS flow_date, 'transfer_in' AS flow, 'transfer' AS type,
  region_id, facility_id, unit_id, from_region_id AS other_region_id, from_facility_id AS other_facility_id,
  COLUMNS(getvariable('characteristics'))
FROM moved
UNION ALL BY NAME
SELECT start_date AS flow_date, 'transfer_out' AS flow, 'transfer' AS type,
  from_region_id AS region_id, from_facility_id AS facility_id, from_unit_id AS unit_id,
  region_id AS other_region_id, facility_id AS other_facility_id,
  COLUMNS(getvariable('characteristics'))
FROM (SELECT * REPLACE (from_custody_level AS custody_level, from_legal_status AS legal_status, from_age_group AS age_group) FROM moved)
