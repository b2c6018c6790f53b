import type { RowListId } from '../questions/rows/words.ts';
import type { FigureSpec } from './figure.ts';
import type { Measure, Shown } from './measure.ts';
import { measures, type MeasureId } from './measures.ts';

/** What pages read figures by: a measure without its texts, which are long and which no first view needs. */
export interface Reading {
  readonly id: MeasureId;
  readonly element?: Measure['element'];
  readonly figure?: FigureSpec;
  readonly shown?: Shown;
  readonly rows?: RowListId;
}

/** In the build of the site these are data, and the texts stay behind (see vite.config.ts). */
export const readings: readonly Reading[] = measures.map(readingOf);

function readingOf({ id, element, figure, shown, rows }: Measure): Reading {
  return {
    id: id as MeasureId,
    ...(element ? { element } : {}),
    ...(figure ? { figure: withoutReason(figure) } : {}),
    ...(shown ? { shown } : {}),
    ...(rows ? { rows } : {}),
  };
}

/** Why a figure has no months is text too: what tells it reads the measure itself. */
function withoutReason(figure: FigureSpec): FigureSpec {
  return figure.noMonths === undefined ? figure : { ...figure, noMonths: '' };
}
