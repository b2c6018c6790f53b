import { entries } from './contents.ts';
import { monthsUpTo, page } from './page.ts';

export const population = page({
  ...entries.population,
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
    daily: {
      measure: 'population-on-a-day',
      question: 'population/daily',
      // A unit's days are read from its institution's file when the engine is there; its first view shows months.
      scopes: ['agency', 'region', 'facility'],
      request: (view) => ({ period: monthsUpTo(view, 24) }),
    },
    custodyTrend: {
      measure: 'custody-mix',
      question: 'population/monthly',
      request: (view) => ({ period: monthsUpTo(view, 60), by: 'custody_level' }),
    },
    custody: {
      measure: 'custody-mix',
      question: 'population/average',
      request: ({ period }) => ({ period, by: 'custody_level' }),
    },
    custodyBefore: {
      measure: 'custody-mix',
      question: 'population/average',
      request: ({ comparison }) => comparison && { period: comparison, by: 'custody_level' },
    },
    flows: {
      measure: 'net-flow',
      question: 'population/flows',
      request: (view) => ({ period: monthsUpTo(view, 24) }),
    },
    movements: {
      measure: 'movements-by-type',
      question: 'population/movements',
      request: ({ period }) => ({ period }),
    },
    lengthOfStay: {
      measure: 'length-of-stay',
      question: 'population/length-of-stay',
      request: (view) => ({ period: monthsUpTo(view, view.dataset.settings.length_of_stay_window_months) }),
    },
    expected: {
      measure: 'expected-moves',
      question: 'population/expected',
      request: ({ period }) => ({ period }),
    },
    fit: {
      measure: 'out-of-level',
      question: 'population/level-fit',
      request: ({ period }) => ({ period, by: 'custody_level' }),
    },
    moves: {
      measure: 'custody-moves',
      question: 'population/custody-moves',
      request: ({ period }) => ({ period }),
    },
    legal: {
      measure: 'legal-status',
      question: 'population/average',
      request: ({ period }) => ({ period, by: 'legal_status' }),
    },
    age: {
      measure: 'age-status',
      question: 'population/average',
      request: ({ period }) => ({ period, by: 'age_status' }),
    },
    sex: {
      measure: 'sex',
      question: 'population/average',
      request: ({ period }) => ({ period, by: 'sex' }),
    },
    offense: {
      measure: 'offense',
      question: 'population/average',
      request: ({ period }) => ({ period, by: 'offense_category' }),
    },
  },
});
