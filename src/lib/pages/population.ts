import { entries } from './contents.ts';
import { monthsUpTo, type Page } from './page.ts';

export const population: Page = {
  ...entries.population,
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
      key: 'daily',
      measure: 'population-on-a-day',
      question: 'population/daily',
      // A unit's days are read from its institution's file when the engine is there; its first view shows months.
      scopes: ['agency', 'region', 'facility'],
      request: (view) => ({ period: monthsUpTo(view, 24) }),
    },
    {
      key: 'custodyTrend',
      measure: 'custody-mix',
      question: 'population/monthly',
      request: (view) => ({ period: monthsUpTo(view, 60), by: 'custody_level' }),
    },
    {
      key: 'custody',
      measure: 'custody-mix',
      question: 'population/average',
      request: ({ period }) => ({ period, by: 'custody_level' }),
    },
    {
      key: 'custodyBefore',
      measure: 'custody-mix',
      question: 'population/average',
      request: ({ comparison }) => comparison && { period: comparison, by: 'custody_level' },
    },
    {
      key: 'flows',
      measure: 'net-flow',
      question: 'population/flows',
      request: (view) => ({ period: monthsUpTo(view, 24) }),
    },
    {
      key: 'movements',
      measure: 'movements-by-type',
      question: 'population/movements',
      request: ({ period }) => ({ period }),
    },
    {
      key: 'lengthOfStay',
      measure: 'length-of-stay',
      question: 'population/length-of-stay',
      request: (view) => ({ period: monthsUpTo(view, view.dataset.settings.length_of_stay_window_months) }),
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
      request: ({ period }) => ({ period, by: 'custody_level' }),
    },
    {
      key: 'moves',
      measure: 'custody-moves',
      question: 'population/custody-moves',
      request: ({ period }) => ({ period }),
    },
    {
      key: 'legal',
      measure: 'legal-status',
      question: 'population/average',
      request: ({ period }) => ({ period, by: 'legal_status' }),
    },
    {
      key: 'age',
      measure: 'age-status',
      question: 'population/average',
      request: ({ period }) => ({ period, by: 'age_status' }),
    },
    {
      key: 'sex',
      measure: 'sex',
      question: 'population/average',
      request: ({ period }) => ({ period, by: 'sex' }),
    },
    {
      key: 'offense',
      measure: 'offense',
      question: 'population/average',
      request: ({ period }) => ({ period, by: 'offense_category' }),
    },
  ],
};
