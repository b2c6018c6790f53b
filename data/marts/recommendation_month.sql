-- mart: recommendation_month
-- part: agency
-- order: facility_id, recommended_date
-- grain: one row per institution, months of recommendation and decision, levels before, recommended and decided
-- needs: stay, classification
-- after: recommendation
-- Grouped by date_trunc, a date that may be missing comes out of DuckDB 1.4 as garbage instead of null; make_date is sound.
-- column recommended_date: First day of the month of the recommendation
-- column decided_date: First day of the month of the decision
-- column recommendations: Recommendations
SELECT region_id, facility_id,
  make_date(year(recommended_date), month(recommended_date), 1) AS recommended_date,
  make_date(year(decided_date), month(decided_date), 1) AS decided_date,
  current_level, recommended_level, decided_level, CAST(sum(recommendations) AS INTEGER) AS recommendations
FROM recommendation
GROUP BY ALL
