-- mart: projection_spell
-- part: none
-- grain: one row per agency, region or institution, admission type, offense (custody level where none is recorded), sex, month of arrival, month of leaving and month of projected release
-- needs: stay
-- after: custody_interval, person_characteristics
-- A spell is the unbroken time of a stay, or of stays that overlap, in the place; arriving from elsewhere in the agency is an admission of the type
-- "moved_in". Months are counted from the year 0 and end on the as-of date's day of the month, so that the last one is
-- whole. Who was gone before the history is left out. Where the offense is not recorded, people are told apart by the
-- first custody level known of the spell, which does not change with later reviews.
WITH stood AS (
  SELECT
    spell_id AS stay_id, region_id, facility_id, custody_level, start_date, end_date,
    coalesce(facility_id IS DISTINCT FROM lag(facility_id) OVER same_stay, true) AS new_facility,
    coalesce(region_id IS DISTINCT FROM lag(region_id) OVER same_stay, true) AS new_region,
    row_number() OVER same_stay = 1 AS first
  FROM custody_interval
  WHERE counted
  WINDOW same_stay AS (PARTITION BY spell_id ORDER BY start_date)
),
numbered AS (
  SELECT *,
    sum(CASE WHEN new_facility OR first THEN 1 ELSE 0 END) OVER so_far AS facility_spell,
    sum(CASE WHEN new_region OR first THEN 1 ELSE 0 END) OVER so_far AS region_spell
  FROM stood
  WINDOW so_far AS (PARTITION BY stay_id ORDER BY start_date ROWS UNBOUNDED PRECEDING)
),
spell AS (
  SELECT 'agency' AS place_kind, CAST(NULL AS VARCHAR) AS place, stay_id, true AS from_outside, arg_min(custody_level, start_date) FILTER (WHERE custody_level IS NOT NULL) AS custody_level, min(start_date) AS start_date, max(end_date) AS end_date
  FROM numbered GROUP BY stay_id
  UNION ALL
  SELECT 'region', any_value(CAST(region_id AS VARCHAR)), stay_id, bool_or(first), arg_min(custody_level, start_date) FILTER (WHERE custody_level IS NOT NULL), min(start_date), max(end_date)
  FROM numbered WHERE region_id IS NOT NULL GROUP BY stay_id, region_spell
  UNION ALL
  SELECT 'facility', any_value(CAST(facility_id AS VARCHAR)), stay_id, bool_or(first), arg_min(custody_level, start_date) FILTER (WHERE custody_level IS NOT NULL), min(start_date), max(end_date)
  FROM numbered WHERE facility_id IS NOT NULL GROUP BY stay_id, facility_spell
),
counted AS (
  SELECT
    place_kind, place,
    CASE WHEN from_outside THEN CAST(admission_type AS VARCHAR) ELSE 'moved_in' END AS admission_type,
    CAST(who.offense_category AS VARCHAR) AS offense_category,
    CASE WHEN who.offense_category IS NULL THEN CAST(spell.custody_level AS VARCHAR) END AS custody_level,
    CAST(who.sex AS VARCHAR) AS sex,
    year(start_date) * 12 + month(start_date) - 1 + CASE WHEN day(start_date) > getvariable('month_day') THEN 1 ELSE 0 END AS entry,
    CASE WHEN end_date <= getvariable('as_of') THEN year(end_date) * 12 + month(end_date) - 1
      + CASE WHEN day(end_date) > getvariable('month_day') THEN 1 ELSE 0 END END AS exit,
    CASE WHEN end_date > getvariable('as_of') - 800 THEN year(projected_release_date) * 12 + month(projected_release_date) - 1
      + CASE WHEN day(projected_release_date) > getvariable('month_day') THEN 1 ELSE 0 END END AS due
  FROM spell JOIN stay USING (stay_id) JOIN person_characteristics AS who USING (stay_id)
  WHERE end_date >= getvariable('history_from')
)
SELECT place_kind, place, admission_type, offense_category, custody_level, sex, entry, exit, due, CAST(count(*) AS INTEGER) AS people
FROM counted
GROUP BY ALL
