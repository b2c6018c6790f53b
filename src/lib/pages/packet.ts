import type { Page } from './page.ts';

export const packetPage: Page = {
  id: 'packet',
  route: '/packet/',
  title: 'Regional packet',
  section: 'Region',
  shows:
    'What a regional office reviews in a quarter, as one print: population, casework, signals, programs, return, coordinators’ duties, data quality, definitions.',
  needs: [['stay', 'facility']],
  scopes: ['agency', 'region'],
  unfiltered: true,
  pickers: ['period'],
  under: 'regions',
  // Counted when somebody opens it: it is one print of a region, not a first view of everybody.
  panels: [],
};
