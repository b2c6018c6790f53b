import type { QuestionId } from '../questions/index.ts';
import type { Filters } from '../questions/question.ts';
import type { MeasureId } from './measures.ts';

/** A measure of the memorandum that counts a part of a whole, and how the memorandum speaks of it. */
interface Shape {
  measure: MeasureId;
  question: QuestionId;
  element: 2 | 3 | 4;
  part: string;
  whole: string;
  /** What the part is, after its counts: '12 of 20 met'. */
  counts: string;
  /** Said where the whole is empty. */
  none: string;
  label?: string;
  filters?: Filters;
}

const definitions = [
  {
    measure: 'goals-met',
    question: 'casework/goals',
    element: 2,
    part: 'met',
    whole: 'due',
    counts: 'met',
    none: 'no goals were due',
  },
  {
    measure: 'needs-started',
    question: 'casework/needs',
    element: 2,
    part: 'started',
    whole: 'needs',
    counts: 'with a program started in time',
    none: 'none were due',
  },
  {
    measure: 'concurrence',
    question: 'casework/concurrence',
    element: 2,
    part: 'agreed',
    whole: 'decided',
    counts: 'decided as recommended',
    none: 'none were decided',
  },
  {
    measure: 'first-pass',
    question: 'casework/first-pass',
    element: 3,
    part: 'accepted',
    whole: 'reviewed',
    counts: 'accepted',
    none: 'none were reviewed',
  },
  {
    measure: 'quality-checks',
    question: 'casework/quality-checks',
    element: 4,
    part: 'items_returned',
    whole: 'items_checked',
    counts: 'sent back',
    none: 'none were checked',
  },
] as const satisfies readonly Shape[];

type Definition = (typeof definitions)[number];

export interface CountedMeasure extends Shape {
  measure: Definition['measure'];
  question: Definition['question'];
}

/** Which question counts each, for the compiler. */
export type CountedQuestions = { readonly [Counted in Definition as Counted['measure']]: Counted['question'] };

export const countedMeasures: readonly CountedMeasure[] = definitions;
