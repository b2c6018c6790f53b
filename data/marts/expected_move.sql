-- mart: expected_move
-- part: agency
-- order: facility_id, expected_date
-- grain: one row per institution, expected day, direction, kind and characteristics of a person
-- needs: stay
-- after: custody_interval
-- Designations as given, and projected releases of the people in custody. Projected dates that have passed are kept:
-- they are releases that have not happened. Of projected releases it is told within how many days they come, not when.
-- column expected_date: Day the move is expected; of projected releases the last day of 30, 60 or 90 from the as-of date, or that date where it has passed
-- column direction: in or out
-- column kind: designation, redesignation, transfer or projected_release
-- column people: People expected
SELECT facility.region_id, designation.facility_id, CAST(NULL AS VARCHAR) AS unit_id, expected_date, direction, coalesce(kind, 'not recorded') AS kind, designation.custody_level,
  CAST(count(*) AS INTEGER) AS people
FROM designation LEFT JOIN facility USING (facility_id)
GROUP BY ALL
UNION ALL BY NAME
SELECT region_id, facility_id, unit_id,
  getvariable('as_of') + CAST(30 * ceil(greatest(projected_release_date - getvariable('as_of'), 0) / 30.0) AS INTEGER) AS expected_date,
  'out' AS direction, 'projected_release' AS kind, COLUMNS(getvariable('characteristics')), CAST(count(*) AS INTEGER) AS people
FROM custody_interval JOIN (SELECT stay_id, projected_release_date FROM stay) USING (stay_id)
WHERE counted AND start_date <= getvariable('as_of') AND end_date > getvariable('as_of')
  AND projected_release_date <= getvariable('as_of') + 90
GROUP BY ALL
