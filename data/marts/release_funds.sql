-- mart: release_funds
-- part: agency
-- order: facility_id, fiscal_year
-- grain: one row per institution and fiscal year
-- needs: release_budget
-- column amount: Budget of the release cost center
SELECT facility.region_id, release_budget.facility_id, fiscal_year, CAST(amount AS DOUBLE) AS amount
FROM release_budget LEFT JOIN facility ON facility.facility_id = release_budget.facility_id
