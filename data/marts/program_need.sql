-- mart: program_need
-- part: facility
-- order: program_category, identified_date
-- grain: one row per stay and category of program a need was found for, without any key
-- needs: stay, need, enrollment, program
-- after: last_place, person_characteristics
-- Needs found moderate or high in a stay, once for each category, where the person was last. Days of release are given
-- for releases to the community only. Categories with a protected program have months in place of days, so that no day
-- leads to anybody's case; what lies before the history has no day.
-- column identified_date: Day the need was first found; for categories with a protected program the first of the month, or of the history
-- column release_date: Day of release to the community, or the first of its month; null for others
-- column met: completed, started, referred or none: the furthest a program of the category came in the stay
WITH found AS (
  SELECT stay_id, domain AS category, min(assessed_date) AS identified_date
  FROM need
  WHERE level IN ('moderate', 'high')
  GROUP BY ALL
),
who AS (
  SELECT stay_id, COLUMNS(lambda name: name IN getvariable('program_groups')) FROM person_characteristics
),
taken AS (
  SELECT stay_id, category,
    bool_or(outcome = 'completed') AS completed,
    bool_or(start_date IS NOT NULL) AS started
  FROM enrollment JOIN program USING (program_id) JOIN stay USING (stay_id)
  WHERE coalesce(start_date, referral_date) < coalesce(release_date, DATE '9999-12-31')
  GROUP BY ALL
)
SELECT last_place.region_id, last_place.facility_id, category AS program_category, who.* EXCLUDE (stay_id),
  CASE
    WHEN identified_date < getvariable('history_from') THEN NULL
    WHEN category IN (SELECT category FROM program WHERE restricted) THEN protected_month(identified_date)
    ELSE identified_date
  END AS identified_date,
  CASE
    WHEN release_type NOT IN getvariable('community_releases') THEN NULL
    WHEN category IN (SELECT category FROM program WHERE restricted) THEN protected_month(release_date)
    ELSE release_date
  END AS release_date,
  CASE WHEN completed THEN 'completed' WHEN started THEN 'started' WHEN taken.stay_id IS NOT NULL THEN 'referred' ELSE 'none' END AS met
FROM found
JOIN stay USING (stay_id)
LEFT JOIN taken USING (stay_id, category)
LEFT JOIN last_place USING (stay_id)
JOIN who USING (stay_id)
WHERE greatest(identified_date, coalesce(release_date, identified_date)) >= getvariable('history_from')
