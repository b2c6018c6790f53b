import type { ColumnSum, FigureSpec } from './figure.ts';
import type { DimensionId } from '../questions/dimensions.ts';
import type { QuestionId } from '../questions/index.ts';
import type { Request } from '../questions/question.ts';
import type { Scope } from '../questions/scope.ts';

/** Places a figure can be told apart by, from the largest. */
export type PlaceColumn = Extract<DimensionId, 'region_id' | 'facility_id' | 'unit_id' | 'staff_id'>;

const placeColumns: Readonly<Record<FigureSpec['finest'], readonly PlaceColumn[]>> = {
  institution: ['region_id', 'facility_id'],
  unit: ['region_id', 'facility_id', 'unit_id'],
  staff: ['region_id', 'facility_id', 'unit_id', 'staff_id'],
};

/** What a figure can be grouped by. */
export function placesOf(spec: FigureSpec): readonly PlaceColumn[] {
  return placeColumns[spec.finest];
}

/** Whether a figure can be asked of a place of that kind. */
export function canSpeakOf(spec: FigureSpec, scope: Scope): boolean {
  return scope.kind === 'agency' || (placesOf(spec) as readonly string[]).includes(`${scope.kind}_id`);
}

/** What a request of a figure adds to a scope, a period and a grouping. Everybody's: a reader's filters do not reach it. */
export function figureRequest(spec: FigureSpec): Pick<Request, 'params' | 'filters'> {
  return { params: { ...spec.params }, filters: spec.filters ?? {} };
}

/** The same for its months; null where only whole periods are known. */
export function monthsRequest(spec: FigureSpec): Pick<Request, 'params' | 'filters'> | null {
  if (!spec.months) return null;
  return { params: { ...spec.params, ...spec.months.params }, filters: spec.filters ?? {} };
}

/** The question of a figure's months. */
export function monthsQuestion(spec: FigureSpec): QuestionId {
  return spec.months?.question ?? spec.question;
}

/** What a request of the rows behind a figure adds: which list, and how the figure reads its columns. */
export function rowsRequest(list: string, spec: FigureSpec): Pick<Request, 'params' | 'filters'> {
  // Rows are of the list's own period; a figure that counts nothing apart has its value in their place.
  const part = spec.part ?? spec.value;
  const pick = Object.entries(spec.rows ?? {}).map(([column, value]) => `${column}=${value}`);
  return {
    params: {
      list,
      ...spec.params,
      ...(part === undefined ? {} : { part: columnsText(part) }),
      whole: spec.whole === undefined ? '' : columnsText(spec.whole),
      ...(pick.length > 0 ? { pick: pick.join(',') } : {}),
    },
    filters: spec.filters ?? {},
  };
}

const columnsText = (columns: ColumnSum): string => (typeof columns === 'string' ? columns : columns.join(','));
