-- agency: The agency itself, and the last day its data cover. Exactly one row.
-- Needed by Measures, Methods, Data, Saved views, Help and SQL console.
-- Read from EXTRACT.TXT: UTF-8, “|” between columns, a line of names; 1 rows.
SELECT
  -- agency_name: text, required. Full name of the agency.
  "AGENCY_NM" AS agency_name,
  -- as_of: date (YYYY-MM-DD), required. Last day the data cover.
  -- Dates are written %m/%d/%Y: 06/30/2026 can be nothing else.
  date_written("EXTRACT_DT", '%m/%d/%Y') AS as_of
FROM read_csv('files/EXTRACT.TXT', header = true, all_varchar = true, delim = '|', quote = '"')
