import type { TableName } from '../../../data/contract/contract.ts';
import type { SettingName } from '../../../data/contract/settings.ts';
import type { QuestionId } from '../questions/index.ts';
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
} as const;

/**
 * What a figure means. Page, glossary, memorandum, download and command line all read the same entry; adding a
 * measure is one entry in measures.ts and nothing else.
 */
export interface Measure {
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
  /** Changes of the definition, newest first. */
  readonly history: readonly { date: string; change: string }[];
  /** Settings it depends on: targets, thresholds, weights. */
  readonly settings?: readonly SettingName[];
  /** How the interval or curve is made, where there is one. */
  readonly method?: string;
  /** How its single figure is read from the rows of its question; absent where it is a list, a mix or a curve. */
  readonly figure?: FigureSpec;
}
