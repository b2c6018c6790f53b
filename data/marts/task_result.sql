-- mart: task_result
-- part: facility
-- order: region_id, facility_id, unit_id, staff_id
-- sorted: yes
-- grain: one row per institution, unit, case manager, day of completion and kind of task that is looked over
-- needs: task
-- after: case_interval
-- Reports, correspondence and community placement referrals, and whatever else carries a result. The work belongs to
-- whoever is recorded as having done it, else to the case manager assigned on the day of completion, and to the place of
-- the case; where that is not known, to the institution named with the work, else to the one of whoever did it.
-- column result: accepted or returned; null where no result is recorded
-- column accepted: Accepted as first sent in
-- column returned: Sent back
-- column unreviewed: Done, no result recorded
-- column stay_key: Pseudonym of the stay; null for work about no case and for rows older than those that are listed
WITH reviewed AS (
  SELECT *
  FROM task
  WHERE completed_date IS NOT NULL
    AND (result IS NOT NULL OR task_type IN ('monthly_report', 'progress_report', 'parole_summary', 'presentence_report', 'correspondence', 'community_referral'))
    AND task_type NOT IN (SELECT task_type FROM task_type WHERE counted_only)
),
placed AS (
  SELECT
    coalesce(place.facility_id, reviewed.facility_id, staff.facility_id) AS facility_id,
    CASE
      WHEN reviewed.stay_id IS NOT NULL THEN place.unit_id
      WHEN reviewed.facility_id IS NULL OR reviewed.facility_id = staff.facility_id THEN staff.unit_id
    END AS unit_id,
    coalesce(reviewed.staff_id, place.staff_id) AS staff_id,
    completed_date, task_type, result, listed_stay(completed_date, reviewed.stay_id, age_status) AS stay_key
  FROM reviewed
  LEFT JOIN stay ON stay.stay_id = reviewed.stay_id
  LEFT JOIN case_interval AS place
    ON place.stay_id = reviewed.stay_id AND place.start_date <= completed_date AND place.end_date > completed_date
  LEFT JOIN staff ON staff.staff_id = reviewed.staff_id
)
SELECT facility.region_id, placed.facility_id, placed.unit_id, placed.staff_id, completed_date, task_type, stay_key,
  CASE WHEN placed.result IN ('accepted', 'returned') THEN placed.result END AS result,
  CAST(count(*) FILTER (placed.result = 'accepted') AS INTEGER) AS accepted,
  CAST(count(*) FILTER (placed.result = 'returned') AS INTEGER) AS returned,
  CAST(count(*) FILTER (placed.result IS NULL OR placed.result NOT IN ('accepted', 'returned')) AS INTEGER) AS unreviewed
FROM placed LEFT JOIN facility ON facility.facility_id = placed.facility_id
GROUP BY ALL
ORDER BY ALL
