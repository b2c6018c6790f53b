import { entries } from './contents.ts';
import { monthsUpTo, page } from './page.ts';

export const data = page({
  ...entries.data,
  panels: {
    completeness: {
      measure: 'completeness',
      question: 'data/completeness',
      request: (view) => ({ period: monthsUpTo(view, 24) }),
    },
    casework: {
      measure: 'casework-now',
      question: 'casework/now',
      request: ({ period }) => ({ period }),
    },
  },
});
