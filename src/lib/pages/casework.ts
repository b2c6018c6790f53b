import { own } from '../analysis/own.ts';
import { countedMeasures, type CountedQuestions } from '../measures/figures.ts';
import { figureRequest } from '../measures/request.ts';
import type { MeasureId } from '../measures/measures.ts';
import type { QuestionId } from '../questions/index.ts';
import { caseEvents, partOfCase, type CasePart } from '../export/case-part.ts';
import { readPart } from '../export/part-file.ts';
import { rowsOfPlace, type SharedRows } from '../export/shared-rows.ts';
import { formatScope } from '../questions/scope.ts';
import { entries } from './contents.ts';
import { asOfData, monthsUpTo, page, type PanelDefinition, type View } from './page.ts';
import { institutionOf, placesBy } from './places.ts';
import { statusOf, workListOf } from './work-lists.ts';

/** Everybody's casework: a reader's filters (sex, custody level, …) do not reach it. */
const everybody = { filters: {} } as const;
const local = ['facility', 'unit'] as const;

/** Who is who: names and home of everybody who has had cases. */
const names = {
  measure: 'caseload',
  question: 'casework/case-managers',
  scopes: local,
  request: (view) => ({ period: view.period, ...everybody, scope: institutionOf(view) ?? view.scope }),
} as const satisfies PanelDefinition;

export const worklist = page({
  ...entries.worklist,
  // Every list is of the as-of date, whatever period a reader looks at elsewhere.
  panels: {
    now: {
      measure: 'casework-now',
      question: 'casework/now',
      request: asOfData,
    },
    places: {
      measure: 'casework-now',
      question: 'casework/now',
      scopes: ['agency', 'region', 'facility'],
      request: (view) => ({ ...asOfData(view), by: placesBy(view.scope) }),
    },
    names: { ...names, request: (view) => ({ ...asOfData(view), scope: institutionOf(view) ?? view.scope }) },
    todo: {
      measure: 'overdue',
      question: 'casework/worklist',
      scopes: local,
      request: (view) => ({ ...asOfData(view), params: { status: 'to_do' } }),
    },
    listed: {
      measure: 'overdue',
      question: 'casework/worklist',
      scopes: local,
      onDemand: true,
      request(view) {
        const status = statusOf(workListOf(view.pageParams['list']));
        return status === 'to_do' || status === 'unassigned' ? null : { ...asOfData(view), params: { status } };
      },
    },
    unassigned: {
      measure: 'unassigned',
      question: 'casework/unassigned',
      scopes: local,
      request: asOfData,
    },
  },
  parts: {
    panel: 'listed',
    async rows({ pageParams, scope }, parts, fetchPart) {
      const entry = own(parts, statusOf(workListOf(pageParams['list'])));
      return entry ? rowsOfPlace((await readPart(fetchPart, entry)) as SharedRows, formatScope(scope)) : null;
    },
  },
});

type Asked = NonNullable<ReturnType<PanelDefinition['request']>>;

/** A panel of everybody in the institution, whichever unit or person of it is looked at. */
function ofInstitution<const Id extends QuestionId>(
  measure: MeasureId,
  question: Id,
  further: Partial<Asked> = {},
): PanelDefinition<Id> {
  return {
    measure,
    question,
    request: (view) => {
      const scope = institutionOf(view);
      return scope && { period: view.period, ...everybody, scope, by: 'staff_id', ...further };
    },
  };
}

export const caseManagers = page({
  ...entries['case-managers'],
  panels: {
    types: {
      measure: 'timeliness',
      question: 'casework/timeliness-types',
      request: ({ period, scope }) => ({
        period,
        ...everybody,
        by: scope.kind === 'agency' || scope.kind === 'region' ? 'facility_id' : 'staff_id',
      }),
    },
    caseload: {
      measure: 'caseload',
      question: 'casework/caseload',
      scopes: local,
      request: ({ period }) => ({ period, ...everybody, by: 'staff_id' }),
    },
    workload: {
      measure: 'weighted-workload',
      question: 'casework/weighted-workload',
      scopes: local,
      request: ({ period }) => ({ period, ...everybody, by: 'staff_id' }),
    },
    overdue: {
      measure: 'overdue',
      question: 'casework/worklist',
      scopes: local,
      request: ({ period }) => ({ period, ...everybody, params: { status: 'overdue' } }),
    },
    names,
    now: {
      measure: 'casework-now',
      question: 'casework/now',
      scopes: ['agency', 'region'],
      request: ({ period }) => ({ period, ...everybody, by: 'facility_id' }),
    },
  },
});

/** Measures of Elements 2 and 3 that count a part of a whole and are no deadline: the memorandum's own list. */
export const countedPanels = countedMeasures.filter((counted) => counted.element !== 4);

/** A panel of the one person: their rows among the institution's, so that its files are the only ones read. */
function ofPerson<const Id extends QuestionId>(
  measure: MeasureId,
  question: Id,
  further: (view: View) => Partial<Asked> = () => ({}),
): PanelDefinition<Id> {
  return {
    measure,
    question,
    request: (view) => {
      const id = view.pageParams['staff'];
      const scope = institutionOf(view);
      if (scope === null || id === undefined) return null;
      return { period: view.period, scope, filters: { staff_id: [id] }, ...further(view) };
    },
  };
}

type CountedPanels = { readonly [Id in keyof CountedQuestions]: PanelDefinition<CountedQuestions[Id]> };

const countedOfInstitution = Object.fromEntries(
  countedPanels.map(({ measure, figure }) => [measure, ofInstitution(measure, figure.question, figureRequest(figure))]),
) as CountedPanels;

export const caseManager = page({
  ...entries['case-manager'],
  panels: {
    types: ofInstitution('timeliness', 'casework/timeliness-types'),
    names,
    caseload: ofInstitution('caseload', 'casework/caseload'),
    workload: ofInstitution('weighted-workload', 'casework/weighted-workload'),
    inherited: ofInstitution('inherited', 'casework/inherited'),
    overdue: ofInstitution('overdue', 'casework/worklist', { by: null, params: { status: 'overdue' } }),
    ...countedOfInstitution,
    contacts: ofInstitution('contacts', 'casework/contacts'),
    training: ofInstitution('training-hours', 'casework/training'),
    certification: ofInstitution('certified', 'casework/certification'),
    quality: ofInstitution('quality-checks', 'casework/quality-checks'),
    months: ofPerson('timeliness-by-month', 'casework/timeliness-monthly', (view) => ({
      period: monthsUpTo(view, 24),
      by: 'task_type',
    })),
  },
});

export const casePage = page({
  ...entries.case,
  panels: {
    events: {
      measure: 'case-timeline',
      question: 'casework/case',
      onDemand: true,
      request: (view) =>
        view.pageParams['case'] === undefined
          ? null
          : {
              ...asOfData(view),
              scope: institutionOf(view) ?? view.scope,
              params: { case: view.pageParams['case'] },
            },
    },
  },
  parts: {
    panel: 'events',
    async rows({ pageParams }, parts, fetchPart) {
      const key = pageParams['case'] ?? '';
      const entry = own(parts, partOfCase(key, Object.keys(parts)) ?? '');
      return entry ? caseEvents((await readPart(fetchPart, entry)) as CasePart, key) : null;
    },
  },
});
