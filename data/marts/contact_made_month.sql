-- mart: contact_made_month
-- part: agency
-- order: facility_id, contact_date
-- grain: one row per institution, month and kind of contact
-- needs: stay, contact
-- after: contact_made
-- column contact_date: First day of the month
-- column contacts: Contacts
SELECT region_id, facility_id, CAST(date_trunc('month', contact_date) AS DATE) AS contact_date, contact_type,
  CAST(sum(contacts) AS INTEGER) AS contacts
FROM contact_made
GROUP BY ALL
