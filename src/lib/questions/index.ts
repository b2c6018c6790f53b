import { dataCompleteness } from './data-completeness.ts';
import { populationAverage } from './population-average.ts';
import { populationDaily } from './population-daily.ts';
import { populationFlows, populationMovements } from './population-flows.ts';
import { lengthOfStay } from './population-length-of-stay.ts';
import { populationMonthly } from './population-monthly.ts';
import { custodyMoves, expectedMoves, levelFit, outOfLevelList } from './population-stock.ts';
import type { Question } from './question.ts';
import { recidivismCurve, recidivismTest } from './recidivism-curve.ts';
import { recidivismRate } from './recidivism-rate.ts';

/** Every question, by id. Adding one here gives it to the export, the pages and the command line. */
export const questions = {
  [populationAverage.id]: populationAverage,
  [populationDaily.id]: populationDaily,
  [populationMonthly.id]: populationMonthly,
  [populationFlows.id]: populationFlows,
  [populationMovements.id]: populationMovements,
  [lengthOfStay.id]: lengthOfStay,
  [levelFit.id]: levelFit,
  [custodyMoves.id]: custodyMoves,
  [expectedMoves.id]: expectedMoves,
  [outOfLevelList.id]: outOfLevelList,
  [recidivismRate.id]: recidivismRate,
  [recidivismCurve.id]: recidivismCurve,
  [recidivismTest.id]: recidivismTest,
  [dataCompleteness.id]: dataCompleteness,
} as Readonly<Record<string, Question>>;

/** The question of an id. Throws where there is none: ids in code are right, ids from people are checked before. */
export function questionOf(id: string): Question {
  const found = questions[id];
  if (!found) throw new Error(`there is no question "${id}"`);
  return found;
}
