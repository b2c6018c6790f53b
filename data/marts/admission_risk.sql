-- mart: admission_risk
-- part: none
-- grain: one row per stay with a risk found by an assessment in its first 90 days: what it was before the institution could change it
-- needs: stay
-- Without assessments there is no row, and what is compared by risk at admission says that it is not recorded.
SELECT stay_id, min(struct_pack(day := assessed_date, risk := assessment.risk_level)).risk AS risk_level
FROM assessment JOIN stay USING (stay_id)
WHERE assessment.risk_level IS NOT NULL AND assessed_date BETWEEN admission_date AND admission_date + 90
GROUP BY stay_id
