-- mart: case_manager
-- part: agency
-- order: facility_id, staff_id
-- grain: one row per member of staff who is a case manager or has had cases
-- needs: staff
-- column staff_name: Name
-- column start_date: First day in the role
-- column end_date: First day no longer in the role; null while in it
-- column certified_until: Last day of the current certification
SELECT facility.region_id, staff.facility_id, staff.unit_id, staff_id, staff_name, role, start_date, end_date, fte, certified_until
FROM staff LEFT JOIN facility USING (facility_id)
WHERE role = 'case_manager' OR staff_id IN (SELECT staff_id FROM assignment)
