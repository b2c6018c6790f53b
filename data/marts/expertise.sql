-- mart: expertise
-- part: facility
-- order: facility_id, staff_id, day
-- grain: one row per member of staff and day of training or of a session presented
-- needs: staff, training
-- Training belongs to the home institution and unit. Sessions presented come from training records and from meetings.
-- column day: Day
-- column role: Role
-- column attended: Courses attended
-- column hours: Hours of training, attended or presented
-- column presented: Courses presented
-- column meetings_presented: Meetings in which the person presented
WITH done AS (
  SELECT staff_id, training_date AS day,
    count(*) FILTER (part IS DISTINCT FROM 'presented') AS attended, sum(greatest(hours, 0)) AS hours,
    count(*) FILTER (part = 'presented') AS presented, 0 AS meetings_presented
  FROM training
  GROUP BY ALL
  UNION ALL
  SELECT presenter_staff_id, held_date, 0, 0, 0, count(*)
  FROM meeting
  WHERE presenter_staff_id IS NOT NULL
  GROUP BY ALL
)
SELECT facility.region_id, staff.facility_id, staff.unit_id, staff_id, role, day,
  CAST(sum(attended) AS INTEGER) AS attended, CAST(round(sum(hours), 4) AS DOUBLE) AS hours,
  CAST(sum(presented) AS INTEGER) AS presented, CAST(sum(meetings_presented) AS INTEGER) AS meetings_presented
FROM done
JOIN staff USING (staff_id)
LEFT JOIN facility ON facility.facility_id = staff.facility_id
GROUP BY ALL
