-- mart: goal_set_month
-- part: agency
-- order: facility_id, set_date
-- grain: one row per institution, month, model and domain
-- needs: stay, plan_goal
-- after: goal_set
-- column set_date: First day of the month
-- column goals: Goals set
SELECT region_id, facility_id, CAST(date_trunc('month', set_date) AS DATE) AS set_date, case_model, domain, CAST(sum(goals) AS INTEGER) AS goals
FROM goal_set
GROUP BY ALL
