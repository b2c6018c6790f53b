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
/** What most readers narrow the population down by first. */
const firstFilters = ['custody_level', 'sex', 'legal_status'] as const;

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
    needs: [['stay'], ['population_count'], ['release_cohort']],
    scopes: wholeScopes,
    firstFilters,
  },
  population: {
    id: 'population',
    route: '/population/',
    title: 'Population',
    section: 'Population',
    needs: [['stay'], ['population_count']],
    scopes: wholeScopes,
    firstFilters,
  },
  projection: {
    id: 'projection',
    route: '/population/projection/',
    title: 'Projection',
    section: 'Population',
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
    needs: [['meeting'], ['quality_check'], ['staffing'], ['financial_responsibility']],
    scopes: ['agency', 'region', 'facility'],
    unfiltered: true,
  },
  recidivism: {
    id: 'recidivism',
    route: '/recidivism/',
    title: 'Return after release',
    section: 'Outcomes',
    needs: [['stay'], ['release_cohort']],
    scopes: releaseScopes,
    filters: returnFilters,
    firstFilters: ['sex', 'race_ethnicity', 'age_at_release', 'risk_level'],
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
    needs: [['agency']],
    scopes: ['agency'],
  },
  methods: {
    id: 'methods',
    route: '/methods/',
    title: 'Methods',
    section: 'About',
    needs: [['agency']],
    scopes: ['agency'],
  },
  data: {
    id: 'data',
    route: '/data/',
    title: 'Data',
    section: 'About',
    needs: [['agency']],
    scopes: ['agency'],
  },
  views: {
    id: 'views',
    route: '/views/',
    title: 'Saved views',
    section: 'About',
    needs: [['agency']],
    scopes: ['agency'],
  },
  help: {
    id: 'help',
    route: '/help/',
    title: 'Help',
    section: 'About',
    needs: [['agency']],
    scopes: ['agency'],
  },
  explore: {
    id: 'explore',
    route: '/explore/',
    title: 'SQL console',
    section: 'About',
    needs: [['agency']],
    scopes: ['agency'],
    pickers: [],
    ownEngine: true,
  },
} as const satisfies Readonly<Record<string, PageEntry>>;

export type PageId = (typeof entries)[keyof typeof entries]['id'];

/** The same as a list. */
export const contents: readonly (PageEntry & { readonly id: PageId })[] = Object.values(entries);

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
