-- mart: staffing_month
-- part: agency
-- order: facility_id, month
-- grain: one row per institution, month and role
-- needs: staffing
-- column authorized_fte: Positions authorised; null where not recorded
-- column filled_fte: Positions filled; null where not recorded
-- column custody_post_hours: Hours on custody posts; null where not recorded
SELECT facility.region_id, staffing.facility_id, month, role, authorized_fte, filled_fte, custody_post_hours
FROM staffing LEFT JOIN facility ON facility.facility_id = staffing.facility_id
