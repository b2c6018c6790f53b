import { formatDate, type IsoDate } from '../calendar/date.ts';
import type { QuestionId } from '../questions/index.ts';
import type { RowListId } from '../questions/rows/words.ts';
import type { FigureSpec } from './figure.ts';
import type { MeasureSection } from './measure.ts';
import type { MeasureDefinition, MeasureId } from './measures.ts';
import { readings, type Reading } from './readings.ts';

const byId = new Map<string, Reading>(readings.map((reading) => [reading.id, reading]));

/** The figure of a measure that has one. */
export function figureOf(id: string): FigureSpec | undefined {
  return byId.get(id)?.figure;
}

/** The list of a measure's rows, and the figure they add up to. */
export function rowsOf(id: string): { readonly list: RowListId; readonly figure: FigureSpec } | null {
  const { rows: list, figure } = byId.get(id) ?? {};
  return list && figure ? { list, figure } : null;
}

/** Every measure with a single figure, in the order of the glossary. */
export const figures: readonly (readonly [MeasureId, FigureSpec])[] = readings.flatMap(({ id, figure }) =>
  figure ? [[id, figure] as const] : [],
);

/** The days of a figure that does not follow the period chosen, to be said with it; null where it does. */
export function ownDays({ at }: Pick<FigureSpec, 'at'>, { as_of: asOf }: { as_of: IsoDate }): string | null {
  if (at === undefined) return null;
  return at === 'as-of' ? `as of ${formatDate(asOf)}` : 'all years of release followed long enough';
}

/** A measure under the short label of a column or line. */
export interface ShownMeasure {
  readonly measure: MeasureId;
  readonly label: string;
}

/** A column of the matrix of places. */
export interface MatrixColumn extends ShownMeasure {
  readonly section: MeasureSection;
}

const matrix = readings.flatMap(({ id, shown }) => (shown?.matrix ? [{ measure: id, ...shown.matrix }] : []));

/** What a regional office looks at first: everything else is one choice away. */
export const matrixColumns: readonly MatrixColumn[] = inOrder(matrix.filter(({ context }) => !context));

/** Before figures of units and people are compared: how many people each answers for. */
export const contextColumns: readonly MatrixColumn[] = inOrder(matrix.filter(({ context }) => context));

/** What is set side by side besides the matrix: what a coordinator answers for. */
export const comparedBesides: readonly ShownMeasure[] = inOrder(
  readings.flatMap(({ id, shown }) => (shown?.compared ? [{ measure: id, ...shown.compared }] : [])),
);

/** The columns of one of the packet's tables of what coordinators answer for. */
export function packetColumns(table: 'meetings' | 'staff'): readonly ShownMeasure[] {
  return inOrder(
    readings.flatMap(({ id, shown }) => (shown?.packet?.table === table ? [{ measure: id, ...shown.packet }] : [])),
  );
}

type MemoDefinition = Extract<MeasureDefinition, { shown: { memo: object } }>;

/** Which question counts each measure of the memorandum that is a part of a whole, for the compiler. */
export type CountedQuestions = {
  readonly [Counted in MemoDefinition as Counted['id']]: Counted['figure']['question'] & QuestionId;
};

/** A measure of the memorandum that counts a part of a whole, and how the memorandum speaks of it. */
export interface CountedMeasure {
  readonly measure: keyof CountedQuestions;
  readonly figure: FigureSpec<CountedQuestions[keyof CountedQuestions]>;
  readonly element: 2 | 3 | 4;
  /** What the part is, after its counts: '12 of 20 met'. */
  readonly counts: string;
  readonly label?: string;
}

export const countedMeasures: readonly CountedMeasure[] = readings.flatMap(({ id, figure, element, shown }) =>
  shown?.memo && figure && element ? [{ measure: id, figure, element, ...shown.memo } as CountedMeasure] : [],
);

function inOrder<Item extends { readonly order: number }>(items: readonly Item[]): Item[] {
  return [...items].sort((a, b) => a.order - b.order);
}
