import type { Rule } from '../../data/contract/plausibility-kinds.ts';
import type { formRules } from '../../data/contract/rules-of-form.ts';

/** Rules of form, and of plausibility (data/contract/plausibility.ts); a copy is of no unique key. */
export type RuleName = keyof typeof formRules | Exclude<Rule['kind'], 'copy'>;

/** One rule applied to one column of one table. */
export interface Fault {
  rule: RuleName;
  column: string | null;
  /** Said instead of the rule's own sentence. */
  meaning?: string;
  /** The row says again what a loaded row says, so that nothing is lost with it. */
  again?: true;
}

export const copyText = 'The row is a copy: every column has the values of an earlier row.';

/** What is done with the rows a query names. */
export interface Judging {
  reject(fault: Fault, rowsSql: string): Promise<void>;
  /** Writes the rows down, which stay loaded: with a value left empty, or only counted. */
  note(fault: Fault, rowsSql: string, what: 'value left empty' | 'row kept'): Promise<void>;
}
