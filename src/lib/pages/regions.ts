import { figureRequest, placesOf, type PlaceColumn } from '../measures/request.ts';
import { contextColumns, figureOf, matrixColumns, type MatrixColumn } from '../measures/figures.ts';
import type { MeasureId } from '../measures/measures.ts';
import { entries } from './contents.ts';
import { chosenMeasure } from './page-params.ts';
import { page, type PanelDefinition, type View } from './page.ts';

export const matrixSections = [...new Set(matrixColumns.map(({ section }) => section))];

type Asked = Pick<View, 'scope'> & Partial<Pick<View, 'pageParams'>>;

/** What the rows are: what a place is made of (institutions, its units, their case managers), or the regions of an agency. */
export function partsOf({ scope, pageParams = {} }: Asked): PlaceColumn {
  if (scope.kind === 'unit') return 'staff_id';
  if (scope.kind === 'facility') return 'unit_id';
  return scope.kind === 'agency' && pageParams['rows'] === 'regions' ? 'region_id' : 'facility_id';
}

/** Whether a measure is told apart by what the rows are. */
export function isToldApart(measure: string, view: Asked): boolean {
  const spec = figureOf(measure);
  return spec !== undefined && placesOf(spec).includes(partsOf(view));
}

/** The columns of a place's matrix. */
export function columnsFor(view: Asked): MatrixColumn[] {
  const { kind } = view.scope;
  const context = kind === 'facility' || kind === 'unit' ? contextColumns : [];
  return [...context, ...matrixColumns].filter(({ measure }) => isToldApart(measure, view));
}

const firstMeasure = 'timeliness';

/** The measure of the closer look. */
export function regionsMeasure(view: View) {
  return chosenMeasure(view, firstMeasure, (spec) => placesOf(spec).includes(partsOf(view)));
}

/** The panel that holds a measure's rows: a column of the matrix, or the one the reader chose. */
export function panelOfMeasure(measure: MeasureId, view: Asked): MeasureId | 'chosen' {
  return columnsFor(view).some((column) => column.measure === measure) ? measure : 'chosen';
}

function columnPanel({ measure }: MatrixColumn): PanelDefinition {
  const spec = figureOf(measure);
  if (!spec) throw new Error(`${measure} has no single figure`);
  return {
    measure,
    question: spec.question,
    request: (view) =>
      columnsFor(view).some((column) => column.measure === measure)
        ? { period: view.period, by: partsOf(view), ...figureRequest(spec) }
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
        return spec && panelOfMeasure(value, view) === 'chosen' ? { measure: value, question: spec.question } : null;
      },
      request(view) {
        const { value } = regionsMeasure(view);
        const spec = figureOf(value);
        if (!spec || panelOfMeasure(value, view) !== 'chosen') return null;
        return { period: view.period, by: partsOf(view), ...figureRequest(spec) };
      },
    },
  },
});
