import { entries } from './contents.ts';
import { monthsUpTo, type Page } from './page.ts';

export const data: Page = {
  ...entries.data,
  panels: [
    {
      key: 'completeness',
      measure: 'completeness',
      question: 'data/completeness',
      request: (view) => ({ period: monthsUpTo(view, 24) }),
    },
    {
      key: 'casework',
      measure: 'casework-now',
      question: 'casework/now',
      request: ({ period }) => ({ period }),
    },
  ],
};
