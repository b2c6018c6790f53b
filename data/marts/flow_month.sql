-- mart: flow_month
-- part: agency
-- order: region_id, month
-- grain: one row per region, month, flow, type, other region and characteristics of a person
-- needs: stay
-- after: flow_month_facility
-- Moves inside a region are no flow of the region.
-- column flow: admission, release, transfer_in or transfer_out
-- column type: Admission or release type
-- column other_region_id: Region on the other side of a transfer
-- column people: People who moved
SELECT
  region_id, month, flow, type, other_region_id, COLUMNS(getvariable('month_characteristics')),
  CAST(sum(people) AS INTEGER) AS people
FROM flow_month_facility
WHERE flow IN ('admission', 'release') OR region_id IS DISTINCT FROM other_region_id
GROUP BY ALL
