import type { TableName } from '../../../data/contract/contract.ts';

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
  readonly unit: 'people' | 'share' | 'months' | 'moves' | 'rows';
  /** Which way is good news; most population figures are neither. */
  readonly direction: 'higher' | 'lower' | 'neither';
  /** Element of the case manager's performance plan it informs. */
  readonly element?: 2 | 3 | 4;
  /** Contract tables without which it cannot be counted (any one list is enough). */
  readonly tables: readonly (readonly TableName[])[];
  readonly question: string;
  /** Changes of the definition, newest first. */
  readonly history: readonly { date: string; change: string }[];
  /** How the interval or curve is made, where there is one. */
  readonly method?: string;
}
