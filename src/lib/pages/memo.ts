import type { Page } from './page.ts';

/** What a memorandum cannot do without: who was assigned, and what fell due. */
const needs = [['staff', 'assignment', 'stay', 'task']];
const scopes = ['agency', 'region', 'facility', 'unit'] as const;

export const memosPage: Page = {
  id: 'memos',
  route: '/memos/',
  title: 'Quarterly memos',
  section: 'Casework',
  shows:
    'The quarterly memoranda of an institution’s case managers: not started, draft or finished; print or download all.',
  needs,
  scopes,
  unfiltered: true,
  pickers: ['period'],
  // Asked when somebody opens an institution: nobody reads fifteen memoranda at first sight.
  panels: [],
};

export const memoPage: Page = {
  id: 'memo',
  route: '/memo/',
  title: 'Quarterly memo',
  section: 'Casework',
  shows: 'The quarterly memorandum of one case manager, to write, check, print and save.',
  needs,
  scopes,
  unfiltered: true,
  pickers: ['period'],
  under: 'memos',
  about: { parameter: 'staff' },
  panels: [],
};
