-- mart: unassigned_person
-- part: facility
-- order: facility_id, unit_id, since
-- grain: one row per person in custody on the as-of date with no case manager assigned, under a pseudonym
-- needs: stay, assignment
-- after: unassigned_stay
-- column stay_key: Pseudonym of the stay
-- column since: First day without a case manager
SELECT region_id, facility_id, unit_id, pseudonym('stay', stay_id) AS stay_key, since, custody_level, legal_status
FROM unassigned_stay
