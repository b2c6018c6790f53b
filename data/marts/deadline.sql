-- mart: deadline
-- part: none
-- grain: one row per task, with its due date and the rule and dates that made it
-- needs: task
-- after: working_day
-- materialized: no
-- A due date the agency gives stands; a missing one is filled by the rule of the task's type, whose numbers and origins
-- are in data/contract/settings.ts. Days on which the clock stood still move either. A task that no rule can date keeps
-- a null due date and stays countable. Always: due_date = rule_from + rule_days + stopped_days + moved_days. A due date a
-- rule made is moved to the next working day where the agency has set due_on_nonworking_day so.
-- our_due is what the rule would give where the agency gives the date itself and the day the rule counts from is known.
-- The clock of a date that is given, or counted back from an event, runs from the day the task began (trigger_date).
-- Where that is not recorded it runs from the last task of the type done in the stay before, else, for a given date,
-- from as many days before it as the type's rule has, and never from before the stay. Where there were stops and even
-- that is not known the clock is unknown: the date stands unmoved and is counted as such.
-- What is counted back from projected release can fall before the case began, or so soon after that nobody could have
-- done it. It is then due with the initial classification, and never later than projected release.
WITH undated AS (
  SELECT task.*, admission_date, release_date, projected_release_date,
    CASE WHEN legal_status <> 'sentenced' THEN sentenced_date END AS sentenced_later,
    coalesce(sentenced_later, admission_date) AS first_day
  FROM task LEFT JOIN stay USING (stay_id)
  WHERE due_date IS NULL
),
-- Reviews and classifications of the stays in which one has to be looked up.
review AS (
  SELECT task_id, task_type, stay_id, trigger_date, due_date, completed_date
  FROM task
  WHERE task_type IN ('program_review', 'initial_classification') AND stay_id IN (
    SELECT stay_id FROM undated
    WHERE task_type = 'financial_responsibility_review' OR (task_type = 'program_review' AND trigger_date IS NULL))
),
-- Where a task does not say what set its deadline (trigger_date), the event is looked up.
looked_up AS (
  -- Arrival at the designated institution: the first day of the sentence spent in a place that is no jail, or the first
  -- day of the sentence where no placement is known.
  SELECT
    task_id,
    CASE
      WHEN count(placement.stay_id) = 0 THEN any_value(since)
      ELSE min(greatest(placement.start_date, since)) FILTER (facility_type IS DISTINCT FROM 'jail')
    END AS event_date
  FROM (SELECT task_id, stay_id, coalesce(sentenced_later, admission_date) AS since FROM undated
    WHERE trigger_date IS NULL AND task_type IN ('initial_classification', 'initial_assessment', 'case_plan')) AS initial
  LEFT JOIN placement
    ON placement.stay_id = initial.stay_id AND coalesce(placement.end_date, DATE '9999-12-31') > initial.since
  LEFT JOIN facility ON facility.facility_id = placement.facility_id
  GROUP BY task_id
  UNION ALL
  -- The last program review held before, or the initial classification.
  SELECT undated.task_id, max(review.completed_date)
  FROM undated JOIN review ON review.stay_id = undated.stay_id AND review.task_id <> undated.task_id
    AND review.completed_date < coalesce(undated.completed_date, DATE '9999-12-31')
  WHERE undated.trigger_date IS NULL AND undated.task_type = 'program_review'
  GROUP BY undated.task_id
  UNION ALL
  -- The last assessment before.
  SELECT task_id, max(assessed_date)
  FROM undated JOIN assessment USING (stay_id)
  WHERE trigger_date IS NULL AND task_type = 'reassessment'
    AND assessed_date < coalesce(completed_date, DATE '9999-12-31')
  GROUP BY task_id
),
-- The program review a Financial Responsibility review goes with, where the agency gives that review's date.
review_given AS (
  SELECT undated.task_id, min(review.due_date) AS review_due
  FROM undated JOIN review USING (stay_id, trigger_date)
  WHERE undated.task_type = 'financial_responsibility_review'
    AND review.task_type = 'program_review' AND review.due_date IS NOT NULL
  GROUP BY undated.task_id
),
-- Follow-ups without a date take, in order, the follow-up days for which the stay has no dated task.
follow_up_day AS (
  SELECT task_id, list_filter(
      [getvariable('setting_follow_up_first_days'), getvariable('setting_follow_up_second_days'), getvariable('setting_follow_up_third_days')],
      lambda days: NOT list_contains(coalesce(given, []), days)
    )[row_number() OVER (PARTITION BY stay_id ORDER BY completed_date NULLS LAST, task_id)] AS follow_up_days
  FROM undated LEFT JOIN (
    SELECT stay_id, list(due_date - release_date) AS given FROM task JOIN stay USING (stay_id)
    WHERE task_type = 'post_release_follow_up' AND due_date IS NOT NULL
      AND stay_id IN (SELECT stay_id FROM undated WHERE task_type = 'post_release_follow_up')
    GROUP BY stay_id
  ) USING (stay_id)
  WHERE task_type = 'post_release_follow_up'
),
-- A stop runs to the day before its end; one that lasts runs to the as-of date, or to the release. `stopped` is the
-- number of days the stay's earlier stops took.
stop AS (
  SELECT stay_id, list(struct_pack(start_date, ends, stopped) ORDER BY start_date, ends) AS stops,
    any_value(admission_date) AS admitted, any_value(sentenced) AS sentenced, any_value(projected) AS projected, any_value(released) AS released
  FROM (
    SELECT *, CAST(coalesce(sum(ends - start_date) OVER (PARTITION BY stay_id ORDER BY start_date, ends
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS INTEGER) AS stopped
    FROM (
      SELECT stay_id, clock_stop.start_date, greatest(clock_stop.start_date,
        coalesce(clock_stop.end_date, least(release_date, getvariable('as_of') + 1))) AS ends,
        admission_date, CASE WHEN legal_status <> 'sentenced' THEN sentenced_date END AS sentenced,
        projected_release_date AS projected, release_date AS released
      FROM clock_stop JOIN stay USING (stay_id)
    )
  )
  GROUP BY stay_id
),
-- Where the agency gives the date and the day the rule counts from is known, the rule is asked too: for comparison.
asked AS (
  SELECT *, false AS given FROM undated
  UNION ALL
  SELECT task.*, admission_date, release_date, projected_release_date,
    CASE WHEN legal_status <> 'sentenced' THEN sentenced_date END, coalesce(CASE WHEN legal_status <> 'sentenced' THEN sentenced_date END, admission_date), true
  FROM task LEFT JOIN stay USING (stay_id)
  WHERE due_date IS NOT NULL
    AND (trigger_date IS NOT NULL OR task_type IN ('release_plan', 'community_referral', 'progress_report', 'parole_summary', 'identification_documents'))
    AND task_type NOT IN ('financial_responsibility_review', 'post_release_follow_up')
),
counted AS (
  SELECT asked.*, review_due, follow_up_days,
    CASE
      -- The clocks of a pretrial stay that is sentenced start on that day.
      WHEN task_type IN ('initial_classification', 'initial_assessment', 'case_plan', 'program_review', 'financial_responsibility_review')
        THEN CASE WHEN coalesce(trigger_date, event_date) IS NOT NULL THEN greatest(trigger_date, event_date, sentenced_later) END
      WHEN task_type = 'reassessment' THEN coalesce(trigger_date, event_date)
      WHEN task_type IN ('release_plan', 'community_referral', 'progress_report', 'parole_summary') THEN projected_release_date
      WHEN task_type = 'identification_documents' THEN coalesce(release_date, projected_release_date)
      WHEN task_type = 'post_release_follow_up' THEN CASE WHEN follow_up_days IS NOT NULL THEN coalesce(release_date, trigger_date) END
      WHEN task_type IN ('work_release_investigation', 'home_leave_investigation', 'monthly_report', 'victim_witness_notification', 'inmate_request', 'correspondence')
        THEN trigger_date
    END AS rule_from
  FROM asked
  LEFT JOIN looked_up USING (task_id)
  LEFT JOIN review_given USING (task_id)
  LEFT JOIN follow_up_day USING (task_id)
),
ruled AS (
  SELECT *,
    CASE
      WHEN rule_from IS NULL THEN NULL
      WHEN task_type IN ('initial_classification', 'initial_assessment', 'case_plan') THEN 'initial_days'
      WHEN review_due IS NOT NULL THEN 'at_program_review'
      WHEN task_type IN ('program_review', 'financial_responsibility_review') THEN
        CASE WHEN rule_from >= projected_release_date - to_months(getvariable('setting_near_release_months'))
          THEN 'program_review_days_near_release' ELSE 'program_review_days' END
      WHEN task_type = 'reassessment' THEN 'reassessment_days'
      WHEN task_type = 'release_plan' THEN 'release_plan_days'
      WHEN task_type = 'identification_documents' THEN 'at_release'
      WHEN task_type = 'community_referral' THEN 'community_referral_months'
      WHEN task_type IN ('work_release_investigation', 'home_leave_investigation') THEN 'investigation_days'
      WHEN task_type = 'post_release_follow_up' THEN 'follow_up_days'
      WHEN task_type = 'monthly_report' THEN 'monthly_report_working_day'
      WHEN task_type = 'progress_report' THEN 'progress_report_days'
      WHEN task_type = 'parole_summary' THEN 'parole_summary_months'
      WHEN task_type = 'victim_witness_notification' THEN 'victim_witness_days'
      WHEN task_type IN ('inmate_request', 'correspondence') THEN 'request_working_days'
    END AS rule,
    CASE WHEN task_type = 'monthly_report' THEN last_day(rule_from) ELSE rule_from END AS counted_from,
    CASE WHEN task_type = 'monthly_report' THEN getvariable('setting_monthly_report_working_day')
      ELSE getvariable('setting_request_working_days') END AS workdays
  FROM counted
),
by_rule AS (
  SELECT task_id, task_type, stay_id, staff_id, facility_id, trigger_date, completed_date, result, rule, rule_from, first_day, given,
    CASE rule
      WHEN 'initial_days' THEN rule_from + getvariable('setting_initial_days')
      WHEN 'program_review_days' THEN rule_from + getvariable('setting_program_review_days')
      WHEN 'program_review_days_near_release' THEN rule_from + getvariable('setting_program_review_days_near_release')
      WHEN 'at_program_review' THEN review_due
      WHEN 'reassessment_days' THEN rule_from + getvariable('setting_reassessment_days')
      WHEN 'release_plan_days' THEN rule_from - getvariable('setting_release_plan_days')
      WHEN 'at_release' THEN rule_from
      WHEN 'community_referral_months' THEN CAST(rule_from - to_months(getvariable('setting_community_referral_months')) AS DATE)
      WHEN 'investigation_days' THEN rule_from + getvariable('setting_investigation_days')
      WHEN 'follow_up_days' THEN rule_from + follow_up_days
      WHEN 'progress_report_days' THEN rule_from - getvariable('setting_progress_report_days')
      WHEN 'parole_summary_months' THEN CAST(rule_from - to_months(getvariable('setting_parole_summary_months')) AS DATE)
      WHEN 'victim_witness_days' THEN rule_from + getvariable('setting_victim_witness_days')
      ELSE due.day
    END AS base_due
  FROM ruled
  LEFT JOIN working_day AS counted ON counted.day = counted_from
  LEFT JOIN working_day AS due ON due.is_working AND due.number = counted.number + workdays
),
dated_by_rule AS (
  SELECT task_id, task_type, stay_id, staff_id, facility_id, trigger_date, completed_date, result, given,
    CASE WHEN NOT too_soon THEN rule WHEN first_due <= rule_from THEN 'with_initial_classification' ELSE 'at_projected_release' END AS rule,
    CASE WHEN too_soon AND first_due <= rule_from THEN first_day ELSE rule_from END AS rule_from,
    CASE WHEN too_soon THEN least(first_due, by_rule.rule_from) ELSE base_due END AS base_due
  FROM (
    SELECT *, first_day + getvariable('setting_initial_days') AS first_due,
      coalesce(task_type IN ('release_plan', 'community_referral', 'progress_report', 'parole_summary') AND base_due < first_due, false) AS too_soon
    FROM by_rule
  ) AS by_rule
),
dated AS (
  SELECT * EXCLUDE given, NULL AS our_rule, CAST(NULL AS DATE) AS our_due FROM dated_by_rule WHERE NOT given
  UNION ALL
  SELECT task.task_id, task.task_type, task.stay_id, task.staff_id, task.facility_id, task.trigger_date, task.completed_date, task.result,
    'given', task.trigger_date, due_date, ours.rule, ours.base_due
  FROM task LEFT JOIN dated_by_rule AS ours ON ours.task_id = task.task_id AND ours.given
  WHERE due_date IS NOT NULL
),
-- Deadlines before an event are moved by the stops since the day the task began, the others by those since the day the
-- rule counts from.
begun AS (
  SELECT dated.*, stops, admitted, sentenced, projected, released, CASE WHEN rule_from < base_due THEN rule_from ELSE trigger_date END AS began
  FROM dated LEFT JOIN stop USING (stay_id)
),
done_before AS (
  SELECT begun.task_id, max(task.completed_date) AS last_done
  FROM begun JOIN task USING (stay_id, task_type)
  WHERE stops IS NOT NULL AND began IS NULL AND task.task_id <> begun.task_id
    AND task.completed_date < least(base_due, coalesce(begun.completed_date, base_due))
  GROUP BY begun.task_id
),
usual AS (
  SELECT task_id,
    CASE
      WHEN task_type IN ('initial_classification', 'initial_assessment', 'case_plan')
        THEN base_due - getvariable('setting_initial_days')
      WHEN task_type IN ('program_review', 'financial_responsibility_review') THEN
        CASE WHEN base_due - getvariable('setting_program_review_days_near_release') >= projected - to_months(getvariable('setting_near_release_months'))
          THEN base_due - getvariable('setting_program_review_days_near_release') ELSE base_due - getvariable('setting_program_review_days') END
      WHEN task_type = 'reassessment' THEN base_due - getvariable('setting_reassessment_days')
      WHEN task_type IN ('work_release_investigation', 'home_leave_investigation') THEN base_due - getvariable('setting_investigation_days')
      WHEN task_type = 'victim_witness_notification' THEN base_due - getvariable('setting_victim_witness_days')
      WHEN task_type = 'post_release_follow_up' THEN released
      -- As many working days back.
      WHEN task_type IN ('inmate_request', 'correspondence') THEN began_on.day
    END AS rule_began,
    CASE WHEN task_type IN ('initial_classification', 'initial_assessment', 'case_plan', 'program_review', 'financial_responsibility_review')
      THEN greatest(admitted, sentenced) ELSE admitted END AS earliest
  FROM begun
  LEFT JOIN working_day AS ended_on ON ended_on.day = base_due
  LEFT JOIN working_day AS began_on ON began_on.is_working AND began_on.number = ended_on.number - CAST(getvariable('setting_request_working_days') AS INTEGER)
  WHERE stops IS NOT NULL AND began IS NULL AND rule = 'given'
),
clocked AS (
  SELECT begun.*, coalesce(began, last_done, CASE WHEN rule_began IS NOT NULL THEN greatest(rule_began, earliest) END) AS clock_from
  FROM begun LEFT JOIN done_before USING (task_id) LEFT JOIN usual USING (task_id)
),
stopped AS (
  SELECT *, CASE WHEN stops IS NOT NULL AND clock_from < base_due THEN
    list_sum([greatest(0, least(stop.ends, clock_from) - stop.start_date) FOR stop IN stops]) END AS stopped_before
  FROM clocked
),
ended AS (
  SELECT *,
    -- A stop counts when it begins before the due date as the stops before it have moved it.
    CASE WHEN stopped_before IS NULL THEN 0 ELSE CAST(coalesce(list_sum(
      [stop.ends - stop.start_date FOR stop IN stops IF stop.start_date - stop.stopped < base_due - CAST(stopped_before AS INTEGER)]
    ), 0) - stopped_before AS INTEGER) END AS stopped_days,
    clock_from IS NULL AND base_due IS NOT NULL AND coalesce(len([stop FOR stop IN stops IF stop.start_date < base_due]) > 0, false) AS clock_unknown
  FROM stopped
)
SELECT
  task_id, task_type, stay_id, staff_id, facility_id, trigger_date, completed_date, result,
  rule, rule_from, CAST(base_due - rule_from AS INTEGER) AS rule_days, stopped_days,
  CAST(coalesce(next.day - fell.day, 0) AS INTEGER) AS moved_days, base_due + stopped_days + moved_days AS due_date,
  our_rule, our_due + stopped_days AS our_due, clock_unknown
FROM ended
LEFT JOIN working_day AS fell ON fell.day = base_due + stopped_days
  AND NOT fell.is_working AND rule <> 'given' AND getvariable('setting_due_on_nonworking_day') = 1
LEFT JOIN working_day AS next ON next.is_working AND next.number = fell.number + 1
