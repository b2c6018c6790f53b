-- mart: program_seat_month
-- part: agency
-- order: program_id, month
-- grain: one row per institution, program and month in which there were seats or people
-- needs: program, program_seat, enrollment
-- column seats: Seats
-- column sessions_planned: Sessions planned
-- column sessions_held: Sessions held
-- column person_days: Days spent in the program by all people in it
-- column days: Days of the month that the data cover
WITH attended AS (
  SELECT program_id, facility_id, start_date, least(coalesce(end_date, getvariable('as_of') + 1), getvariable('as_of') + 1) AS end_date
  FROM enrollment
  WHERE start_date IS NOT NULL AND coalesce(end_date, getvariable('as_of')) >= getvariable('history_from')
),
by_month AS (
  SELECT program_id, facility_id, CAST(unnest(generate_series(date_trunc('month', start_date), end_date - 1, INTERVAL 1 MONTH)) AS DATE) AS month,
    start_date, end_date
  FROM attended
  WHERE end_date > start_date
),
used AS (
  SELECT program_id, facility_id, month,
    sum(least(end_date, CAST(month + INTERVAL 1 MONTH AS DATE)) - greatest(start_date, month)) AS person_days
  FROM by_month
  WHERE month >= getvariable('history_from')
  GROUP BY ALL
)
SELECT facility.region_id, facility_id, program_id, category AS program_category, month, seats, sessions_planned, sessions_held,
  CAST(coalesce(person_days, 0) AS INTEGER) AS person_days,
  CAST(least(CAST(month + INTERVAL 1 MONTH AS DATE), getvariable('as_of') + 1) - month AS INTEGER) AS days
FROM (SELECT * FROM program_seat WHERE month >= getvariable('history_from')) AS seat
FULL JOIN used USING (program_id, facility_id, month)
JOIN program USING (program_id)
LEFT JOIN facility USING (facility_id)
