import { countedMeasures } from '../measures/counted-measures.ts';
import { entries } from './contents.ts';
import { monthsUpTo, type Page, type Panel, type View } from './page.ts';
import { institutionOf, placesBy } from './places.ts';
import { daysAhead, workListOf } from './work-lists.ts';

/** Everybody's casework: a reader's filters (sex, custody level, …) do not reach it. */
const everybody = { filters: {} } as const;
const local = ['facility', 'unit'] as const;

/** Who is who: names and home of everybody who has had cases. */
const names = {
  key: 'names',
  measure: 'caseload',
  question: 'casework/case-managers',
  scopes: local,
  request: (view) => ({ period: view.period, ...everybody, scope: institutionOf(view) ?? view.scope }),
} as const satisfies Panel;

export const worklist: Page = {
  ...entries.worklist,
  panels: [
    {
      key: 'now',
      measure: 'casework-now',
      question: 'casework/now',
      request: ({ period }) => ({ period, ...everybody }),
    },
    {
      key: 'places',
      measure: 'casework-now',
      question: 'casework/now',
      scopes: ['agency', 'region', 'facility'],
      request: ({ period, scope }) => ({ period, ...everybody, by: placesBy(scope) }),
    },
    names,
    {
      key: 'overdue',
      measure: 'overdue',
      question: 'casework/worklist',
      scopes: local,
      request: ({ period }) => ({ period, ...everybody, params: { status: 'overdue' } }),
    },
    {
      key: 'due',
      measure: 'overdue',
      question: 'casework/worklist',
      scopes: local,
      onDemand: true,
      request: ({ period, own }) =>
        daysAhead(workListOf(own['list'])) === null ? null : { period, ...everybody, params: { status: 'due' } },
    },
    {
      key: 'unassigned',
      measure: 'unassigned',
      question: 'casework/unassigned',
      scopes: local,
      request: ({ period }) => ({ period, ...everybody }),
    },
    {
      key: 'problems',
      measure: 'overdue',
      question: 'casework/worklist',
      scopes: local,
      request: ({ period }) => ({ period, ...everybody, params: { status: 'problems' } }),
    },
  ],
};

type Asked = NonNullable<ReturnType<Panel['request']>>;

/** A panel of everybody in the institution, whichever unit or person of it is looked at. */
function ofInstitution(key: string, measure: Panel['measure'], question: string, further: Partial<Asked> = {}): Panel {
  return {
    key,
    measure,
    question,
    request: (view) => {
      const scope = institutionOf(view);
      return scope && { period: view.period, ...everybody, scope, by: 'staff_id', ...further };
    },
  };
}

export const caseManagers: Page = {
  ...entries['case-managers'],
  panels: [
    {
      key: 'types',
      measure: 'timeliness',
      question: 'casework/timeliness-types',
      request: ({ period, scope }) => ({
        period,
        ...everybody,
        by: scope.kind === 'agency' || scope.kind === 'region' ? 'facility_id' : 'staff_id',
      }),
    },
    {
      key: 'caseload',
      measure: 'caseload',
      question: 'casework/caseload',
      scopes: local,
      request: ({ period }) => ({ period, ...everybody, by: 'staff_id' }),
    },
    {
      key: 'workload',
      measure: 'weighted-workload',
      question: 'casework/weighted-workload',
      scopes: local,
      request: ({ period }) => ({ period, ...everybody, by: 'staff_id' }),
    },
    {
      key: 'overdue',
      measure: 'overdue',
      question: 'casework/worklist',
      scopes: local,
      request: ({ period }) => ({ period, ...everybody, params: { status: 'overdue' } }),
    },
    names,
    {
      key: 'now',
      measure: 'casework-now',
      question: 'casework/now',
      scopes: ['agency', 'region'],
      request: ({ period }) => ({ period, ...everybody, by: 'facility_id' }),
    },
  ],
};

/** Measures of Elements 2 and 3 that count a part of a whole and are no deadline: the memorandum's own list. */
export const countedPanels = countedMeasures.filter(({ element }) => element !== 4);

/** A panel of the one person: their rows among the institution's, so that its files are the only ones read. */
function ofPerson(
  key: string,
  measure: Panel['measure'],
  question: string,
  further: (view: View) => Partial<Asked> = () => ({}),
): Panel {
  return {
    key,
    measure,
    question,
    request: (view) => {
      const id = view.own['staff'];
      const scope = institutionOf(view);
      if (scope === null || id === undefined) return null;
      return { period: view.period, scope, filters: { staff_id: [id] }, ...further(view) };
    },
  };
}

export const caseManager: Page = {
  ...entries['case-manager'],
  panels: [
    ofInstitution('types', 'timeliness', 'casework/timeliness-types'),
    { ...names },
    ofInstitution('caseload', 'caseload', 'casework/caseload'),
    ofInstitution('workload', 'weighted-workload', 'casework/weighted-workload'),
    ofInstitution('inherited', 'inherited', 'casework/inherited'),
    ofInstitution('overdue', 'overdue', 'casework/worklist', { by: null, params: { status: 'overdue' } }),
    ...countedPanels.map(({ measure, question, filters = {} }) =>
      ofInstitution(measure, measure as Panel['measure'], question, { filters }),
    ),
    ofInstitution('contacts', 'contacts', 'casework/contacts'),
    ofInstitution('training', 'training-hours', 'casework/training'),
    ofInstitution('certification', 'certified', 'casework/certification'),
    ofInstitution('quality', 'quality-checks', 'casework/quality-checks'),
    ofPerson('months', 'timeliness-by-month', 'casework/timeliness-monthly', (view) => ({
      period: monthsUpTo(view, 24),
      by: 'task_type',
    })),
  ],
};

export const casePage: Page = {
  ...entries.case,
  panels: [
    {
      key: 'events',
      measure: 'case-timeline',
      question: 'casework/case',
      onDemand: true,
      request: (view) =>
        view.own['case'] === undefined
          ? null
          : {
              period: view.period,
              ...everybody,
              scope: institutionOf(view) ?? view.scope,
              params: { case: view.own['case'] },
            },
    },
  ],
};
