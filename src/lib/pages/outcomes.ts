import type { Manifest } from '../dataset/manifest.ts';
import type { DimensionId } from '../questions/dimensions.ts';
import { isReadyMade, offeredEvents, usualEvent } from '../questions/outcome.ts';
import { programFilters } from '../questions/programs.ts';
import { releaseGroups, releaseScopes } from '../questions/recidivism.ts';
import { monthsUpTo, type Page, type View } from './page.ts';

/** Days of the rates and curves a reader can choose. */
export const horizons = [365, 730, 1095, 1826] as const;
const usualHorizon = 1095;
/** Curves are drawn up to five years. */
const curveEnd = 1826;

type Asked = Pick<View, 'own' | 'dataset'>;

export function chosenEvent({ own, dataset }: Asked): string {
  return own.event ?? usualEvent(dataset);
}

export function chosenHorizon({ own }: Pick<View, 'own'>): number {
  return own.horizon !== undefined && knowsHorizon(own.horizon) ? Number(own.horizon) : usualHorizon;
}

function knowsHorizon(value: string): boolean {
  const days = Number(value);
  return Number.isInteger(days) && days > 0 && days <= 3653;
}

function knowsEvent(value: string, dataset: Manifest): boolean {
  return offeredEvents(dataset).includes(value);
}

/** Years of release, or one of them, as a link names them. */
const cohortText = /^\d{4}(\.\.\d{4})?$/;

/** Characteristics of a release that differ at all in the data. */
export function recordedGroups(dataset: Manifest): DimensionId[] {
  return releaseGroups.filter((id) => {
    if (id === 'region_id') return dataset.scopes.regions.length > 1;
    if (id === 'facility_id') return dataset.scopes.facilities.length > 1;
    return (dataset.dimensions[id]?.length ?? 0) > 1;
  });
}

const telling: readonly DimensionId[] = ['risk_level', 'program_status', 'age_at_release', 'release_type', 'sex'];

/** Stands in a link for no grouping. */
export const ungrouped = 'all';

/** The grouping a reader chose, or the first of those that usually tell most; null for all together. */
export function chosenGroup({ own, dataset }: Asked): DimensionId | null {
  if (own.by === ungrouped) return null;
  const recorded = recordedGroups(dataset);
  const chosen = recorded.find((id) => id === own.by);
  return chosen ?? telling.find((id) => recorded.includes(id)) ?? recorded[0] ?? null;
}

/** Tests are worked out when a reader asks for them: the first view needs no engine. */
export function wantsTests({ own }: Pick<View, 'own'>): boolean {
  return own.tests === 'yes';
}

/** What every figure of the page on return has in common. */
function asked({ own }: Pick<View, 'own'>): Record<string, string | number> {
  return {
    ...(own.event === undefined ? {} : { event: own.event }),
    ...(own.count === 'release' ? { unit: 'release' } : {}),
    ...(own.cohort !== undefined && cohortText.test(own.cohort) ? { cohort: own.cohort } : {}),
  };
}

/** All of the page's figures are counted by the grouping at once: two statements over the releases instead of five. */
function together(view: Asked): { alongside?: DimensionId } {
  const by = chosenGroup(view);
  return by === null ? {} : { alongside: by };
}

/** How closely a drawn curve is read: weeks for the short follow-up of a study, four weeks over five years. */
function reading(view: Asked): { every: number; until: number } {
  return { every: isReadyMade(view.dataset) ? 7 : 28, until: curveEnd };
}

export const recidivismPage: Page = {
  id: 'recidivism',
  route: '/recidivism/',
  title: 'Return after release',
  section: 'Outcomes',
  shows: 'Rates and curves of return after release by any group, competing events, follow-up after release.',
  needs: [['stay'], ['release_cohort']],
  scopes: releaseScopes,
  filters: releaseGroups.filter((id) => id !== 'region_id' && id !== 'facility_id' && id !== 'cohort_year'),
  keeps: ['event', 'by', 'count', 'cohort', 'horizon', 'tests'],
  choices: {
    event: knowsEvent,
    by: (value, dataset) => value === ungrouped || recordedGroups(dataset).some((id) => id === value),
    // Not “unit”: in a link that is a place.
    count: (value) => value === 'release' || value === 'person',
    cohort: (value) => cohortText.test(value),
    horizon: knowsHorizon,
    tests: (value) => value === 'yes',
  },
  pickers: [],
  panels: [
    {
      key: 'rates',
      measure: 'returned-by-horizon',
      question: 'recidivism/rates',
      request: (view) => ({ period: view.period, ...together(view), params: asked(view) }),
    },
    {
      key: 'cohorts',
      measure: 'returned-by-cohort',
      question: 'recidivism/rate',
      request: (view) => ({
        period: view.period,
        by: 'cohort_year',
        ...together(view),
        params: { ...asked(view), horizon: chosenHorizon(view) },
      }),
    },
    {
      key: 'groups',
      measure: 'returned-by-horizon',
      question: 'recidivism/rates',
      request: (view) => {
        const by = chosenGroup(view);
        return by && { period: view.period, by, params: asked(view) };
      },
    },
    {
      key: 'curve',
      measure: 'return-curve',
      question: 'recidivism/curve',
      request: (view) => ({
        period: view.period,
        by: chosenGroup(view),
        params: { ...asked(view), ...reading(view) },
      }),
    },
    {
      key: 'competing',
      measure: 'return-competing',
      question: 'recidivism/competing',
      request: (view) => ({
        period: view.period,
        ...together(view),
        params: { ...asked(view), ...reading(view) },
      }),
    },
    {
      key: 'tests',
      measure: 'return-tests',
      question: 'recidivism/test',
      onDemand: true,
      request: (view) => {
        const by = chosenGroup(view);
        return by === null || !wantsTests(view) ? null : { period: view.period, by, params: asked(view) };
      },
    },
    {
      key: 'times',
      measure: 'return-groups',
      question: 'recidivism/groups',
      onDemand: true,
      request: (view) => {
        const by = chosenGroup(view);
        return by === null || !wantsTests(view) ? null : { period: view.period, by, params: asked(view) };
      },
    },
    {
      key: 'followUp',
      measure: 'follow-up',
      question: 'coordinator/follow-up',
      request: (view) => ({ period: monthsUpTo(view, 12), filters: {} }),
    },
  ],
};

