-- mart: flow_month_facility
-- part: facility
-- order: facility_id, month
-- grain: one row per institution, unit, month, flow, type, other institution and characteristics of a person
-- needs: stay
-- after: movement
-- column flow: admission, release, transfer_in or transfer_out
-- column type: Admission or release type
-- column other_region_id: Region on the other side of a transfer
-- column other_facility_id: Institution on the other side of a transfer
-- column people: People who moved
SELECT
  region_id, facility_id, unit_id, CAST(date_trunc('month', flow_date) AS DATE) AS month, flow, type,
  other_region_id, other_facility_id, COLUMNS(getvariable('characteristics')),
  CAST(count(*) AS INTEGER) AS people
FROM movement
WHERE flow_date >= getvariable('history_from')
GROUP BY ALL
