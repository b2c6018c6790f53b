-- mart: custody_move
-- part: agency
-- order: facility_id, month
-- grain: one row per institution, month, custody level before and after, and the other characteristics of a person
-- needs: stay, placement
-- after: custody_interval
-- The institution is the one that held the person after the move.
-- column from_level: Custody level before
-- column to_level: Custody level after
-- column people: Moves
SELECT region_id, facility_id, unit_id, CAST(date_trunc('month', start_date) AS DATE) AS month,
  from_level, to_level, COLUMNS(lambda name: name IN getvariable('characteristics')), CAST(count(*) AS INTEGER) AS people
FROM (
  SELECT * RENAME (custody_level AS to_level), lag(custody_level) OVER (PARTITION BY stay_id ORDER BY start_date) AS from_level FROM custody_interval
)
WHERE from_level IS NOT NULL AND to_level IS NOT NULL AND from_level <> to_level
  AND start_date >= getvariable('history_from')
GROUP BY ALL
