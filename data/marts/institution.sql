-- mart: institution
-- part: agency
-- order: facility_id
-- grain: one row per institution
-- needs: facility
-- column rated_capacity: Beds by the rating authority
-- column operational_capacity: Beds that staff and programs can serve
-- column design_capacity: Beds the architect planned
SELECT region_id, facility_id, facility_name, facility_type, security_level, population_sex,
  rated_capacity, operational_capacity, design_capacity, opened_date, closed_date
FROM facility
