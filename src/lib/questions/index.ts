import { caseload } from './casework/caseload.ts';
import { caseManagers } from './casework/case-managers.ts';
import { inherited } from './casework/inherited.ts';
import { timelinessMonthly } from './casework/timeliness-monthly.ts';
import { timeliness } from './casework/timeliness.ts';
import { unassigned } from './casework/unassigned.ts';
import { worklist } from './casework/worklist.ts';
import { concurrence, loweredSecurity, recommendedDirections } from './casework/classification.ts';
import { completionCurve, daysToCompletion, daysToDecision, decisionCurve } from './casework/completion.ts';
import { contacts } from './casework/contacts.ts';
import { certification, performanceNotes, training } from './casework/expertise.ts';
import { caseModels, goalsMet, needsStarted } from './casework/goals.ts';
import { closures, firstPass, qualityChecks, reviews } from './casework/quality.ts';
import { caseworkNow } from './casework/now.ts';
import { weightedWorkload, workloadMix } from './casework/workload.ts';
import { meetings, teamsObserved } from './coordinator/meetings.ts';
import { correctiveActions } from './coordinator/actions.ts';
import { recurringFindings } from './coordinator/findings.ts';
import { minutes, minutesKept } from './coordinator/minutes.ts';
import { financialResponsibility, releaseCost } from './coordinator/money.ts';
import { followUp, releaseChecks, releaseReadiness } from './coordinator/release.ts';
import { assistantGuideline, staffing } from './coordinator/staffing.ts';
import { countedItems } from './rows/rows.ts';
import { caseworkCase } from './casework/case.ts';
import { timelinessTypes } from './casework/timeliness-types.ts';
import { dataCompleteness } from './data/completeness.ts';
import { populationAverage } from './population/average.ts';
import { populationDaily } from './population/daily.ts';
import { populationFlows, populationMovements } from './population/flows.ts';
import { lengthOfStay } from './population/length-of-stay.ts';
import { populationBacktest, projectionHistory, projectionKept, projectionStrip } from './population/backtest.ts';
import { peopleNeeded } from './population/people-needed.ts';
import { positionsMonths } from './population/positions-months.ts';
import { timeStudy } from './population/time-study.ts';
import { populationProjection, projectionAssumptions } from './population/projection.ts';
import { projectionInstitutions, projectionShort } from './population/projection-institutions.ts';
import { projectionInput, projectionStrata } from './population/projection-made-from.ts';
import { populationMonthly } from './population/monthly.ts';
import { custodyMoves, expectedMoves, levelFit, outOfLevelList } from './population/stock.ts';
import type { Question } from './question.ts';
import { programComparison } from './programs/comparison.ts';
import { programCompletion, programFunnel, unmetNeed } from './programs/funnel.ts';
import { programList } from './programs/list.ts';
import { programSeats, programWaitCurve, programWaits } from './programs/waits.ts';
import { recidivismCompeting } from './recidivism/competing.ts';
import { programsExpected } from './programs/expected.ts';
import { followUpExpected } from './coordinator/follow-up-expected.ts';
import { recidivismCurve } from './recidivism/curve.ts';
import { recidivismTest } from './recidivism/group-test.ts';
import { recidivismExpected } from './recidivism/expected.ts';
import { recidivismGroups } from './recidivism/groups.ts';
import { recidivismHazard } from './recidivism/hazard.ts';
import { recidivismRate, recidivismRates } from './recidivism/rate.ts';

/** Every question. Adding one here gives it to the export, the pages and the command line. */
const all = [
  populationAverage,
  populationDaily,
  populationMonthly,
  populationFlows,
  populationMovements,
  lengthOfStay,
  levelFit,
  custodyMoves,
  expectedMoves,
  outOfLevelList,
  populationProjection,
  projectionAssumptions,
  projectionStrata,
  projectionInstitutions,
  projectionShort,
  peopleNeeded,
  positionsMonths,
  timeStudy,
  projectionInput,
  populationBacktest,
  projectionStrip,
  projectionKept,
  projectionHistory,
  recidivismRate,
  recidivismRates,
  recidivismCurve,
  recidivismHazard,
  recidivismCompeting,
  recidivismTest,
  recidivismGroups,
  recidivismExpected,
  programList,
  programFunnel,
  programCompletion,
  programWaits,
  programWaitCurve,
  programSeats,
  unmetNeed,
  programComparison,
  programsExpected,
  caseworkNow,
  caseload,
  timeliness,
  timelinessMonthly,
  worklist,
  unassigned,
  inherited,
  caseManagers,
  workloadMix,
  weightedWorkload,
  daysToCompletion,
  completionCurve,
  goalsMet,
  caseModels,
  needsStarted,
  contacts,
  concurrence,
  recommendedDirections,
  daysToDecision,
  decisionCurve,
  loweredSecurity,
  qualityChecks,
  firstPass,
  training,
  certification,
  performanceNotes,
  meetings,
  minutes,
  minutesKept,
  teamsObserved,
  reviews,
  closures,
  recurringFindings,
  correctiveActions,
  staffing,
  assistantGuideline,
  financialResponsibility,
  releaseCost,
  releaseReadiness,
  releaseChecks,
  followUp,
  followUpExpected,
  caseworkCase,
  countedItems,
  timelinessTypes,
  dataCompleteness,
] as const;

/** The questions by id: with their rows, for the compiler. Import it as a type only, and no SQL comes with it. */
export type Questions = { readonly [Q in (typeof all)[number] as Q['id']]: Q };

export type QuestionId = keyof Questions;

/** A row of the answer to a question. */
export type RowOf<Id extends QuestionId> = Questions[Id] extends Question<infer Row> ? Row : never;

/** Every question by id, in the order of the list. */
export const questions: ReadonlyMap<string, Question> = new Map(
  (all as readonly unknown[] as readonly Question[]).map((question) => [question.id, question]),
);

/** The question of an id. Throws where there is none: ids in code are right, ids from people are checked before. */
export function questionOf(id: string): Question {
  const found = questions.get(id);
  if (!found) throw new Error(`there is no question "${id}"`);
  return found;
}
