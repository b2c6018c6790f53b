-- assignment: Which case manager answers for a stay, as half-open intervals.
-- Needed by Case managers, Case manager, Quarterly memos and Quarterly memo. Figures of it stand on Worklist, Institutions side by side and Compare.
-- Read from CASELOAD.TXT: UTF-8, “|” between columns, a line of names; 537 rows.
SELECT
  -- stay_id: id, required. The stay.
  "COMMIT_NO" AS stay_id,
  -- staff_id: id, required. The case manager.
  "EMP_NO" AS staff_id,
  -- start_date: date (YYYY-MM-DD), required. First day.
  -- Dates are written %m/%d/%Y: 04/30/2024 can be nothing else.
  date_written("START_DT", '%m/%d/%Y') AS start_date,
  -- end_date: date (YYYY-MM-DD). First day no longer assigned; null while it lasts.
  -- 12/31/9999 stands for none.
  -- Dates are written %m/%d/%Y: 08/30/2024 can be nothing else.
  date_written(nullif("END_DT", '12/31/9999'), '%m/%d/%Y') AS end_date
FROM read_csv('files/CASELOAD.TXT', header = true, all_varchar = true, delim = '|', quote = '"')
