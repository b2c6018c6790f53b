-- mart: release_spending
-- part: agency
-- order: facility_id, month
-- grain: one row per institution, month and category
-- needs: release_cost
-- column category: Category
-- column amount: Amount posted
SELECT facility.region_id, release_cost.facility_id, CAST(date_trunc('month', posted_date) AS DATE) AS month, category,
  CAST(round(sum(amount), 2) AS DOUBLE) AS amount
FROM release_cost LEFT JOIN facility ON facility.facility_id = release_cost.facility_id
GROUP BY ALL
