-- placement: Where a stay was housed and at which custody level, as half-open intervals.
-- Needed by Case. Figures of it stand on Overview, Population, Institutions side by side and Compare.
-- Read from HOUSING.TXT: UTF-8, “|” between columns, a line of names; 537 rows.
SELECT
  -- stay_id: id, required. The stay.
  "COMMIT_NO" AS stay_id,
  -- facility_id: id, required. Institution.
  "INST_CD" AS facility_id,
  -- unit_id: id. Unit.
  NULL AS unit_id,
  -- custody_level: category. Custody level held.
  "CUST_LVL" AS custody_level,
  -- scored_custody_level: category. Custody level the scoring instrument gave.
  NULL AS scored_custody_level,
  -- management_variable: true or false. A management variable explains a level other than the scored one.
  NULL AS management_variable,
  -- start_date: date (YYYY-MM-DD), required. First night.
  -- Dates are written %m/%d/%Y: 04/30/2024 can be nothing else.
  date_written("MOVE_IN_DT", '%m/%d/%Y') AS start_date,
  -- end_date: date (YYYY-MM-DD). First night no longer there; null while it lasts.
  -- 12/31/9999 stands for none.
  -- Dates are written %m/%d/%Y: 08/30/2024 can be nothing else.
  date_written(nullif("MOVE_OUT_DT", '12/31/9999'), '%m/%d/%Y') AS end_date
FROM read_csv('files/HOUSING.TXT', header = true, all_varchar = true, delim = '|', quote = '"')
