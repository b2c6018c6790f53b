-- mart: projection_input
-- part: agency
-- order: region_id, facility_id, stratum, kind, slot
-- materialized: no
-- grain: one row per agency or region, group of people, kind of figure and age or month: what the projection is made from
-- needs: stay
-- after: projection_spell, projection_return
-- Filled by the export from the rows of projection_spell; see src/lib/projection.
-- column stratum: Number of the group of people projected together; -1 for figures of the place as a whole
-- column kind: What the value is: people in custody, at risk, leaving or admitted, by age or month
-- column slot: Age or month the value belongs to
-- column name: Name of the group, or admission type
-- column detail: Offense
-- column value: People, or a share
SELECT region_id, facility_id, stratum, kind, slot, name, detail, value
FROM main.projection_input
WHERE facility_id IS NULL
