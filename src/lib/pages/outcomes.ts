import { programFilters, type DimensionId } from '../questions/dimensions.ts';
import { isReadyMade } from '../questions/recidivism/offered-events.ts';
import { entries } from './contents.ts';
import { chosenGroup, chosenHorizon, knowsCohort } from './outcome-choices.ts';
import { filtersOn, monthsUpTo, page, type PanelDefinition, type View } from './page.ts';

/** Curves are drawn up to five years. */
const curveEnd = 1826;

type Asked = Pick<View, 'pageParams' | 'dataset'>;

/** Tests are worked out when a reader asks for them: the first view needs no engine. */
export function wantsTests({ pageParams }: Pick<View, 'pageParams'>): boolean {
  return pageParams.tests === 'yes';
}

/** What every figure of the page on return has in common. */
function asked({ pageParams }: Pick<View, 'pageParams'>): Record<string, string | number> {
  return {
    ...(pageParams.event === undefined ? {} : { event: pageParams.event }),
    ...(pageParams.count === 'release' ? { unit: 'release' } : {}),
    ...(pageParams.cohort !== undefined && knowsCohort(pageParams.cohort) ? { cohort: pageParams.cohort } : {}),
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

/** Every person once and within a year: an expectation needs neither a choice of counting nor of horizon. */
function expectedParams(view: Asked): Record<string, string | number> {
  return asked({ pageParams: { ...view.pageParams, count: '' } });
}

export const recidivismPage = page({
  ...entries.recidivism,
  panels: {
    rates: {
      measure: 'returned-by-horizon',
      question: 'recidivism/rates',
      request: (view) => ({ period: view.period, ...together(view), params: asked(view) }),
    },
    cohorts: {
      measure: 'returned-by-cohort',
      question: 'recidivism/rate',
      request: (view) => ({
        period: view.period,
        by: 'cohort_year',
        ...together(view),
        params: { ...asked(view), horizon: chosenHorizon(view) },
      }),
    },
    groups: {
      measure: 'returned-by-horizon',
      question: 'recidivism/rates',
      request: (view) => {
        const by = chosenGroup(view);
        return by && { period: view.period, by, params: asked(view) };
      },
    },
    curve: {
      measure: 'return-curve',
      question: 'recidivism/curve',
      request: (view) => ({
        period: view.period,
        by: chosenGroup(view),
        params: { ...asked(view), ...reading(view) },
      }),
    },
    competing: {
      measure: 'return-competing',
      question: 'recidivism/competing',
      request: (view) => ({
        period: view.period,
        ...together(view),
        params: { ...asked(view), ...reading(view) },
      }),
    },
    // Not by what a reader chose to count apart: places, each against its own mix. After the curves, which stand above
    // them and are worked out in a tenth of the time.
    expectedRegions: {
      measure: 'returned-expected',
      question: 'recidivism/expected',
      scopes: ['agency'],
      request: (view) =>
        view.dataset.scopes.regions.length < 2
          ? null
          : { period: view.period, by: 'region_id', params: expectedParams(view) },
    },
    expectedPlaces: {
      measure: 'returned-expected',
      question: 'recidivism/expected',
      request: (view) => ({ period: view.period, by: 'facility_id', params: expectedParams(view) }),
    },
    tests: {
      measure: 'return-tests',
      question: 'recidivism/test',
      onDemand: true,
      request: (view) => {
        const by = chosenGroup(view);
        return by === null || !wantsTests(view) ? null : { period: view.period, by, params: asked(view) };
      },
    },
    times: {
      measure: 'return-groups',
      question: 'recidivism/groups',
      onDemand: true,
      request: (view) => {
        const by = chosenGroup(view);
        return by === null || !wantsTests(view) ? null : { period: view.period, by, params: asked(view) };
      },
    },
    followUp: {
      measure: 'follow-up',
      question: 'coordinator/follow-up',
      request: (view) => ({ period: monthsUpTo(view, 12), filters: {} }),
    },
  },
});

export const programsPage = page({
  ...entries.programs,
  panels: {
    list: {
      measure: 'programs',
      question: 'programs/list',
      request: ({ period }) => ({ period, filters: {} }),
    },
    all: {
      measure: 'program-funnel',
      question: 'programs/funnel',
      request: ({ period }) => ({ period }),
    },
    funnel: {
      measure: 'program-funnel',
      question: 'programs/funnel',
      request: ({ period }) => ({ period, by: 'program_id' }),
    },
    completion: {
      measure: 'program-completion',
      question: 'programs/completion',
      request: ({ period }) => ({ period, by: 'program_id' }),
    },
    waits: {
      measure: 'program-waits',
      question: 'programs/waits',
      request: ({ period }) => ({ period, by: 'program_id' }),
    },
    seats: {
      measure: 'program-seats',
      question: 'programs/seats',
      request: ({ period }) => ({ period, by: 'program_id', filters: {} }),
    },
    unmet: {
      measure: 'unmet-need',
      question: 'programs/unmet',
      request: ({ period }) => ({ period, by: 'program_category' }),
    },
  },
});

/** The program a link names. */
export function chosenProgram({ pageParams }: Pick<View, 'pageParams'>): string | null {
  return pageParams.program === undefined || pageParams.program === '' ? null : pageParams.program;
}

const ofProgram =
  (request: (view: View, program: string) => ReturnType<PanelDefinition['request']>) => (view: View) => {
    const program = chosenProgram(view);
    return program === null ? null : request(view, program);
  };

/** Of those referred to the program, by the filters that enrollments carry. */
const ofEnrolled = ofProgram(({ period, filters }, program) => ({
  period,
  params: { program },
  filters: filtersOn({ filters: programFilters }, filters),
}));

export const programPage = page({
  ...entries.program,
  panels: {
    list: {
      measure: 'programs',
      question: 'programs/list',
      request: ({ period }) => ({ period, filters: {} }),
    },
    funnel: {
      measure: 'program-funnel',
      question: 'programs/funnel',
      onDemand: true,
      request: ofEnrolled,
    },
    completion: {
      measure: 'program-completion',
      question: 'programs/completion',
      onDemand: true,
      request: ofEnrolled,
    },
    waits: {
      measure: 'program-waits',
      question: 'programs/waits',
      onDemand: true,
      request: ofEnrolled,
    },
    waitCurve: {
      measure: 'program-wait-curve',
      question: 'programs/wait-curve',
      onDemand: true,
      request: ofEnrolled,
    },
    seats: {
      measure: 'program-seats',
      question: 'programs/seats',
      onDemand: true,
      request: ofProgram((view, program) => ({ period: view.period, params: { program }, filters: {} })),
    },
  },
});
