-- mart: task_result_month
-- part: agency
-- order: facility_id, completed_date
-- grain: one row per institution, month of completion and kind of task that is looked over
-- needs: task
-- after: task_result
-- column completed_date: First day of the month
-- column accepted: Accepted as first sent in
-- column returned: Sent back
-- column unreviewed: Done, no result recorded
SELECT region_id, facility_id, CAST(date_trunc('month', completed_date) AS DATE) AS completed_date, task_type,
  CAST(sum(accepted) AS INTEGER) AS accepted, CAST(sum(returned) AS INTEGER) AS returned, CAST(sum(unreviewed) AS INTEGER) AS unreviewed
FROM task_result
GROUP BY ALL