export const programsPage: Page = {
  id: 'programs',
  route: '/programs/',
  title: 'Programs',
  section: 'Outcomes',
  shows: 'Need, referral, start and completion of every program, waits, seats, unmet need at release.',
  needs: [['stay', 'enrollment', 'program'], ['release_cohort']],
  scopes: releaseScopes,
  filters: programFilters,
  pickers: ['period'],
  panels: [
    {
      key: 'list',
      measure: 'programs',
      question: 'programs/list',
      request: ({ period }) => ({ period, filters: {} }),
    },
    {
      key: 'all',
      measure: 'program-funnel',
      question: 'programs/funnel',
      request: ({ period }) => ({ period }),
    },
    {
      key: 'funnel',
      measure: 'program-funnel',
      question: 'programs/funnel',
      request: ({ period }) => ({ period, by: 'program_id' }),
    },
    {
      key: 'completion',
      measure: 'program-completion',
      question: 'programs/completion',
      request: ({ period }) => ({ period, by: 'program_id' }),
    },
    {
      key: 'waits',
      measure: 'program-waits',
      question: 'programs/waits',
      request: ({ period }) => ({ period, by: 'program_id' }),
    },
    {
      key: 'seats',
      measure: 'program-seats',
      question: 'programs/seats',
      request: ({ period }) => ({ period, by: 'program_id', filters: {} }),
    },
    {
      key: 'unmet',
      measure: 'unmet-need',
      question: 'programs/unmet',
      request: ({ period }) => ({ period, by: 'program_category' }),
    },
  ],
};

/** The program a link names. */
export function chosenProgram({ own }: Pick<View, 'own'>): string | null {
  return own.program === undefined || own.program === '' ? null : own.program;
}

const ofProgram =
  (request: (view: View, program: string) => ReturnType<Page['panels'][number]['request']>) => (view: View) => {
    const program = chosenProgram(view);
    return program === null ? null : request(view, program);
  };

export const programPage: Page = {
  id: 'program',
  route: '/program/',
  title: 'Program',
  section: 'Outcomes',
  under: 'programs',
  shows: 'One program: funnel, wait, completion, seats, and what became of people who took part, compared.',
  needs: programsPage.needs,
  scopes: releaseScopes,
  filters: recidivismPage.filters ?? [],
  keeps: ['program', 'event', 'horizon'],
  choices: { event: knowsEvent, horizon: knowsHorizon },
  pickers: ['period'],
  panels: [
    {
      key: 'list',
      measure: 'programs',
      question: 'programs/list',
      request: ({ period }) => ({ period, filters: {} }),
    },
    {
      key: 'funnel',
      measure: 'program-funnel',
      question: 'programs/funnel',
      onDemand: true,
      request: ofProgram((view, program) => ({ period: view.period, params: { program }, filters: enrolled(view) })),
    },
    {
      key: 'completion',
      measure: 'program-completion',
      question: 'programs/completion',
      onDemand: true,
      request: ofProgram((view, program) => ({ period: view.period, params: { program }, filters: enrolled(view) })),
    },
    {
      key: 'waits',
      measure: 'program-waits',
      question: 'programs/waits',
      onDemand: true,
      request: ofProgram((view, program) => ({ period: view.period, params: { program }, filters: enrolled(view) })),
    },
    {
      key: 'waitCurve',
      measure: 'program-wait-curve',
      question: 'programs/wait-curve',
      onDemand: true,
      request: ofProgram((view, program) => ({ period: view.period, params: { program }, filters: enrolled(view) })),
    },
    {
      key: 'seats',
      measure: 'program-seats',
      question: 'programs/seats',
      onDemand: true,
      request: ofProgram((view, program) => ({ period: view.period, params: { program }, filters: {} })),
    },
  ],
};

/** The filters that enrollments carry. */
function enrolled({ filters }: View): View['filters'] {
  return Object.fromEntries(
    Object.entries(filters).filter(([id]) => (programFilters as readonly string[]).includes(id)),
  );
}
