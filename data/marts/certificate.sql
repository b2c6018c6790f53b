-- mart: certificate
-- part: facility
-- order: facility_id, staff_id
-- grain: one row per member of staff in the role on the as-of date
-- needs: staff
-- column certified_until: Last day of the current certification; null where none is recorded
SELECT facility.region_id, staff.facility_id, staff.unit_id, staff_id, role, certified_until
FROM staff LEFT JOIN facility ON facility.facility_id = staff.facility_id
WHERE coalesce(start_date <= getvariable('as_of'), true) AND coalesce(end_date > getvariable('as_of'), true)
