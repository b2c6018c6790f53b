import { figureRequest, placesOf, type PlaceColumn } from '../measures/request.ts';
import { contextColumns, figureOf, matrixColumns, type MatrixColumn } from '../measures/figures.ts';
import type { MeasureId } from '../measures/measures.ts';
import type { Scope } from '../questions/scope.ts';
import { entries } from './contents.ts';
import { chosenMeasure } from './page-params.ts';
import { page, type PanelDefinition, type View } from './page.ts';

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
