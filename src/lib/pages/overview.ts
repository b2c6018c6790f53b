import { monthsUpTo, type Page, type View } from './page.ts';
import { placesBy } from './places.ts';

export const overview: Page = {
  id: 'overview',
  route: '/',
  title: 'Overview',
  section: 'Overview',
  shows: 'Population against capacity, net flow, expected moves, returns, and what needs attention.',
  needs: [['stay'], ['population_count'], ['release_cohort']],
  scopes: ['agency', 'region', 'facility', 'unit'],
  panels: [
    {
      key: 'now',
      measure: 'average-daily-population',
      question: 'population/average',
      request: ({ period }) => ({ period }),
    },
    {
      key: 'before',
      measure: 'average-daily-population',
      question: 'population/average',
      request: ({ comparison }) => comparison && { period: comparison },
    },
    {
      key: 'trend',
      measure: 'population-by-month',
      question: 'population/monthly',
      request: (view) => ({ period: monthsUpTo(view, 60) }),
    },
    {
      key: 'flows',
      measure: 'net-flow',
      question: 'population/flows',
      request: (view) => ({ period: monthsUpTo(view, 24) }),
    },
    {
      key: 'expected',
      measure: 'expected-moves',
      question: 'population/expected',
      request: ({ period }) => ({ period }),
    },
    {
      key: 'fit',
      measure: 'out-of-level',
      question: 'population/level-fit',
      request: ({ period }) => ({ period }),
    },
    {
      key: 'places',
      measure: 'average-daily-population',
      question: 'population/average',
      scopes: ['agency', 'region', 'facility'],
      request: (view: View) => ({ period: view.period, by: placesBy(view.scope) }),
    },
    {
      key: 'placesBefore',
      measure: 'average-daily-population',
      question: 'population/average',
      scopes: ['agency', 'region', 'facility'],
      request: (view: View) => view.comparison && { period: view.comparison, by: placesBy(view.scope) },
    },
    {
      key: 'returns',
      measure: 'returned-three-years',
      question: 'recidivism/rate',
      scopes: ['agency', 'region', 'facility'],
      request: ({ period }) => ({ period, by: 'cohort_year' }),
    },
  ],
};
