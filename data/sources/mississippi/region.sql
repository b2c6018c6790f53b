-- The file's "Private prisons" hold the two that are counted apart as well.
SELECT 'private' AS region_id, 'Private prisons' AS region_name
