import { figureRequest, placesOf, type PlaceColumn } from '../measures/request.ts';
import { figureOf } from '../measures/figures.ts';
import type { MeasureId } from '../measures/measures.ts';
import type { Scope } from '../questions/scope.ts';
import { entries } from './contents.ts';
import { chosenMeasure } from './own.ts';
import { page, type PanelDefinition, type View } from './page.ts';

/** A column of the matrix. */
export interface MatrixColumn {
  readonly measure: MeasureId;
  /** Shorter than the measure's label, for a column head. */
  readonly label: string;
  readonly section: 'Population' | 'Casework' | 'Programs and return';
}

/** What a regional office looks at first: everything else is one choice away. */
export const matrixColumns: readonly MatrixColumn[] = [
  {
    measure: 'average-daily-population',
    label: 'Average daily population',
    section: 'Population',
  },
  { measure: 'share-of-capacity', label: 'Of rated capacity', section: 'Population' },
  { measure: 'net-flow', label: 'Net flow', section: 'Population' },
  { measure: 'out-of-level', label: 'Out of level', section: 'Population' },
  { measure: 'unassigned', label: 'Without a case manager', section: 'Population' },
  { measure: 'timeliness', label: 'Done on time', section: 'Casework' },
  { measure: 'goals-met', label: 'Goals met', section: 'Casework' },
  { measure: 'needs-started', label: 'High needs started', section: 'Casework' },
  { measure: 'contacts', label: 'Contacts per 100 months', section: 'Casework' },
  { measure: 'first-pass', label: 'Accepted at first', section: 'Casework' },
  { measure: 'concurrence', label: 'Committee agreed', section: 'Casework' },
  {
    measure: 'program-completion',
    label: 'Programs completed',
    section: 'Programs and return',
  },
  { measure: 'unmet-need', label: 'Unmet need at release', section: 'Programs and return' },
  {
    measure: 'release-checks',
    label: 'Release checklist done',
    section: 'Programs and return',
  },
  { measure: 'follow-up', label: 'Reached at 90 days', section: 'Programs and return' },
  {
    measure: 'returned-three-years',
    label: 'Returned in three years, all years',
    section: 'Programs and return',
  },
];

/** Before figures of units and people are compared: how many people each answers for. */
const contextColumns: readonly MatrixColumn[] = [
  { measure: 'caseload', label: 'Average caseload', section: 'Population' },
  { measure: 'weighted-workload', label: 'Weighted workload', section: 'Population' },
];

export const matrixSections = [...new Set(matrixColumns.map(({ section }) => section))];

/** What a place is made of: institutions, the units of one, the case managers of a unit. */
export function partsOf(scope: Scope): PlaceColumn {
  if (scope.kind === 'unit') return 'staff_id';
  return scope.kind === 'facility' ? 'unit_id' : 'facility_id';
}

/** Whether a measure is told apart by what a place is made of. */
export function isToldApart(measure: string, scope: Scope): boolean {
  const spec = figureOf(measure);
  return spec !== undefined && placesOf(spec).includes(partsOf(scope));
}

/** The columns of a place's matrix. */
export function columnsFor(scope: Scope): MatrixColumn[] {
  const context = scope.kind === 'facility' || scope.kind === 'unit' ? contextColumns : [];
  return [...context, ...matrixColumns].filter(({ measure }) => isToldApart(measure, scope));
}

const firstMeasure = 'timeliness';

/** The measure of the closer look. */
export function regionsMeasure(view: View) {
  return chosenMeasure(view, firstMeasure, (spec) => placesOf(spec).includes(partsOf(view.scope)));
}

/** The panel that holds a measure's rows: a column of the matrix, or the one the reader chose. */
export function panelOfMeasure(measure: MeasureId, scope: Scope): MeasureId | 'chosen' {
  return columnsFor(scope).some((column) => column.measure === measure) ? measure : 'chosen';
}

function columnPanel({ measure }: MatrixColumn): PanelDefinition {
  const spec = figureOf(measure);
  if (!spec) throw new Error(`${measure} has no single figure`);
  return {
    measure,
    question: spec.question,
    request: ({ period, scope }) =>
      columnsFor(scope).some((column) => column.measure === measure)
        ? { period, by: partsOf(scope), ...figureRequest(spec) }
        : null,
  };
}

const columnPanels = Object.fromEntries(
  [...contextColumns, ...matrixColumns].map((column) => [column.measure, columnPanel(column)]),
) as Readonly<Record<MeasureId, PanelDefinition>>;

export const regions = page({
  ...entries.regions,
  answered: ['agency', 'region'],
  panels: {
    ...columnPanels,
    chosen: {
      measure: firstMeasure,
      question: 'casework/timeliness',
      onDemand: true,
      chosen(view) {
        const { value } = regionsMeasure(view);
        const spec = figureOf(value);
        return spec && panelOfMeasure(value, view.scope) === 'chosen'
          ? { measure: value, question: spec.question }
          : null;
      },
      request(view) {
        const { value } = regionsMeasure(view);
        const spec = figureOf(value);
        if (!spec || panelOfMeasure(value, view.scope) !== 'chosen') return null;
        return { period: view.period, by: partsOf(view.scope), ...figureRequest(spec) };
      },
    },
  },
});
