-- mart: last_place
-- part: none
-- grain: one row per stay: where and how the person was held on its last night so far
-- needs: stay
-- after: custody_interval, person_characteristics
-- A stay that ends on its first day has no night; it counts where the person was booked in.
WITH held AS (
  SELECT stay_id, max_by(struct_pack(region_id, facility_id, unit_id, custody_level, legal_status, age_group), start_date) AS last
  FROM custody_interval
  GROUP BY stay_id
),
booked AS (
  SELECT stay_id, first(struct_pack(facility_id, unit_id, custody_level) ORDER BY start_date, facility_id, unit_id) AS place
  FROM placement JOIN stay USING (stay_id)
  WHERE admission_date = release_date
  GROUP BY stay_id
),
placed AS (
  SELECT stay_id, last.region_id, last.facility_id, last.unit_id, last.custody_level, last.legal_status, last.age_group
  FROM held
  UNION ALL
  SELECT stay_id, facility.region_id, place.facility_id, place.unit_id, CAST(place.custody_level AS custody_level_code),
    CAST(CASE WHEN sentenced_date IS NULL THEN legal_status ELSE 'sentenced' END AS legal_status_code),
    CAST(age_band(year(admission_date) - year_born) AS age_group_code)
  FROM stay JOIN person_characteristics USING (stay_id) LEFT JOIN booked USING (stay_id) LEFT JOIN facility ON facility.facility_id = place.facility_id
  WHERE admission_date = release_date
)
SELECT stay_id, region_id, facility_id, unit_id, COLUMNS(getvariable('characteristics'))
FROM placed JOIN person_characteristics USING (stay_id)
