-- mart: performance_entry_month
-- part: agency
-- order: facility_id, note_date
-- grain: one row per institution, month and element
-- needs: staff, performance_note
-- after: performance_entry
-- column note_date: First day of the month
-- column entries: Entries
-- column discussed: Entries discussed with the employee by the as-of date
-- column disputed: Entries the employee disputes
SELECT region_id, facility_id, CAST(date_trunc('month', note_date) AS DATE) AS note_date, element,
  CAST(sum(entries) AS INTEGER) AS entries, CAST(sum(discussed) AS INTEGER) AS discussed, CAST(sum(disputed) AS INTEGER) AS disputed
FROM performance_entry
GROUP BY ALL
