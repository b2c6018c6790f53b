import { addDays } from '../calendar/date.ts';
import { rangePeriod } from '../calendar/period.ts';
import { entries } from './contents.ts';
import { page, type View } from './page.ts';

/** Link parameters of a scenario, and the list of those kept under a name. */
export const scenarioNames = 'scenarios' satisfies (typeof entries.projection.keeps)[number];

/** A projection is made as of the data, whatever period a reader looks at elsewhere. */
const asOf = ({ dataset }: View) => ({
  period: rangePeriod(dataset.as_of, addDays(dataset.as_of, 1)),
  filters: {},
});

export const projection = page({
  ...entries.projection,
  panels: {
    projection: {
      measure: 'population-projection',
      question: 'population/projection',
      request: asOf,
    },
    history: {
      measure: 'population-projection',
      question: 'population/projection-history',
      request: asOf,
    },
    assumptions: {
      measure: 'population-projection',
      question: 'population/projection-assumptions',
      request: asOf,
    },
    strata: {
      measure: 'population-projection',
      question: 'population/projection-strata',
      request: asOf,
    },
    institutions: {
      measure: 'population-projection',
      question: 'population/projection-institutions',
      scopes: ['agency', 'region'],
      request: asOf,
    },
    needed: {
      measure: 'population-projection',
      question: 'population/people-needed',
      request: asOf,
    },
    record: {
      measure: 'projection-record',
      question: 'population/backtest',
      request: asOf,
    },
    strip: {
      measure: 'projection-record',
      question: 'population/projection-past',
      request: asOf,
    },
    kept: {
      measure: 'projection-record',
      question: 'population/projection-kept',
      request: asOf,
    },
  },
  onAction: {
    input: {
      measure: 'population-projection',
      question: 'population/projection-input',
      request: asOf,
    },
  },
});
