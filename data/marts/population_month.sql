-- mart: population_month
-- part: agency
-- order: facility_id, month
-- grain: one row per institution, month and characteristics of a person
-- needs: stay
-- after: population_month_facility
-- column opening: People at the end of the day before the month
-- column closing: People at the end of the month's last day, or of the as-of date
-- column person_days: Days in custody in the month; divided by the days of the month, the average daily population
SELECT
  region_id, facility_id, month, COLUMNS(getvariable('month_characteristics')),
  CAST(sum(opening) AS INTEGER) AS opening,
  CAST(sum(closing) AS INTEGER) AS closing,
  CAST(sum(person_days) AS DOUBLE) AS person_days
FROM population_month_facility
GROUP BY ALL
