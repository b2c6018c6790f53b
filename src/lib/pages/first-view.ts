import type { AnswerFile } from '../export/answers.ts';
import type { Meaning } from '../measures/measure.ts';

/** What lies in the HTML of a page: its answers, and what its figures mean. */
export interface FirstView extends AnswerFile {
  /** What the measures of the page's panels mean, by id. */
  measures: Record<string, Meaning>;
}
