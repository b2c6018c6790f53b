-- mart: meeting_held
-- part: agency
-- order: facility_id, meeting_type, held_date
-- grain: one row per institution, unit, kind of meeting and day; topics and presenters stay behind
-- needs: meeting
-- Minutes are due for the meetings of Program Statement 3510.08, II.C: with case managers and with unit support staff.
-- Meetings of department heads are attended, and an observed team is no meeting: whether somebody sent minutes of
-- those is kept, and none are due.
-- column meetings: Meetings
-- column minutes_due_date: Last day on which minutes are in time; null where none are due
-- column minutes: on_time, late, open (on the as-of date), pending (due after it), or none (no minutes are due)
-- column minutes_sent_date: Day the minutes were sent; null where they were not
-- column sent: Meetings whose minutes were sent
WITH meeting_due AS (
  SELECT *, CASE WHEN meeting_type IN ('case_managers', 'unit_support')
    THEN held_date + CAST(getvariable('setting_minutes_days') AS INTEGER) END AS minutes_due_date
  FROM meeting
)
SELECT facility.region_id, meeting_due.facility_id, meeting_due.unit_id, meeting_type, held_date, minutes_due_date,
  CASE
    WHEN minutes_due_date IS NULL THEN 'none'
    WHEN minutes_due_date > getvariable('as_of') THEN 'pending'
    WHEN minutes_sent_date <= minutes_due_date THEN 'on_time'
    WHEN minutes_sent_date IS NOT NULL THEN 'late'
    ELSE 'open'
  END AS minutes, minutes_sent_date,
  CAST(count(*) AS INTEGER) AS meetings, CAST(count(minutes_sent_date) AS INTEGER) AS sent
FROM meeting_due LEFT JOIN facility ON facility.facility_id = meeting_due.facility_id
GROUP BY ALL
