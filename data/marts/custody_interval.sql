-- mart: custody_interval
-- part: none
-- grain: one row per stay and half-open interval over which institution, unit, custody level, legal status and age group are constant
-- needs: stay
-- after: stay_beside, person_characteristics
-- The intervals of a stay cover [admission, release) exactly: nights without a placement keep a row whose institution
-- is null ("Not recorded"), so that institutions and "Not recorded" always add up to the agency. A person with stays side
-- by side counts in one of them (`counted`); `spell_id` is the first of the stays that overlap, else the stay itself.
-- A person's age is the one reached in the calendar year: groups change at its turn, and no row tells a birthday.
WITH span AS (
  SELECT stay_id, admission_date AS start_date, coalesce(release_date, DATE '9999-12-31') AS end_date
  FROM stay
),
placed AS (
  SELECT
    placement.stay_id,
    greatest(placement.start_date, span.start_date) AS start_date,
    least(coalesce(placement.end_date, DATE '9999-12-31'), span.end_date) AS end_date,
    placement.facility_id,
    placement.unit_id,
    CAST(placement.custody_level AS custody_level_code) AS custody_level,
    placement.scored_custody_level,
    placement.management_variable
  FROM placement JOIN span USING (stay_id)
  WHERE greatest(placement.start_date, span.start_date)
    < least(coalesce(placement.end_date, DATE '9999-12-31'), span.end_date)
),
followed AS (
  SELECT stay_id, start_date, end_date, lead(start_date) OVER (PARTITION BY stay_id ORDER BY start_date) AS next_start
  FROM placed
),
gap AS (
  SELECT stay_id, span.start_date, coalesce(min(placed.start_date), span.end_date) AS end_date
  FROM span LEFT JOIN placed USING (stay_id)
  GROUP BY stay_id, span.start_date, span.end_date
  UNION ALL
  SELECT stay_id, followed.end_date, coalesce(followed.next_start, span.end_date)
  FROM followed JOIN span USING (stay_id)
),
covered AS (
  SELECT * FROM placed
  UNION ALL BY NAME
  SELECT * FROM gap WHERE start_date < end_date
),
-- A pretrial stay that is sentenced on a day changes its legal status on that day.
split AS (
  SELECT
    covered.*,
    stay.legal_status AS status_at_admission,
    CASE WHEN stay.legal_status <> 'sentenced' THEN stay.sentenced_date END AS sentenced_date
  FROM covered JOIN stay USING (stay_id)
),
dated AS (
  SELECT * REPLACE (least(end_date, coalesce(sentenced_date, end_date)) AS end_date),
    CAST(status_at_admission AS legal_status_code) AS legal_status
  FROM split
  WHERE sentenced_date IS NULL OR start_date < sentenced_date
  UNION ALL
  SELECT * REPLACE (greatest(start_date, sentenced_date) AS start_date), CAST('sentenced' AS legal_status_code)
  FROM split
  WHERE end_date > sentenced_date
),
turned AS (
  SELECT stay_id, age_group, make_date(year_born + age_from, 1, 1) AS from_date,
    -- Nothing is known of the time after the as-of date.
    CASE WHEN make_date(year_born + age_below, 1, 1) <= getvariable('as_of') THEN make_date(year_born + age_below, 1, 1) END AS to_date
  FROM person_characteristics JOIN age_limit ON coalesce(make_date(year_born + age_from, 1, 1) <= getvariable('as_of'), true)
  WHERE year_born IS NOT NULL
),
aged AS (
  SELECT dated.* REPLACE (
      greatest(start_date, coalesce(from_date, start_date)) AS start_date,
      least(end_date, coalesce(to_date, end_date)) AS end_date
    ), age_group
  FROM dated JOIN turned USING (stay_id)
  WHERE start_date < coalesce(to_date, DATE '9999-12-31') AND end_date > coalesce(from_date, DATE '0001-01-01')
  UNION ALL BY NAME
  SELECT dated.* FROM dated JOIN person_characteristics USING (stay_id) WHERE year_born IS NULL
)
SELECT
  aged.stay_id,
  coalesce(beside.spell_id, aged.stay_id) AS spell_id,
  coalesce(beside.counted, true) AS counted,
  greatest(aged.start_date, coalesce(beside.start_date, aged.start_date)) AS start_date,
  least(aged.end_date, coalesce(beside.end_date, aged.end_date)) AS end_date,
  facility.region_id,
  aged.facility_id,
  aged.unit_id,
  scored_custody_level,
  management_variable,
  COLUMNS(getvariable('characteristics'))
FROM aged
LEFT JOIN stay_beside AS beside
  ON beside.stay_id = aged.stay_id AND beside.start_date < aged.end_date AND beside.end_date > aged.start_date
JOIN person_characteristics AS who ON who.stay_id = aged.stay_id
LEFT JOIN facility USING (facility_id)
