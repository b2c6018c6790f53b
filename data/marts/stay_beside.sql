-- mart: stay_beside
-- part: none
-- grain: one row per stay of a person with overlapping stays and piece of its time in which the same stays hold the person
-- needs: stay
-- Some systems keep bookings side by side. A person counts once: each night where the stay that began last is, so that
-- a stay inside another one says where the person is while it lasts. Stays that overlap are one spell in custody, under
-- the id of its first stay.
WITH ranked AS (
  SELECT stay_id, person_id, admission_date, coalesce(release_date, DATE '9999-12-31') AS end_date,
    max(coalesce(release_date, DATE '9999-12-31')) OVER (
      PARTITION BY person_id ORDER BY admission_date, stay_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS held_until
  FROM stay
),
own AS (
  SELECT *, coalesce(admission_date >= held_until, true) AS begins
  FROM ranked
  WHERE person_id IN (SELECT person_id FROM ranked WHERE admission_date < held_until) AND admission_date < end_date
),
spelled AS (
  SELECT *, last_value(CASE WHEN begins THEN stay_id END IGNORE NULLS) OVER (PARTITION BY person_id ORDER BY admission_date, stay_id) AS spell_id
  FROM own
),
piece AS (
  SELECT person_id, day AS start_date, lead(day) OVER (PARTITION BY person_id ORDER BY day) AS end_date
  FROM (SELECT person_id, admission_date AS day FROM own UNION SELECT person_id, end_date FROM own)
)
SELECT stay_id, person_id, spell_id, piece.start_date, piece.end_date,
  row_number() OVER (PARTITION BY person_id, piece.start_date ORDER BY admission_date DESC, stay_id DESC) = 1 AS counted
FROM piece JOIN spelled USING (person_id)
WHERE admission_date <= piece.start_date AND spelled.end_date >= piece.end_date
