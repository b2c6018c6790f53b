-- mart: follow_up_due_month
-- part: agency
-- order: facility_id, due_date
-- grain: one row per institution released from, month due, days after release, and what was found
-- needs: stay, follow_up
-- after: follow_up_due
-- column follow_up_day: Days after release
-- column due_date: First day of the month
-- column reached: The person was reached
-- column people: People
SELECT region_id, facility_id, follow_up_day, CAST(date_trunc('month', due_date) AS DATE) AS due_date,
  reached, housed, employed, in_treatment, CAST(sum(people) AS INTEGER) AS people
FROM follow_up_due
GROUP BY ALL
