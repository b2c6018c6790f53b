-- The file has no dates; the book's year stands for the last day the data cover.
SELECT
  'Maryland releases of the 1970s (Rossi, Berk and Lenihan)' AS agency_name,
  DATE '1980-12-31' AS as_of
FROM read_csv('rossi.csv', header = true, all_varchar = true)
LIMIT 1
