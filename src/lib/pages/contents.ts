import type { Manifest } from '../export/manifest.ts';
import { programFilters, releaseGroups } from '../questions/dimensions.ts';
import { programScopes, releaseScopes } from '../questions/scope.ts';
import { knowsCohort, knowsEvent, knowsGroup, knowsHorizon } from './outcome-choices.ts';
import type { PageEntry } from './page.ts';
import { workLists } from './work-lists.ts';

const wholeScopes = ['agency', 'region', 'facility', 'unit'] as const;
/** What a memorandum cannot do without: who was assigned, and what fell due. */
const memoNeeds = [['staff', 'assignment', 'stay', 'task']];
const programNeeds = [['stay', 'enrollment', 'program'], ['release_cohort']];
const returnFilters = releaseGroups.filter((id) => id !== 'region_id' && id !== 'facility_id' && id !== 'cohort_year');

/**
 * Every page, in the order of the navigation. The frame around a page reads this and nothing else of the others: their
 * figures, with all that lies behind them, would weigh on every page. They are added to it in `index.ts`.
 */
export const entries = {
  overview: {
    id: 'overview',
    route: '/',
    title: 'Overview',
    section: 'Overview',
    shows: 'Population against capacity, net flow, casework on time, returns, and what needs attention.',
    needs: [['stay'], ['population_count'], ['release_cohort']],
    scopes: wholeScopes,
  },
  population: {
    id: 'population',
    route: '/population/',
    title: 'Population',
    section: 'Population',
    shows: 'Daily population and capacity, custody mix, flows, length of stay, expected moves, moves between levels.',
    needs: [['stay'], ['population_count']],
    scopes: wholeScopes,
  },
  projection: {
    id: 'projection',
    route: '/population/projection/',
    title: 'Projection',
    section: 'Population',
    shows:
      'Expected population with its bands, chance of passing capacity, scenarios, and how wrong past projections were.',
    needs: [['stay'], ['population_count']],
    scopes: ['agency', 'region', 'facility'],
    unfiltered: true,
    pickers: [],
    keeps: ['admissions', 'returns', 'stays', 'staymonths', 'start', 'retroactive', 'scenarios'],
  },
  worklist: {
    id: 'worklist',
    route: '/worklist/',
    title: 'Worklist',
    section: 'Casework',
    shows:
      'What is overdue and what falls due, with the rule and the dates that made it so; people without a case manager.',
    needs: [['stay', 'task']],
    scopes: wholeScopes,
    unfiltered: true,
    pickers: [],
    keeps: ['list'],
    choices: { list: (value) => workLists.some(({ id }) => id === value) },
  },
  'case-managers': {
    id: 'case-managers',
    route: '/case-managers/',
    title: 'Case managers',
    section: 'Casework',
    shows: 'The people of a unit or institution: caseload, work done on time against what is expected, overdue now.',
    needs: [['stay', 'task', 'assignment', 'staff']],
    scopes: wholeScopes,
    unfiltered: true,
    pickers: ['period'],
    keeps: ['type'],
  },
  'case-manager': {
    id: 'case-manager',
    route: '/case-manager/',
    title: 'Case manager',
    section: 'Casework',
    shows:
      'The quarterly information on one case manager by Elements 2, 3 and 4, with context, trend, funnel and overdue list.',
    needs: [['stay', 'task', 'assignment', 'staff']],
    scopes: wholeScopes,
    unfiltered: true,
    pickers: ['period'],
    under: 'case-managers',
    keeps: ['type'],
    about: { parameter: 'staff', listed: 'types' },
  },
  case: {
    id: 'case',
    route: '/case/',
    title: 'Case',
    section: 'Casework',
    shows: 'One case’s timeline: placements, assignments, due dates, completions and programs.',
    needs: [['stay', 'placement', 'task']],
    scopes: wholeScopes,
    unfiltered: true,
    pickers: [],
    under: 'worklist',
    about: { parameter: 'case' },
  },
  rows: {
    id: 'rows',
    route: '/rows/',
    title: 'Rows behind a figure',
    section: 'Casework',
    shows: 'What a figure counted, row by row: case, days, the rule that made it due, and how each was counted.',
    needs: [['stay', 'task'], ['meeting'], ['quality_check'], ['staff']],
    scopes: wholeScopes,
    unfiltered: true,
    pickers: ['period'],
    under: 'case-managers',
    keeps: ['measure', 'only', 'state'],
    about: { parameter: 'staff' },
  },
  memos: {
    id: 'memos',
    route: '/memos/',
    title: 'Quarterly memos',
    section: 'Casework',
    shows:
      'The quarterly memoranda of an institution’s case managers: not started, draft or finished; print or download all.',
    needs: memoNeeds,
    scopes: wholeScopes,
    unfiltered: true,
    pickers: ['period'],
  },
  memo: {
    id: 'memo',
    route: '/memo/',
    title: 'Quarterly memo',
    section: 'Casework',
    shows: 'The quarterly memorandum of one case manager, to write, check, print and save.',
    needs: memoNeeds,
    scopes: wholeScopes,
    unfiltered: true,
    pickers: ['period'],
    under: 'memos',
    about: { parameter: 'staff' },
  },
  coordinator: {
    id: 'coordinator',
    route: '/coordinator/',
    title: 'Coordinator',
    section: 'Casework',
    shows:
      'The coordinator’s own duties: meetings and minutes, classification teams, reviews, correspondence, release, budget, training, staffing.',
    needs: [['meeting'], ['quality_check'], ['staffing'], ['financial_responsibility']],
    scopes: ['agency', 'region', 'facility'],
    unfiltered: true,
  },
  recidivism: {
    id: 'recidivism',
    route: '/recidivism/',
    title: 'Return after release',
    section: 'Outcomes',
    shows: 'Rates and curves of return after release by any group, competing events, follow-up after release.',
    needs: [['stay'], ['release_cohort']],
    scopes: releaseScopes,
    filters: returnFilters,
    keeps: ['event', 'by', 'count', 'cohort', 'horizon', 'tests'],
    choices: {
      event: knowsEvent,
      by: knowsGroup,
      // Not “unit”: in a link that is a place.
      count: (value) => value === 'release' || value === 'person',
      cohort: knowsCohort,
      horizon: knowsHorizon,
      tests: (value) => value === 'yes',
    },
    pickers: [],
  },
  programs: {
    id: 'programs',
    route: '/programs/',
    title: 'Programs',
    section: 'Outcomes',
    shows: 'Need, referral, start and completion of every program, waits, seats, unmet need at release.',
    needs: programNeeds,
    scopes: programScopes,
    filters: programFilters,
    pickers: ['period'],
  },
  program: {
    id: 'program',
    route: '/program/',
    title: 'Program',
    section: 'Outcomes',
    under: 'programs',
    shows: 'One program: funnel, wait, completion, seats, and what became of people who took part, compared.',
    needs: programNeeds,
    scopes: releaseScopes,
    filters: returnFilters,
    keeps: ['program', 'event', 'horizon'],
    choices: { event: knowsEvent, horizon: knowsHorizon },
    pickers: ['period'],
  },
  regions: {
    id: 'regions',
    route: '/regions/',
    title: 'Institutions side by side',
    section: 'Region',
    shows:
      'Institutions, their units and case managers by population, casework, programs and return, against the limits of chance.',
    needs: [['stay'], ['population_count']],
    scopes: wholeScopes,
    unfiltered: true,
    pickers: ['period'],
    keeps: ['measure', 'rows'],
    choices: { rows: (value) => value === 'regions' || value === 'institutions' },
  },
  trends: {
    id: 'trends',
    route: '/trends/',
    title: 'Trends',
    section: 'Region',
    shows:
      'Any measure by month, quarter or fiscal year, each region, institution or unit beside the others on one scale.',
    needs: [['stay'], ['population_count']],
    scopes: ['agency', 'region', 'facility'],
    unfiltered: true,
    pickers: ['period'],
    keeps: ['measure', 'by', 'grain'],
  },
  compare: {
    id: 'compare',
    route: '/compare/',
    title: 'Compare',
    section: 'Region',
    shows: 'Any two places or periods side by side: every measure with its difference, interval and wording.',
    needs: [['stay'], ['population_count']],
    scopes: wholeScopes,
    unfiltered: true,
    keeps: ['with', 'with-period'],
    insteadOfComparison: 'with-period',
  },
  packet: {
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
  },
  measures: {
    id: 'measures',
    route: '/measures/',
    title: 'Measures',
    section: 'About',
    shows: 'The glossary: what every figure means, how it is counted, and where it is used.',
    needs: [['agency']],
    scopes: ['agency'],
  },
  methods: {
    id: 'methods',
    route: '/methods/',
    title: 'Methods',
    section: 'About',
    shows: 'How the figures are made, and how to read the drawings.',
    needs: [['agency']],
    scopes: ['agency'],
  },
  data: {
    id: 'data',
    route: '/data/',
    title: 'Data',
    section: 'About',
    shows: 'How fresh and how complete the data are, what was read, loaded and rejected, and which pages lack tables.',
    needs: [['agency']],
    scopes: ['agency'],
  },
  views: {
    id: 'views',
    route: '/views/',
    title: 'Saved views',
    section: 'About',
    shows: 'Pages kept under names of your own in this browser, to open, rename, hand on as a file.',
    needs: [['agency']],
    scopes: ['agency'],
  },
  help: {
    id: 'help',
    route: '/help/',
    title: 'Help',
    section: 'About',
    shows: 'How to find, read, keep and carry away figures, with the keyboard too.',
    needs: [['agency']],
    scopes: ['agency'],
  },
  explore: {
    id: 'explore',
    route: '/explore/',
    title: 'SQL console',
    section: 'About',
    shows: 'Every table of the export, for questions no page foresaw; the SQL of every figure.',
    needs: [['agency']],
    scopes: ['agency'],
    pickers: [],
    ownEngine: true,
  },
} as const satisfies Readonly<Record<string, PageEntry>>;

/** The same as a list. */
export const contents: readonly PageEntry[] = Object.values(entries);

/** The page at a route of the router, such as `/population`; undefined for pages without a place in this list. */
export function pageAt(routeId: string | null): PageEntry | undefined {
  return routeId === null ? undefined : contents.find((page) => page.route === routeOf(routeId));
}

/** The address of a page below the base, of the router's id: a folder in brackets is no part of it. */
export function routeOf(routeId: string): string {
  return routeId.replace(/\/\([^)]*\)/g, '').replace(/\/?$/, '/');
}

/** Tables whose absence keeps a page from showing anything; empty when one of its lists is complete. */
export function tablesLacking(page: PageEntry, dataset: Pick<Manifest, 'tables'>): string[] {
  const supplied = new Set(dataset.tables.filter((table) => table.supplied).map((table) => table.name));
  const lacking = page.needs.map((list) => list.filter((table) => !supplied.has(table)));
  return lacking.some((list) => list.length === 0) ? [] : (lacking[0] ?? []);
}
