-- mart: program_name
-- part: agency
-- order: program_id
-- grain: one row per program
-- needs: program
-- column restricted: Alcohol and drug or sex-offense treatment: most protected
SELECT program_id, program_name, category AS program_category, intended_days, partner, coalesce(restricted, false) AS restricted
FROM program
