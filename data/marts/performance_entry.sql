-- mart: performance_entry
-- part: facility
-- order: facility_id, staff_id, note_date
-- grain: one row per member of staff, day and element of a performance entry; never its text
-- needs: staff, performance_note
-- column discussed_date: Day the entry was discussed; null where it was not
-- column entries: Entries
-- column discussed: Entries discussed with the employee by the as-of date
-- column disputed: Entries the employee disputes
SELECT facility.region_id, staff.facility_id, staff.unit_id, staff_id, note_date, element, discussed_date,
  CAST(count(*) AS INTEGER) AS entries,
  CAST(count(discussed_date) AS INTEGER) AS discussed,
  CAST(count(*) FILTER (disputed) AS INTEGER) AS disputed
FROM performance_note
JOIN staff USING (staff_id)
LEFT JOIN facility ON facility.facility_id = staff.facility_id
GROUP BY ALL
