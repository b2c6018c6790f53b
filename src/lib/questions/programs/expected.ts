import { programFilters } from '../dimensions.ts';
import { everybodySettled, expectedQuestion } from '../expected.ts';
import { facilityParts } from '../population/stock-sql.ts';
import { and, kept, raw, sql } from '../sql.ts';
import { byWholeMonths, inPeriod, ofProgram, programParameters } from './enrollments.ts';

/** Completions of places against what the agency's rates give for the same people in the same programs. */
export const programsExpected = expectedQuestion({
  id: 'programs/expected',
  title: 'Programs completed against what is expected for the mix',
  description: `Of the people whose part in a program ended in the period, those who completed it of completed, withdrew and removed, beside how many would have, had people of the same program, sex, offense and risk at admission fared as in the whole agency. ${byWholeMonths}`,
  people: 'Completed, withdrew and removed',
  events: 'Of those, completed',
  nothing: 'Nothing is expected: nobody completed, withdrew from or was removed from a program in the period.',
  parameters: programParameters,
  filters: programFilters,
  covariates: ['program_id', 'sex', 'offense_category', 'admission_risk'],
  needs: (request) => facilityParts('program_enrollment', request),
  counted: (request) => sql`
    SELECT *, 1 AS people, CASE WHEN outcome = 'completed' THEN 1 ELSE 0 END AS events, ${everybodySettled}
    FROM program_enrollment
    WHERE started AND ${raw("outcome IN ('completed', 'withdrew', 'removed')")}
      AND ${and(kept(request.filters, programFilters), ofProgram(request), inPeriod(request, raw('end_date')))}`,
});
