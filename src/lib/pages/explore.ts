import type { Page } from './page.ts';

export const explore: Page = {
  id: 'explore',
  route: '/explore/',
  title: 'SQL console',
  section: 'About',
  shows: 'Every table of the export, for questions no page foresaw; the SQL of every figure.',
  needs: [['agency']],
  scopes: ['agency'],
  pickers: [],
  ownEngine: true,
  panels: [],
};
