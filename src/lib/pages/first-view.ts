import type { AnswerFile } from '../export/answers.ts';
import type { Measure } from '../measures/measure.ts';

/** What lies in the HTML of a page: its answers, and what its figures mean. */
export interface FirstView extends AnswerFile {
  /** Definitions of the measures of the page's panels, by id: the whole glossary would weigh on every page. */
  measures: Record<string, Measure>;
}
