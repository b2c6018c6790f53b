-- mart: goal_set
-- part: facility
-- order: region_id, facility_id, unit_id, staff_id
-- sorted: yes
-- grain: one row per goal, under a pseudonym of its case; older ones counted by institution, unit, case manager, day, model and domain
-- needs: stay, plan_goal
-- after: case_interval
-- A goal is set by whoever is recorded as having set it, else by the case manager assigned that day.
-- column stay_key: Pseudonym of the stay; null for goals of a kind with a protected program, and for rows older than those that are listed
-- column goals: Goals set
SELECT region_id, facility_id, unit_id, coalesce(CAST(plan_goal.staff_id AS staff_id_code), place.staff_id) AS staff_id,
  set_date, case_model, domain,
  CASE WHEN NOT protected THEN listed_stay(set_date, plan_goal.stay_id, age_status) END AS stay_key, CAST(count(*) AS INTEGER) AS goals
FROM (SELECT *, coalesce(domain IN (SELECT category FROM program WHERE restricted), false) AS protected FROM plan_goal) AS plan_goal
JOIN stay USING (stay_id)
LEFT JOIN case_interval AS place
  ON place.stay_id = plan_goal.stay_id AND place.start_date <= set_date AND place.end_date > set_date
WHERE set_date >= getvariable('history_from')
GROUP BY ALL
ORDER BY ALL
