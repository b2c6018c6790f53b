import type { Manifest } from '$lib/export/manifest.ts';
import { measures } from '$lib/measures/measures.ts';
import { contents, tablesLacking, type PageId } from '$lib/pages/contents.ts';
import { shows } from '$lib/pages/shows.ts';
import { isScoped, type PageEntry } from '$lib/pages/page.ts';
import { formatView, type ChosenView } from '$lib/pages/view.ts';
import { parseScope, type Scope } from '$lib/questions/scope.ts';
import { placeOptions } from '$lib/pages/pickers.ts';
import { viewInWords, type SavedView } from '$lib/state/saved-views/saved-view.ts';

/** Something a reader can go to or do. */
export interface Entry {
  /** Its own among all entries. */
  readonly id: string;
  readonly label: string;
  /** Smaller text after it: what it belongs to. */
  readonly hint?: string;
  /** Further words it is found by. */
  readonly words?: string;
  /** Address under the site's base, with its query string. */
  readonly path?: string;
  readonly run?: () => void;
  /** Listed once something is typed: it is no place to begin. */
  readonly onlyTyped?: true;
}

export interface EntryGroup {
  readonly label: string;
  readonly entries: readonly Entry[];
}

export interface PaletteSubject {
  view: ChosenView;
  /** The page that is open. */
  here: PageEntry | undefined;
  saved: readonly SavedView[];
  actions: readonly Entry[];
}

/** Entries shown of a group: what is further down is found by typing more. */
const most = 8;

/** Everything a reader can go to from here, in the order it is listed. */
export function entryGroups({ view, here, saved, actions }: PaletteSubject): EntryGroup[] {
  const { dataset } = view;
  return [
    { label: 'Pages', entries: pageEntries(view) },
    { label: 'Saved views', entries: saved.map((item) => savedEntry(item, dataset)) },
    { label: 'Actions', entries: actions },
    { label: 'Places', entries: placeEntries(view, here) },
    { label: 'Case managers', entries: staffEntries(view) },
    { label: 'Measures', entries: measureEntries(view) },
  ].filter(({ entries }) => entries.length > 0);
}

/** What readers call a page who do not know its name: words of the field, of statistics, of another product. */
const soughtBy: Readonly<Record<PageId, string>> = {
  overview: 'home start dashboard',
  population: 'census count headcount adp beds capacity',
  projection: 'forecast forecasting prediction simulation scenario',
  worklist: 'timeliness overdue late deadlines tasks to do due unassigned',
  'case-managers': 'timeliness on time late deadlines caseload workload counselors staff',
  'case-manager': 'timeliness on time performance evaluation caseload',
  case: 'inmate person timeline history number',
  rows: 'list items behind evidence denominator numerator',
  memos: 'performance evaluation memorandum quarterly batch',
  memo: 'performance evaluation memorandum quarterly rating dispute',
  coordinator: 'cmc duties meetings minutes certification',
  recidivism: 'recidivism reoffending return rearrest reconviction survival curve',
  programs: 'treatment education enrollment completion waiting',
  program: 'treatment education effect comparison evaluation',
  regions: 'matrix ranking institutions compare signals',
  trends: 'time series history months charts',
  compare: 'difference versus before after',
  packet: 'report quarterly print regional book',
  measures: 'glossary dictionary definitions indicators metrics',
  methods: 'statistics methodology formula confidence interval',
  data: 'quality completeness freshness rejected rows source',
  views: 'bookmarks favorites favourites links',
  help: 'manual guide how to pseudonyms key',
  explore: 'sql query duckdb database tables',
};

/** Every page; those that are reached from another one, once their name is typed. */
function pageEntries(view: ChosenView): Entry[] {
  return contents.map((page) => {
    const reached = page.under !== undefined;
    const from = contents.find(({ id }) => id === page.under)?.title;
    const hint = tablesLacking(page, view.dataset).length > 0 ? 'no data' : from && `under ${from}`;
    return {
      id: `page ${page.id}`,
      label: page.title,
      words: `${soughtBy[page.id]} ${shows[page.id]}`,
      path: `${page.route}${formatView(view)}`,
      ...(hint ? { hint } : {}),
      ...(reached ? { onlyTyped: true as const } : {}),
    };
  });
}

