-- facility: One row per institution, community center or jail that holds people.
-- Needed by Regional packet. Figures of it stand on Institutions side by side and Compare.
-- Occurs once: facility_id.
-- Read from PRISONS.TXT: Latin-1, “|” between columns, a line of names; 3 rows.
SELECT
  -- facility_id: id, required. Identifies the institution.
  "INST_CD" AS facility_id,
  -- facility_name: text, required. Name shown to readers.
  "INST_NM" AS facility_name,
  -- region_id: id. Region it belongs to.
  NULL AS region_id,
  -- security_level: category. Security level of the institution.
  NULL AS security_level,
  -- population_sex: category. Whom it holds. One of M, F, mixed.
  NULL AS population_sex,
  -- facility_type: category. Kind of place. One of institution, community, jail, other. institution where nothing is recorded.
  NULL AS facility_type,
  -- rated_capacity: whole number. Beds by the rating authority.
  "BEDS" AS rated_capacity,
  -- operational_capacity: whole number. Beds that staff and programs can serve.
  NULL AS operational_capacity,
  -- design_capacity: whole number. Beds the architect planned.
  NULL AS design_capacity,
  -- opened_date: date (YYYY-MM-DD). First day in use.
  NULL AS opened_date,
  -- closed_date: date (YYYY-MM-DD). Day it was closed.
  NULL AS closed_date
FROM read_csv('files/PRISONS.TXT', header = true, all_varchar = true, delim = '|', quote = '"', encoding = 'latin-1')
