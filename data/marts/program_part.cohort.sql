-- mart: program_part
-- part: agency
-- order: program_id, release_no
-- grain: one row per release and program taken part in
-- needs: release_cohort
-- A ready-made research file says who took part, but not when, unless source.json declares that it ended before release.
-- column release_no: Running number of the release
-- column completed: Completed
-- column goes_on: Went on after release, or began there; null where nothing says when people took part
SELECT CAST(release_no AS INTEGER) AS release_no, program_id, category AS program_category, program_status = 'completed' AS completed,
  CASE WHEN CAST(getvariable('program_exposure') AS VARCHAR) = 'before_release' THEN false END AS goes_on
FROM (SELECT *, row_number() OVER (ORDER BY pseudonym('release', release_id), release_id) AS release_no FROM release_cohort)
LEFT JOIN (SELECT program_id, category FROM program) USING (program_id)
WHERE program_id IS NOT NULL AND program_status IS NOT NULL
