-- mart: meeting_held
-- part: agency
-- order: facility_id, meeting_type, held_date
-- grain: one row per institution, unit, kind of meeting and day; topics and presenters stay behind
-- needs: meeting
-- column meetings: Meetings
-- column minutes_sent_date: Day the minutes were sent; null where they were not
-- column sent: Meetings whose minutes were sent
SELECT facility.region_id, meeting.facility_id, meeting.unit_id, meeting_type, held_date, minutes_sent_date,
  CAST(count(*) AS INTEGER) AS meetings, CAST(count(minutes_sent_date) AS INTEGER) AS sent
FROM meeting LEFT JOIN facility ON facility.facility_id = meeting.facility_id
GROUP BY ALL
