-- mart: facility_month
-- part: agency
-- order: facility_id, month
-- grain: one row per institution and month
-- needs: stay
-- after: population_month_facility, flow_month_facility
-- column opening: People at the end of the day before the month
-- column closing: People at the end of the month's last day, or of the as-of date
-- column person_days: Days in custody in the month
-- column admissions: People admitted from outside the agency
-- column releases: People released from the agency
-- column transfers_in: People who came from another institution
-- column transfers_out: People who went to another institution
WITH moved AS (
  SELECT
    region_id, facility_id, month,
    sum(people) FILTER (flow = 'admission') AS admissions,
    sum(people) FILTER (flow = 'release') AS releases,
    sum(people) FILTER (flow = 'transfer_in' AND facility_id IS DISTINCT FROM other_facility_id) AS transfers_in,
    sum(people) FILTER (flow = 'transfer_out' AND facility_id IS DISTINCT FROM other_facility_id) AS transfers_out
  FROM flow_month_facility
  GROUP BY ALL
),
held AS (
  SELECT region_id, facility_id, month, sum(opening) AS opening, sum(closing) AS closing, sum(person_days) AS person_days
  FROM population_month_facility
  GROUP BY ALL
)
SELECT
  coalesce(held.region_id, moved.region_id) AS region_id,
  coalesce(held.facility_id, moved.facility_id) AS facility_id,
  coalesce(held.month, moved.month) AS month,
  CAST(coalesce(opening, 0) AS INTEGER) AS opening,
  CAST(coalesce(closing, 0) AS INTEGER) AS closing,
  CAST(coalesce(person_days, 0) AS DOUBLE) AS person_days,
  CAST(coalesce(admissions, 0) AS INTEGER) AS admissions,
  CAST(coalesce(releases, 0) AS INTEGER) AS releases,
  CAST(coalesce(transfers_in, 0) AS INTEGER) AS transfers_in,
  CAST(coalesce(transfers_out, 0) AS INTEGER) AS transfers_out
FROM held FULL JOIN moved
  ON held.facility_id IS NOT DISTINCT FROM moved.facility_id AND held.month = moved.month
