SELECT
  part AS facility_id,
  CASE part WHEN 'Private prisons' THEN 'Other private prisons' ELSE part END AS facility_name,
  CASE WHEN part IN ('Private prisons', 'East Mississippi Correctional Facility', 'Marshall County') THEN 'private' END AS region_id,
  CASE part
    WHEN 'County jails' THEN 'jail'
    WHEN 'Community work centers' THEN 'community'
    ELSE 'institution'
  END AS facility_type
FROM read_csv('mississippi_population_monthly.csv', header = true, all_varchar = true)
WHERE part <> 'All'
GROUP BY part
