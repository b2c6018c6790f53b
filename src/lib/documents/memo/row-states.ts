import { rowsOf } from '../../measures/figures.ts';
import { rowWords } from '../../questions/rows/words.ts';

/** Words for how a row of a measure is counted; kinds of work due go by their own name. */
export function statesOf(measure: string): Readonly<Record<string, string>> {
  return rowWords[rowsOf(measure)?.list ?? 'due'].states;
}
