-- mart: goal_due
-- part: facility
-- order: region_id, facility_id, unit_id, staff_id
-- sorted: yes
-- grain: one row per goal, under a pseudonym of its case; older ones counted by institution, unit, case manager, target day, model, domain and what became of them
-- needs: stay, plan_goal
-- after: case_interval
-- A goal belongs to the case manager assigned on its target day.
-- column outcome: met, not_met, withdrawn, open (no result recorded), or left (the person was released before the target day)
-- column stay_key: Pseudonym of the stay; null for goals of a kind with a protected program, and for rows older than those that are listed
-- column closed_date: Day the goal was closed; null for rows older than those that are listed
-- column goals: Goals
SELECT region_id, facility_id, unit_id, place.staff_id, target_date, case_model, domain,
  CASE
    WHEN closed_as IN ('met', 'not_met', 'withdrawn') THEN closed_as
    WHEN stay.release_date <= target_date THEN 'left'
    ELSE 'open'
  END AS outcome,
  CASE WHEN NOT protected THEN listed_stay(target_date, plan_goal.stay_id, age_status) END AS stay_key,
  CASE WHEN NOT protected AND is_listed(target_date, age_status) THEN closed_date END AS closed_date,
  CAST(count(*) AS INTEGER) AS goals
FROM (SELECT *, coalesce(domain IN (SELECT category FROM program WHERE restricted), false) AS protected FROM plan_goal) AS plan_goal
JOIN stay USING (stay_id)
LEFT JOIN case_interval AS place
  ON place.stay_id = plan_goal.stay_id AND place.start_date <= target_date AND place.end_date > target_date
WHERE target_date BETWEEN getvariable('history_from') AND getvariable('as_of')
GROUP BY ALL
ORDER BY ALL
