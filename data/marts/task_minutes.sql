-- mart: task_minutes
-- part: agency
-- order: task_type
-- grain: one row per kind of task of the agency’s time study, as last measured
-- needs: task_time
-- column task_type: Kind of task, or each_person: what one person takes in a month beside the tasks
-- column minutes: Minutes one takes
-- column measured_on: Day the time study ended
-- column source: Who measured, and how
SELECT task_type, arg_max(minutes, measured_on) AS minutes, max(measured_on) AS measured_on, arg_max(source, measured_on) AS source
FROM task_time
WHERE minutes IS NOT NULL
GROUP BY task_type
