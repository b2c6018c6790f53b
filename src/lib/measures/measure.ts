import type { TableName } from '../../../data/contract/contract.ts';
import type { SettingName } from '../../../data/contract/settings.ts';
import type { QuestionId } from '../questions/index.ts';
import type { RowListId } from '../questions/rows/words.ts';
import type { FigureSpec } from './figure.ts';

/** What figures are counted in, as words. */
export const unitWords = {
  people: 'people',
  share: 'a share',
  months: 'months',
  moves: 'moves',
  rows: 'rows',
  days: 'days',
  cases: 'cases',
  contacts: 'contacts per 100 person-months',
  hours: 'hours',
  amount: 'money',
  positions: 'positions',
  times: 'times what is expected',
} as const;

/**
 * What a figure means. Page, glossary, memorandum, download and command line all read the same entry; adding a
 * measure is one entry, here and nowhere else.
 */
interface MeasureText {
  readonly id: string;
  readonly label: string;
  /** One sentence a reader can repeat. */
  readonly definition: string;
  readonly numerator?: string;
  readonly denominator?: string;
  /** What is left out, and why. */
  readonly exclusions?: string;
  readonly unit: keyof typeof unitWords;
  /** Which way is good news; most population figures are neither. */
  readonly direction: 'higher' | 'lower' | 'neither';
  /** Element of the case manager's performance plan it informs. */
  readonly element?: 2 | 3 | 4;
  /** Contract tables without which it cannot be counted (any one list is enough). */
  readonly tables: readonly (readonly TableName[])[];
  readonly question: QuestionId;
  /** Which rows stand behind its figure, so that a reader can see what was counted and how. */
  readonly rows?: RowListId;
  /** Why its counts have no rows to show. */
  readonly noRows?: string;
  /** Changes of the definition, newest first. */
  readonly history: readonly { date: string; change: string }[];
  /** Settings it depends on: targets, thresholds, weights. */
  readonly settings?: readonly SettingName[];
  /** How the interval or curve is made, where there is one. */
  readonly method?: string;
  /** Where it stands besides the glossary, trends and comparison of any measure. */
  readonly shown?: Shown;
}

/** Sections of the matrix of places and of the comparison. */
export type MeasureSection = 'Population' | 'Casework' | 'Programs and return';

/** Where a measure stands, each under a label short enough for a column head, in the order of its number. */
export interface Shown {
  /** A column of institutions (or units, or case managers) by measures; the packet has the same tables. */
  readonly matrix?: {
    readonly section: MeasureSection;
    readonly label: string;
    readonly order: number;
    /** How many people each answers for: only where units and case managers are compared. */
    readonly context?: true;
  };
  /** A line of the comparison of two places or periods, after those of the matrix. */
  readonly compared?: { readonly label: string; readonly order: number };
  /** A column of one of the packet's tables of what coordinators answer for. */
  readonly packet?: { readonly table: 'meetings' | 'staff'; readonly label: string; readonly order: number };
  /** A line of the memorandum's element, which says what the part is after its counts: '12 of 20 met'. */
  readonly memo?: { readonly counts: string; readonly label?: string };
}

/** How one figure of it is read from the rows of its question, or why it has none. */
type FigureOrNot =
  | { readonly figure: FigureSpec; readonly noFigure?: undefined }
  | { readonly figure?: undefined; readonly noFigure: string };

export type Measure = MeasureText & FigureOrNot;

/** What a figure on a page says of itself when it is asked how it is worked out. */
export type Meaning = Pick<
  MeasureText,
  'id' | 'label' | 'definition' | 'numerator' | 'denominator' | 'exclusions' | 'tables' | 'method' | 'noRows'
>;

/** Only that of a measure: the rest would weigh on every page. */
export function meaningOf(measure: Measure): Meaning {
  const { id, label, definition, numerator, denominator, exclusions, tables, method, noRows } = measure;
  return { id, label, definition, numerator, denominator, exclusions, tables, method, noRows };
}

/** The same as “How this is calculated” takes it. */
export function howCounted({ definition, numerator, denominator, exclusions, tables, method, noRows }: Meaning) {
  const sources = [...new Set(tables.flat())] as const;
  return { definition, numerator, denominator, exclusions, sources, origin: method, noRows };
}

/** The history of a measure first written down on a day, and unchanged since. */
export function firstOn(date: string) {
  return [{ date, change: 'First definition.' }] as const;
}

/** The history of a measure that has not changed since it was first written down. */
export const firstDefinition = firstOn('2026-11-22');
