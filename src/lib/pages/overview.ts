import { entries } from './contents.ts';
import { asOfData, monthsUpTo, page, type View } from './page.ts';
import { placesBy } from './places.ts';

export const overview = page({
  ...entries.overview,
  panels: {
    now: {
      measure: 'average-daily-population',
      question: 'population/average',
      request: ({ period }) => ({ period }),
    },
    before: {
      measure: 'average-daily-population',
      question: 'population/average',
      request: ({ comparison }) => comparison && { period: comparison },
    },
    trend: {
      measure: 'population-by-month',
      question: 'population/monthly',
      request: (view) => ({ period: monthsUpTo(view, 60) }),
    },
    ahead: {
      measure: 'population-projection',
      question: 'population/projection-short',
      scopes: ['agency', 'region', 'facility'],
      request: asOfData,
    },
    aheadRecord: {
      measure: 'projection-record',
      question: 'population/backtest',
      scopes: ['agency', 'region', 'facility'],
      request: asOfData,
    },
    aheadPlaces: {
      measure: 'population-projection',
      question: 'population/projection-institutions',
      scopes: ['agency', 'region'],
      request: asOfData,
    },
    flows: {
      measure: 'net-flow',
      question: 'population/flows',
      request: (view) => ({ period: monthsUpTo(view, 24) }),
    },
    expected: {
      measure: 'expected-moves',
      question: 'population/expected',
      request: ({ period }) => ({ period }),
    },
    fit: {
      measure: 'out-of-level',
      question: 'population/level-fit',
      request: ({ period }) => ({ period }),
    },
    places: {
      measure: 'average-daily-population',
      question: 'population/average',
      scopes: ['agency', 'region', 'facility'],
      request: (view: View) => ({ period: view.period, by: placesBy(view.scope) }),
    },
    placesBefore: {
      measure: 'average-daily-population',
      question: 'population/average',
      scopes: ['agency', 'region', 'facility'],
      request: (view: View) => view.comparison && { period: view.comparison, by: placesBy(view.scope) },
    },
    timely: {
      measure: 'timeliness',
      question: 'casework/timeliness',
      request: ({ period }) => ({ period }),
    },
    timelyMonths: {
      measure: 'timeliness-by-month',
      question: 'casework/timeliness-monthly',
      request: (view) => ({ period: monthsUpTo(view, 24) }),
    },
    reviews: {
      measure: 'timeliness-program_review',
      question: 'casework/timeliness',
      scopes: ['agency', 'region', 'facility'],
      request: ({ scope, period }) => ({ period, by: placesBy(scope), params: { type: 'program_review' } }),
    },
    casework: {
      measure: 'casework-now',
      question: 'casework/now',
      request: ({ period }) => ({ period, filters: {} }),
    },
    caseworkByPlace: {
      measure: 'casework-now',
      question: 'casework/now',
      scopes: ['agency', 'region', 'facility'],
      request: ({ scope, period }) => ({ period, by: placesBy(scope), filters: {} }),
    },
    staffing: {
      measure: 'people-per-position',
      question: 'coordinator/staffing',
      scopes: ['agency', 'region'],
      request: ({ period }) => ({ period, by: 'facility_id', filters: {} }),
    },
    guideline: {
      measure: 'assistant-guideline',
      question: 'coordinator/assistant-guideline',
      scopes: ['agency', 'region', 'facility'],
      request: ({ period }) => ({ period, filters: {} }),
    },
    teams: {
      measure: 'teams-observed',
      question: 'coordinator/teams-observed',
      scopes: ['agency', 'region', 'facility'],
      request: ({ period }) => ({ period, by: 'unit_id', filters: {} }),
    },
    returns: {
      measure: 'returned-three-years',
      question: 'recidivism/rate',
      scopes: ['agency', 'region', 'facility'],
      request: ({ period }) => ({ period, by: 'cohort_year' }),
    },
  },
});
