import type { Question } from './question.ts';
import { recidivismCompeting } from './recidivism-competing.ts';
import { recidivismCurve } from './recidivism-curve.ts';
import { recidivismRate, recidivismRates } from './recidivism-rate.ts';
import { recidivismGroups, recidivismTest } from './recidivism-test.ts';

/** Questions about returns and programs, by id. */
export const outcomeQuestions = {
  [recidivismRate.id]: recidivismRate,
  [recidivismRates.id]: recidivismRates,
  [recidivismCurve.id]: recidivismCurve,
  [recidivismCompeting.id]: recidivismCompeting,
  [recidivismTest.id]: recidivismTest,
  [recidivismGroups.id]: recidivismGroups,
} as unknown as Readonly<Record<string, Question>>;
