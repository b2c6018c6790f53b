-- mart: completeness
-- part: agency
-- order: table_name, field, month
-- grain: one row per contract table, optional field and month; a null field counts the table's rows
-- needs: agency
-- column table_name: Contract table
-- column field: Optional field; null for the rows themselves
-- column rows: Rows of the table in the month
-- column filled: Rows in which the field is filled
SELECT table_name, field, month, rows, filled
FROM main.completeness
