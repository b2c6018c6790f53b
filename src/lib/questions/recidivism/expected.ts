import { expectedQuestion } from '../expected.ts';
import { releaseGroups } from '../dimensions.ts';
import { sql } from '../sql.ts';
import { eventParameter, recordLag } from './outcome.ts';
import { eventColumns } from './outcome-columns.ts';
import { cohortParameter, releaseParts, releases } from './releases.ts';

const usualHorizon = 365;

/** Returns of places against what the agency's rates give for the same mix of people. */
export const recidivismExpected = expectedQuestion({
  id: 'recidivism/expected',
  title: 'Returns against what is expected for the mix',
  description:
    'People released from each institution or region who had the event within the horizon, beside how many would have, had people of the same age at release, sex, earlier stays, offense, kind of admission, sentence and risk at admission fared as in the whole agency. The first release of each person from the place; only years of release followed for the whole horizon and the record lag, in which the day of every event is known. Counted for the institution released from, where at least 180 days of the last year were spent there, or half of a shorter stay.',
  people: 'People released, counted for the place',
  events: 'Of those, with the event within the horizon',
  nothing:
    'Nothing is expected: there is no year of release that was followed for the whole horizon and in which the day of every event is known.',
  parameters: [
    eventParameter,
    cohortParameter,
    { name: 'horizon', kind: 'integer', meaning: 'Days after release (default 365, one year)' },
  ],
  filters: releaseGroups,
  covariates: [
    'age_at_release',
    'sex',
    'prior_stays',
    'offense_category',
    'admission_type',
    'sentence_length',
    'admission_risk',
  ],
  needs: releaseParts,
  counted(request, apart) {
    const horizon = Number(request.params.horizon ?? usualHorizon);
    const { seen, day } = eventColumns(request);
    // Of an event without its day nothing is known before the follow-up ends, and so nothing of its year.
    const unknown = sql`${seen} AND ${day} IS NULL AND days_followed > ${horizon}`;
    return sql`
      SELECT *, 1 AS people,
        CASE WHEN ${seen} AND (${day} < ${horizon} OR (${day} IS NULL AND days_followed <= ${horizon})) THEN 1 ELSE 0 END AS events
      FROM release_followed
      WHERE ${releases({ ...request, by: apart })} AND cohort_followed >= ${horizon + recordLag(request)}
        AND cohort_year NOT IN (SELECT cohort_year FROM release_followed WHERE ${unknown})`;
  },
});
