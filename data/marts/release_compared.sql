-- mart: release_compared
-- part: agency
-- materialized: no
-- order: cohort_year, facility_id, release_no
-- grain: one row per release to the community, under a running number that program_part shares
-- needs: agency
-- after: release
-- What people who took part in a program are compared with others by: times since release, never how long ago it was.
-- column release_no: Running number of the release, in an order only the agency's secret gives
-- column person_no: Running number of the person, shared with no other mart; null where this is their only release
-- column person_release: Which release of the person this is: 1 for the first
-- column days_followed: Days of follow-up a ready-made file states; null otherwise
-- column cohort_followed: Fewest days anybody of the cohort year was followed
-- column event_type: First arrest, conviction or return; null where none was seen
-- column days_to_event: Days from release to it; null where a ready-made file gives only a flag
-- column days_to_arrest: Days from release to the first arrest
-- column days_to_conviction: Days from release to the first conviction
-- column return_type: return_new_sentence, return_technical or return_other; null where no return was seen
-- column days_to_return: Days from release to the first return
-- column first_in_cohort: The person's first release in the cohort year
SELECT * EXCLUDE (competing_type, days_to_competing, person_no, compared_no, sentence_length, admission_risk, settled) REPLACE (
  CASE WHEN EXISTS (FROM release_cohort) THEN days_followed END AS days_followed),
  compared_no AS person_no
FROM release
