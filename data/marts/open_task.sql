-- mart: open_task
-- part: facility
-- order: facility_id, due_date, task_key
-- grain: one row per open task that is listed, with who can act on it, under pseudonyms; once more where it is counted for another institution
-- needs: task, stay
-- after: open_work, last_place
-- What is due later than in 60 days, and work whose clock does not run, is counted (casework_now) and not listed; central
-- monitoring and victim/witness work is never listed. Region, institution and unit are those of who can act; of a row
-- `elsewhere`, those it is counted for.
-- column task_key: Pseudonym of the task
-- column stay_key: Pseudonym of the stay
-- column bucket: to_do, grace, no_holder, due_14, due_30, due_60, past_use, no_date, or elsewhere: counted here, to be done elsewhere
-- column staff_id: Case manager it counts for; null where nobody was assigned on the due date
-- column holder_id: Case manager who can act on it
-- column answer_facility_id: Institution it counts for
-- column now_facility_id: Institution where it can be done
-- column case_facility_id: Institution that holds the person, or held them last: its part has the case's timeline
-- column rule: given, or the setting or event that made the due date
-- column rule_from: Day the rule counts from
-- column rule_days: Days the rule adds; negative before an event
-- column stopped_days: Days on which the clock stood still
-- column moved_days: Days the due date was moved on to a working day
-- column our_due: Where the agency gives the date, what the rule of its type would give; null where nothing says what it counts from
-- column inherited: Past due before its holder took the case over from somebody else, or from nobody
-- column overdue: Past due, can still be done, and counted as not done
-- column ended_by_release: It can no longer be done as the person was released
WITH listed AS (
  SELECT * FROM open_work WHERE NOT counted_only AND bucket NOT IN ('later', 'not_running')
),
every AS (
  SELECT now_region_id AS region_id, now_facility_id AS facility_id, now_unit_id AS unit_id, bucket, * EXCLUDE (region_id, facility_id, unit_id, bucket),
    facility_id AS answer_facility_id
  FROM listed
  UNION ALL
  SELECT region_id, facility_id, unit_id, 'elsewhere', * EXCLUDE (region_id, facility_id, unit_id, bucket), facility_id
  FROM listed
  WHERE elsewhere
)
SELECT region_id, facility_id, unit_id, bucket, staff_id, holder_id, answer_facility_id, now_facility_id, task_type, element, trigger_date,
  due_date, rule, rule_from, rule_days, stopped_days, moved_days, our_due, inherited, outcome = 'open_overdue' AND NOT past_use AS overdue, ended_by_release,
  case_facility_id, pseudonym('task', task_id) AS task_key, CASE WHEN stay_id IS NOT NULL THEN pseudonym('stay', stay_id) END AS stay_key
FROM every LEFT JOIN (SELECT stay_id, facility_id AS case_facility_id FROM last_place) USING (stay_id)
