-- mart: contact_made
-- part: facility
-- order: region_id, facility_id, unit_id, staff_id
-- sorted: yes
-- grain: one row per institution, unit, case manager, day and kind of contact
-- needs: stay, contact
-- after: case_interval
-- A contact belongs to whoever is recorded as having made it, else to the case manager assigned that day.
-- column contacts: Contacts
SELECT region_id, facility_id, unit_id, coalesce(CAST(contact.staff_id AS staff_id_code), place.staff_id) AS staff_id,
  contact_date, contact_type, CAST(count(*) AS INTEGER) AS contacts
FROM contact
LEFT JOIN case_interval AS place
  ON place.stay_id = contact.stay_id AND place.start_date <= contact_date AND place.end_date > contact_date
WHERE contact_date >= getvariable('history_from')
GROUP BY ALL
ORDER BY ALL
