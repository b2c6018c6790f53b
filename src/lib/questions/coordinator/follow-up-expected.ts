import { within } from '../casework/case-counts.ts';
import { everybodySettled, expectedQuestion } from '../expected.ts';
import { coveredWindow, facilityParts } from '../population/stock-sql.ts';
import { sql } from '../sql.ts';

const usualDay = 90;

/** People reached after release, against what the agency's rates give for the same mix of people. */
export const followUpExpected = expectedQuestion({
  id: 'coordinator/follow-up-expected',
  title: 'Follow-up after release against what is expected for the mix',
  description:
    'Of the follow-ups due in the period so many days after release, people reached, beside how many would have been, had people of the same sex, offense and risk at admission been reached as in the whole agency. Under the place released from.',
  people: 'Follow-ups due',
  events: 'Of those, people reached',
  nothing: 'Nothing is expected: no follow-up of that many days was due in the period.',
  parameters: [{ name: 'day', kind: 'integer', meaning: 'Days after release (default 90)' }],
  filters: [],
  covariates: ['sex', 'offense_category', 'admission_risk'],
  needs: (request) => facilityParts('follow_up_due', request),
  counted: (request) => sql`
    SELECT * EXCLUDE (people), people, CASE WHEN reached THEN people ELSE 0 END AS events, ${everybodySettled}
    FROM follow_up_due
    WHERE ${within('due_date', coveredWindow(request))} AND follow_up_day = ${Number(request.params.day ?? usualDay)}`,
});
