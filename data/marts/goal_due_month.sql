-- mart: goal_due_month
-- part: agency
-- order: facility_id, target_date
-- grain: one row per institution, target month, model, domain and what became of the goal
-- needs: stay, plan_goal
-- after: goal_due
-- column target_date: First day of the month
-- column outcome: met, not_met, withdrawn, open (no result recorded), or left (the person was released before the target day)
-- column goals: Goals
SELECT region_id, facility_id, CAST(date_trunc('month', target_date) AS DATE) AS target_date, case_model, domain, outcome,
  CAST(sum(goals) AS INTEGER) AS goals
FROM goal_due
GROUP BY ALL
