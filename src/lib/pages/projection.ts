import { entries } from './contents.ts';
import { asOfData, page } from './page.ts';

/** Link parameters of a scenario, and the list of those kept under a name. */
export const scenarioNames = 'scenarios' satisfies (typeof entries.projection.keeps)[number];

export const projection = page({
  ...entries.projection,
  panels: {
    projection: {
      measure: 'population-projection',
      question: 'population/projection',
      request: asOfData,
    },
    history: {
      measure: 'population-projection',
      question: 'population/projection-history',
      request: asOfData,
    },
    assumptions: {
      measure: 'population-projection',
      question: 'population/projection-assumptions',
      request: asOfData,
    },
    strata: {
      measure: 'population-projection',
      question: 'population/projection-strata',
      request: asOfData,
    },
    institutions: {
      measure: 'population-projection',
      question: 'population/projection-institutions',
      scopes: ['agency', 'region'],
      request: asOfData,
    },
    needed: {
      measure: 'population-projection',
      question: 'population/people-needed',
      request: asOfData,
    },
    record: {
      measure: 'projection-record',
      question: 'population/backtest',
      request: asOfData,
    },
    strip: {
      measure: 'projection-record',
      question: 'population/projection-past',
      request: asOfData,
    },
    kept: {
      measure: 'projection-record',
      question: 'population/projection-kept',
      request: asOfData,
    },
  },
  onAction: {
    input: {
      measure: 'population-projection',
      question: 'population/projection-input',
      request: asOfData,
    },
  },
});
