-- mart: case_interval
-- part: none
-- grain: one row per stay and half-open interval over which its place and its case manager are constant
-- needs: stay
-- after: custody_interval, last_place
-- Where somebody is and whose case it is: every event and every due date belongs to the placement and the assignment
-- in force on its day. The intervals of a stay cover its time in custody exactly, those without an assignment with a
-- null case manager; one more follows, from the day of release on, in which the place is the last one and nobody is
-- assigned, so that what happens then has a place too. Places and case managers are held as codes, which the many
-- marts that look them up group and sort by in half the time.
WITH assigned AS (
  SELECT
    place.stay_id, place.start_date AS place_start, place.end_date AS place_end, assignment.staff_id,
    greatest(place.start_date, assignment.start_date) AS start_date,
    least(place.end_date, coalesce(assignment.end_date, DATE '9999-12-31')) AS end_date
  FROM custody_interval AS place JOIN assignment
    ON assignment.stay_id = place.stay_id AND assignment.start_date < place.end_date
    AND coalesce(assignment.end_date, DATE '9999-12-31') > greatest(place.start_date, assignment.start_date)
),
followed AS (
  SELECT *, lead(start_date) OVER (PARTITION BY stay_id, place_start ORDER BY start_date) AS next_start FROM assigned
),
unassigned AS (
  SELECT place.stay_id, place.start_date AS place_start, place.start_date,
    coalesce(min(assigned.start_date), place.end_date) AS end_date
  FROM custody_interval AS place
  LEFT JOIN assigned ON assigned.stay_id = place.stay_id AND assigned.place_start = place.start_date
  GROUP BY place.stay_id, place.start_date, place.end_date
  UNION ALL
  SELECT stay_id, place_start, end_date, coalesce(next_start, place_end) FROM followed
),
held AS (
  SELECT stay_id, place_start, start_date, end_date, staff_id FROM assigned
  UNION ALL
  SELECT stay_id, place_start, start_date, end_date, NULL FROM unassigned WHERE start_date < end_date
)
SELECT held.stay_id, held.start_date, held.end_date, true AS in_custody, counted,
  CAST(region_id AS region_id_code) AS region_id, CAST(facility_id AS facility_id_code) AS facility_id,
  CAST(unit_id AS unit_id_code) AS unit_id, CAST(held.staff_id AS staff_id_code) AS staff_id, custody_level
FROM held JOIN custody_interval AS place ON place.stay_id = held.stay_id AND place.start_date = held.place_start
UNION ALL
SELECT stay_id, release_date, DATE '9999-12-31', false, false, region_id, facility_id, unit_id, NULL, custody_level
FROM stay JOIN last_place USING (stay_id)
WHERE release_date IS NOT NULL
