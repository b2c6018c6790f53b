-- mart: release_followed
-- part: agency
-- materialized: no
-- order: cohort_year, facility_id
-- grain: one row per release to the community, without any key
-- needs: agency
-- after: release
-- Curves need the days each release was followed, which tell its day: nothing here leads to a program or a case.
-- column person_no: Running number of the person, in an order only the agency's secret gives; null where this is their only release
-- column person_release: Which release of the person this is: 1 for the first
-- column days_followed: Days from release to the as-of date; a ready-made file states its own. 0 where the records do not yet reach the release
-- column cohort_followed: Fewest days anybody of the cohort year was followed
-- column event_type: First arrest, conviction or return; null where none was seen
-- column days_to_event: Days from release to it; null where a ready-made file gives only a flag
-- column days_to_arrest: Days from release to the first arrest
-- column days_to_conviction: Days from release to the first conviction
-- column return_type: return_new_sentence, return_technical or return_other; null where no return was seen
-- column days_to_return: Days from release to the first return
-- column competing_type: What kept any event from coming: death, deportation or interstate_transfer
-- column days_to_competing: Days from release to it
-- column settled: At least 180 days of the last year before release were spent at the institution released from, or half of a stay of less than 360; null where nothing says
-- column first_in_cohort: The person's first release in the cohort year
SELECT * EXCLUDE (release_no, compared_no) REPLACE (
  CASE WHEN EXISTS (FROM release_cohort) OR days_followed >= getvariable('setting_record_lag_days') THEN days_followed ELSE 0 END AS days_followed)
FROM release
