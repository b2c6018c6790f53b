-- mart: need_due_month
-- part: agency
-- order: facility_id, due_date
-- grain: one row per institution, month in which a program should have begun, domain and what happened
-- needs: stay, need, enrollment, program
-- after: need_due
-- column due_date: First day of the month
-- column outcome: started, not_started, or left (released before the time was over, without a program)
-- column needs: Needs
SELECT region_id, facility_id, CAST(date_trunc('month', due_date) AS DATE) AS due_date, domain, outcome, CAST(sum(needs) AS INTEGER) AS needs
FROM need_due
GROUP BY ALL
