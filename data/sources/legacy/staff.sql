-- staff: One row per member of staff in a case management role.
-- Needed by Case managers, Case manager, Rows behind a figure, Quarterly memos and Quarterly memo. Figures of it stand on Coordinator and Compare.
-- Occurs once: staff_id.
-- Read from EMPLOYEES.TXT: UTF-8, “|” between columns, a line of names; 9 rows.
SELECT
  -- staff_id: id, required. Identifies the member of staff.
  "EMP_NO" AS staff_id,
  -- staff_name: text, required. Name shown to readers.
  "EMP_NM" AS staff_name,
  -- role: category, required. Role. One of case_manager, unit_manager, cmc, assistant_cmc, counselor, other.
  "TITLE" AS role,
  -- facility_id: id. Home institution.
  "INST_CD" AS facility_id,
  -- unit_id: id. Home unit.
  NULL AS unit_id,
  -- start_date: date (YYYY-MM-DD). First day in the role.
  -- Dates are written %m/%d/%Y: 01/15/2019 can be nothing else.
  date_written("START_DT", '%m/%d/%Y') AS start_date,
  -- end_date: date (YYYY-MM-DD). First day no longer in the role.
  -- 12/31/9999 stands for none.
  -- Dates are written %m/%d/%Y: 12/31/9999 can be nothing else.
  date_written(nullif("END_DT", '12/31/9999'), '%m/%d/%Y') AS end_date,
  -- fte: number. Full-time equivalent. 1 where nothing is recorded.
  NULL AS fte,
  -- certified_until: date (YYYY-MM-DD). Last day of the current certification.
  NULL AS certified_until
FROM read_csv('files/EMPLOYEES.TXT', header = true, all_varchar = true, delim = '|', quote = '"')
