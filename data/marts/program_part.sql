-- mart: program_part
-- part: agency
-- order: program_id, release_no
-- grain: one row per release and program begun in the stay or after it
-- needs: stay, enrollment, program
-- after: release_key
-- column release_no: Running number of the release
-- column completed: Completed before release
-- column goes_on: Went on after release, or began there
SELECT release_no, program_id, category AS program_category,
  CAST(coalesce(bool_or(outcome = 'completed' AND end_date <= release_date), false) AS BOOLEAN) AS completed,
  CAST(bool_or(start_date >= release_date OR end_date IS NULL OR end_date > release_date) AS BOOLEAN) AS goes_on
FROM release_key JOIN enrollment USING (stay_id) JOIN program USING (program_id)
WHERE start_date IS NOT NULL
GROUP BY release_no, program_id, category
