-- stay: One row per stay in custody, from admission to release.
-- Needed by Overview, Population, Projection, Worklist, Case managers, Case manager, Case, Rows behind a figure, Quarterly memos, Quarterly memo, Return after release, Programs, Program, Institutions side by side, Trends, Compare and Regional packet. Figures of it stand on Coordinator and Data.
-- Occurs once: stay_id.
-- Read from COMMITMENTS.TXT: UTF-8, “|” between columns, a line of names; 540 rows.
SELECT
  -- stay_id: id, required. Identifies the stay (the case number).
  "COMMIT_NO" AS stay_id,
  -- person_id: id, required. The person.
  "OFFENDER_NO" AS person_id,
  -- admission_date: date (YYYY-MM-DD), required. First day in custody.
  -- Dates are written %m/%d/%Y: 04/30/2024 can be nothing else.
  date_written("ADM_DT", '%m/%d/%Y') AS admission_date,
  -- admission_type: category. Why the stay began. One of new_commitment, technical_violation, violation_new_offense, transfer_in, other.
  "ADM_TYP" AS admission_type,
  -- legal_status: category. Legal status at admission. One of sentenced, pretrial, holdover. sentenced where nothing is recorded.
  NULL AS legal_status,
  -- sentenced_date: date (YYYY-MM-DD). Day a pretrial stay became a sentenced one; its clocks start there.
  NULL AS sentenced_date,
  -- age_status: category. Adult or juvenile. One of adult, juvenile. adult where nothing is recorded.
  NULL AS age_status,
  -- offense_category: category. Most serious offense.
  NULL AS offense_category,
  -- sentence_months: whole number. Length of sentence in months; null for life.
  NULL AS sentence_months,
  -- life_sentence: true or false. Serving a life sentence.
  NULL AS life_sentence,
  -- risk_level: category. Assessed risk.
  NULL AS risk_level,
  -- projected_release_date: date (YYYY-MM-DD). Release date as projected at the as-of date.
  -- Dates are written %m/%d/%Y: 08/30/2024 can be nothing else.
  date_written("PROJ_REL_DT", '%m/%d/%Y') AS projected_release_date,
  -- release_date: date (YYYY-MM-DD). Day of release; that night is not counted.
  -- 12/31/9999 stands for none.
  -- Dates are written %m/%d/%Y: 08/30/2024 can be nothing else.
  date_written(nullif("REL_DT", '12/31/9999'), '%m/%d/%Y') AS release_date,
  -- release_type: category. How the stay ended. One of parole, mandatory, expiration, community_placement, probation, transfer_out, death, other.
  "REL_RSN" AS release_type
FROM read_csv('files/COMMITMENTS.TXT', header = true, all_varchar = true, delim = '|', quote = '"')
