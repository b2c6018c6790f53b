import { programComparison } from '../programs/comparison.ts';
import { programCompletion, programFunnel, unmetNeed } from '../programs/funnel.ts';
import { programList } from '../programs/list.ts';
import { programSeats, programWaitCurve, programWaits } from '../programs/waits.ts';
import type { Question } from '../question.ts';
import { recidivismCompeting } from './competing.ts';
import { recidivismCurve } from './curve.ts';
import { recidivismGroups } from './groups.ts';
import { recidivismHazard } from './hazard.ts';
import { recidivismRate, recidivismRates } from './rate.ts';
import { recidivismTest } from './group-test.ts';

/** Questions about returns and programs, by id. */
export const outcomeQuestions = {
  [recidivismRate.id]: recidivismRate,
  [recidivismRates.id]: recidivismRates,
  [recidivismCurve.id]: recidivismCurve,
  [recidivismHazard.id]: recidivismHazard,
  [recidivismCompeting.id]: recidivismCompeting,
  [recidivismTest.id]: recidivismTest,
  [recidivismGroups.id]: recidivismGroups,
  [programList.id]: programList,
  [programFunnel.id]: programFunnel,
  [programCompletion.id]: programCompletion,
  [programWaits.id]: programWaits,
  [programWaitCurve.id]: programWaitCurve,
  [programSeats.id]: programSeats,
  [unmetNeed.id]: unmetNeed,
  [programComparison.id]: programComparison,
} as unknown as Readonly<Record<string, Question>>;
