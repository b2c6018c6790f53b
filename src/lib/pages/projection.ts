import { entries } from './contents.ts';
import { asOfData, onActionOf, page } from './page.ts';

/** Link parameters of a scenario, and the list of those kept under a name. */
export const scenarioNames = 'scenarios' satisfies (typeof entries.projection.keeps)[number];

/** Below the first view: fetched when a reader comes near. */
const below = {
  positions: {
    measure: 'people-needed',
    question: 'population/positions-by-month',
    request: asOfData,
  },
  needed: {
    measure: 'people-needed',
    question: 'population/people-needed',
    request: asOfData,
  },
  timeStudy: {
    measure: 'people-needed',
    question: 'population/time-study',
    request: asOfData,
  },
} as const;

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
    ...below,
  },
});

/** The part of the page about case managers, whose answers lie with those of what a reader does. */
export const peopleNeededPart = page({
  ...entries.projection,
  id: onActionOf(entries.projection.id),
  panels: below,
});
