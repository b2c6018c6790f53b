-- task: One row per piece of casework with a deadline.
-- Needed by Worklist, Case managers, Case manager, Case, Rows behind a figure, Quarterly memos and Quarterly memo. Figures of it stand on Overview, Coordinator, Institutions side by side, Trends, Compare and Data.
-- Occurs once: task_id.
-- Read from DUE_EVENTS.TXT: UTF-8, “|” between columns, a line of names; 1545 rows.
SELECT
  -- task_id: id, required. Identifies the task.
  "EVENT_NO" AS task_id,
  -- task_type: category, required. Kind of task. One of initial_classification, initial_assessment, case_plan, program_review, reassessment, release_plan, identification_documents, community_referral, work_release_investigation, home_leave_investigation, financial_responsibility_review, post_release_follow_up, central_monitoring_review, monthly_report, progress_report, parole_summary, presentence_report, victim_witness_notification, inmate_request, correspondence.
  "EVENT_TYP" AS task_type,
  -- stay_id: id. The stay.
  "COMMIT_NO" AS stay_id,
  -- staff_id: id. The member of staff, where the task has no stay.
  "EMP_NO" AS staff_id,
  -- facility_id: id. Institution.
  NULL AS facility_id,
  -- trigger_date: date (YYYY-MM-DD). Day of the event that set the deadline.
  -- Dates are written %m/%d/%Y: 06/29/2024 can be nothing else.
  date_written("TRIGGER_DT", '%m/%d/%Y') AS trigger_date,
  -- due_date: date (YYYY-MM-DD). Deadline; null is filled by the rule of the task type.
  -- Dates are written %m/%d/%Y: 01/23/2025 can be nothing else.
  date_written("DUE_DT", '%m/%d/%Y') AS due_date,
  -- completed_date: date (YYYY-MM-DD). Day it was done; null while open.
  -- Dates are written %m/%d/%Y: 01/23/2025 can be nothing else.
  date_written("DONE_DT", '%m/%d/%Y') AS completed_date,
  -- result: category. Result of review. One of accepted, returned.
  NULL AS result
FROM read_csv('files/DUE_EVENTS.TXT', header = true, all_varchar = true, delim = '|', quote = '"')
