-- mart: unassigned_stay
-- part: none
-- grain: one row per stay in custody on the as-of date with no case manager assigned
-- needs: stay
-- after: custody_interval
-- materialized: no
-- Nobody is without a case manager where the agency supplies no assignments: it is not known who has one.
-- column since: First day without a case manager
SELECT region_id, facility_id, unit_id, held.stay_id,
  CAST(greatest(admission_date, max(assignment.end_date)) AS DATE) AS since, custody_level, held.legal_status
FROM custody_interval AS held
JOIN stay USING (stay_id)
-- A row that ends on the day it begins assigned nobody.
LEFT JOIN assignment ON assignment.stay_id = held.stay_id AND coalesce(assignment.end_date > assignment.start_date, true)
WHERE counted AND held.start_date <= getvariable('as_of') AND held.end_date > getvariable('as_of') AND EXISTS (FROM assignment)
GROUP BY region_id, facility_id, unit_id, held.stay_id, admission_date, custody_level, held.legal_status
HAVING count(*) FILTER (assignment.start_date <= getvariable('as_of')
  AND (assignment.end_date IS NULL OR assignment.end_date > getvariable('as_of'))) = 0