function savedEntry(item: SavedView, dataset: Manifest): Entry {
  const words = viewInWords(item, dataset);
  const hint = [words.page, words.place, words.period].filter(Boolean).join(', ');
  return { id: `view ${item.id}`, label: item.name, hint, words: words.filters, path: `${item.route}${item.search}` };
}

/** The place on the page that is open, where that page can speak of it; its overview elsewhere. */
function placeEntries(view: ChosenView, here: PageEntry | undefined): Entry[] {
  return placeOptions(view.dataset).flatMap(({ value, label, hint }) => {
    const scope = parseScope(value, view.dataset);
    if ('error' in scope) return [];
    const route = here && isScoped(here) && !here.about && here.scopes.includes(scope.kind) ? here.route : '/';
    const within = unitHome(scope, view.dataset) ?? hint;
    return {
      id: `place ${value}`,
      label,
      ...(within ? { hint: within } : {}),
      words: value.split('=').at(-1) ?? '',
      path: `${route}${formatView({ ...view, scope })}`,
    };
  });
}

function unitHome(scope: Scope, { scopes }: Manifest): string | null {
  if (scope.kind !== 'unit') return null;
  const home = scopes.units.find(({ id }) => id === scope.id)?.facility_id;
  return scopes.facilities.find(({ id }) => id === home)?.name ?? null;
}

/** The case managers of the place that is looked at. */
function staffEntries(view: ChosenView): Entry[] {
  const { scopes } = view.dataset;
  const { scope } = view;
  const regionOf = (facility: string | null) => scopes.facilities.find(({ id }) => id === facility)?.region_id;
  return scopes.staff
    .filter(({ facility_id, unit_id }) => {
      if (scope.kind === 'region') return regionOf(facility_id) === scope.id;
      if (scope.kind === 'facility') return facility_id === scope.id;
      return scope.kind === 'unit' ? unit_id === scope.id : true;
    })
    .map(({ id, name, facility_id }) => ({
      id: `staff ${id}`,
      label: name,
      hint: scopes.facilities.find((facility) => facility.id === facility_id)?.name ?? '',
      words: id,
      path: `/case-manager/${formatView(
        facility_id ? { ...view, scope: { kind: 'facility', id: facility_id } } : view,
        { staff: id },
      )}`,
    }));
}

function measureEntries(view: ChosenView): Entry[] {
  return measures.map(({ id, label, definition }) => ({
    id: `measure ${id}`,
    label,
    hint: 'definition',
    words: `${id.replaceAll('_', ' ')} ${definition}`,
    path: `/measure/${formatView(view, { id })}`,
  }));
}

/**
 * The entries that hold every word typed: those whose name begins with it first, then those that hold it in the name,
 * then by their further words. With nothing typed, pages, saved views and actions only.
 */
export function matchingGroups(groups: readonly EntryGroup[], query: string): EntryGroup[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0)
    return groups
      .filter(({ label }) => !onlyTyped.has(label))
      .map(({ label, entries }) => ({ label, entries: entries.filter((entry) => !entry.onlyTyped) }));
  return groups
    .map(({ label, entries }) => ({
      label,
      entries: entries
        .map((entry) => ({ entry, rank: rankOf(entry, words) }))
        .filter(({ rank }) => rank > 0)
        .sort((a, b) => b.rank - a.rank)
        .slice(0, most)
        .map(({ entry }) => entry),
      best: Math.max(0, ...entries.map((entry) => rankOf(entry, words))),
    }))
    .filter(({ entries }) => entries.length > 0)
    .sort((a, b) => b.best - a.best)
    .map(({ label, entries }) => ({ label, entries }));
}

const onlyTyped: ReadonlySet<string> = new Set(['Places', 'Case managers', 'Measures']);

/** 4 for the very name, 3 when it begins with what was typed, 2 when a name's words hold all of it, 1 by further words, 0 not at all. */
function rankOf({ label, hint = '', words = '' }: Entry, typed: readonly string[]): number {
  const name = fold(label);
  if (name === typed.join(' ')) return 4;
  if (name.startsWith(typed.join(' '))) return 3;
  if (typed.every((word) => name.includes(word))) return 2;
  const all = fold(`${label} ${hint} ${words}`).split(/[^\p{L}\p{N}-]+/u);
  return typed.every((word) => all.some((part) => part.startsWith(word))) ? 1 : 0;
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
