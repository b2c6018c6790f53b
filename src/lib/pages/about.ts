import { monthsUpTo, type Page } from './page.ts';

export const data: Page = {
  id: 'data',
  route: '/data/',
  title: 'Data',
  section: 'About',
  shows: 'How fresh and how complete the data are, what was read, loaded and rejected, and which pages lack tables.',
  needs: [['agency']],
  scopes: ['agency'],
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

export const measuresPage: Page = {
  id: 'measures',
  route: '/measures/',
  title: 'Measures',
  section: 'About',
  shows: 'The glossary: what every figure means, how it is counted, and where it is used.',
  needs: [['agency']],
  scopes: ['agency'],
  panels: [],
};

export const methodsPage: Page = {
  id: 'methods',
  route: '/methods/',
  title: 'Methods',
  section: 'About',
  shows: 'How the figures are made, and how to read the drawings.',
  needs: [['agency']],
  scopes: ['agency'],
  panels: [],
};

export const viewsPage: Page = {
  id: 'views',
  route: '/views/',
  title: 'Saved views',
  section: 'About',
  shows: 'Pages kept under names of your own in this browser, to open, rename, hand on as a file.',
  needs: [['agency']],
  scopes: ['agency'],
  panels: [],
};

export const helpPage: Page = {
  id: 'help',
  route: '/help/',
  title: 'Help',
  section: 'About',
  shows: 'How to find, read, keep and carry away figures, with the keyboard too.',
  needs: [['agency']],
  scopes: ['agency'],
  panels: [],
};
