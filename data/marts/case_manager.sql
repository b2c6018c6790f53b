-- mart: case_manager
-- part: agency
-- order: facility_id, unit_id, staff_id
-- grain: one row per case manager, or whoever else has had cases, and unit in which they are at home or had cases
-- needs: staff, stay
-- after: case_interval
-- column staff_name: Name
-- column home_facility_id: Home institution
-- column home_unit_id: Home unit
-- column start_date: First day in the role
-- column end_date: First day no longer in the role; null while in it
-- column certified_until: Last day of the current certification
SELECT facility.region_id, place.facility_id, place.unit_id, staff_id, staff_name, role,
  staff.facility_id AS home_facility_id, staff.unit_id AS home_unit_id, staff.start_date, staff.end_date, fte, certified_until
FROM (
  SELECT DISTINCT staff_id, facility_id, unit_id FROM case_interval WHERE staff_id IS NOT NULL
  UNION
  SELECT staff_id, facility_id, unit_id FROM staff WHERE role = 'case_manager'
) AS place
JOIN staff USING (staff_id)
LEFT JOIN facility ON facility.facility_id = place.facility_id
