import { figureOf, rowsOf } from '../measures/figures.ts';
import type { FigureSpec } from '../measures/figure.ts';
import type { MeasureId } from '../measures/measures.ts';
import { canSpeakOf, figureRequest, rowsRequest } from '../measures/request.ts';
import type { Request } from '../questions/question.ts';
import type { RowListId } from '../questions/rows/words.ts';
import { entries } from './contents.ts';
import type { Chosen } from './page-params.ts';
import { institutionOf } from './places.ts';
import { page, type View } from './page.ts';

const firstMeasure: MeasureId = 'timeliness';

/** The rows a link asks for, and the figure they add up to. */
export interface AskedRows {
  readonly measure: MeasureId;
  readonly list: RowListId;
  /** As the link narrows it, to one kind of review or meeting. */
  readonly figure: FigureSpec;
}

/** The measure of a link with rows to show at that place; else work due, and a sentence. */
export function askedRows({ pageParams, scope }: Pick<View, 'pageParams' | 'scope'>): Chosen<AskedRows> {
  const id = pageParams['measure'] ?? firstMeasure;
  const found = rowsOf(id);
  if (found && canSpeakOf(found.figure, scope)) {
    return {
      value: { measure: id as MeasureId, ...found, figure: narrowed(found.figure, pageParams['only']) },
      note: null,
    };
  }
  const otherwise = rowsOf(firstMeasure);
  if (!otherwise) throw new Error(`the measure ${firstMeasure} names no rows`);
  const why = found
    ? `The rows of “${id}” are not told apart down to this place`
    : figureOf(id)
      ? `No rows can be shown behind “${id}”; its definition says why`
      : `There is no measure “${id}”`;
  return { value: { measure: firstMeasure, ...otherwise }, note: `${why}. The work due is shown instead.` };
}

/** One kind of what a figure counts, `check_source=program_review`: of the rows it reads, or of those it asks for. */
function narrowed(figure: FigureSpec, only: string | undefined): FigureSpec {
  const [column, value] = only?.split('=') ?? [];
  if (column === undefined || value === undefined) return figure;
  return column === 'check_source' || column === 'task_type'
    ? { ...figure, filters: { ...figure.filters, [column]: [value] } }
    : { ...figure, rows: { ...figure.rows, [column]: value } };
}

/** A person is looked at among the institution's rows, so that its files are the only ones read. */
function where(view: View): Pick<Request, 'scope' | 'filters'> {
  const staff = view.pageParams['staff'];
  return staff === undefined
    ? { scope: view.scope, filters: {} }
    : { scope: institutionOf(view) ?? view.scope, filters: { staff_id: [staff] } };
}

export const rowsPage = page({
  ...entries.rows,
  panels: {
    figure: {
      measure: firstMeasure,
      question: 'casework/timeliness',
      onDemand: true,
      chosen(view) {
        const { measure, figure } = askedRows(view).value;
        return { measure, question: figure.question };
      },
      request(view) {
        const { params, filters } = figureRequest(askedRows(view).value.figure);
        const { scope, filters: who } = where(view);
        return { period: view.period, scope, params, filters: { ...filters, ...who } };
      },
    },
    rows: {
      measure: firstMeasure,
      question: 'casework/rows',
      onDemand: true,
      chosen: (view) => ({ measure: askedRows(view).value.measure, question: 'casework/rows' }),
      request(view) {
        const { list, figure } = askedRows(view).value;
        const { params, filters } = rowsRequest(list, figure);
        const { scope, filters: who } = where(view);
        return { period: view.period, scope, params, filters: { ...filters, ...who } };
      },
    },
  },
});
