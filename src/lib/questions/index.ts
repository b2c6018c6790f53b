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
import { meetings, minutes, minutesKept, teamsObserved } from './coordinator/meetings.ts';
import { financialResponsibility, releaseCost } from './coordinator/money.ts';
import { followUp, releaseChecks, releaseReadiness } from './coordinator/release.ts';
import { assistantGuideline, staffing } from './coordinator/staffing.ts';
import { caseworkCase } from './casework/case.ts';
import { timelinessTypes } from './casework/timeliness-types.ts';
import { dataCompleteness } from './data/completeness.ts';
import { populationAverage } from './population/average.ts';
import { populationDaily } from './population/daily.ts';
import { populationFlows, populationMovements } from './population/flows.ts';
import { lengthOfStay } from './population/length-of-stay.ts';
import { populationBacktest, projectionHistory, projectionKept, projectionStrip } from './population/backtest.ts';
import { peopleNeeded } from './population/people-needed.ts';
import { populationProjection, projectionAssumptions } from './population/projection.ts';
import { projectionInstitutions, projectionShort } from './population/projection-institutions.ts';
import { projectionInput, projectionStrata } from './population/projection-made-from.ts';
import { populationMonthly } from './population/monthly.ts';
import { custodyMoves, expectedMoves, levelFit, outOfLevelList } from './population/stock.ts';
import type { Question } from './question.ts';
import { outcomeQuestions } from './recidivism/outcome-questions.ts';

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
  [populationProjection.id]: populationProjection,
  [projectionAssumptions.id]: projectionAssumptions,
  [projectionStrata.id]: projectionStrata,
  [projectionInstitutions.id]: projectionInstitutions,
  [projectionShort.id]: projectionShort,
  [peopleNeeded.id]: peopleNeeded,
  [projectionInput.id]: projectionInput,
  [populationBacktest.id]: populationBacktest,
  [projectionStrip.id]: projectionStrip,
  [projectionKept.id]: projectionKept,
  [projectionHistory.id]: projectionHistory,
  ...outcomeQuestions,
  [caseworkNow.id]: caseworkNow,
  [caseload.id]: caseload,
  [timeliness.id]: timeliness,
  [timelinessMonthly.id]: timelinessMonthly,
  [worklist.id]: worklist,
  [unassigned.id]: unassigned,
  [inherited.id]: inherited,
  [caseManagers.id]: caseManagers,
  [workloadMix.id]: workloadMix,
  [weightedWorkload.id]: weightedWorkload,
  [daysToCompletion.id]: daysToCompletion,
  [completionCurve.id]: completionCurve,
  [goalsMet.id]: goalsMet,
  [caseModels.id]: caseModels,
  [needsStarted.id]: needsStarted,
  [contacts.id]: contacts,
  [concurrence.id]: concurrence,
  [recommendedDirections.id]: recommendedDirections,
  [daysToDecision.id]: daysToDecision,
  [decisionCurve.id]: decisionCurve,
  [loweredSecurity.id]: loweredSecurity,
  [qualityChecks.id]: qualityChecks,
  [firstPass.id]: firstPass,
  [training.id]: training,
  [certification.id]: certification,
  [performanceNotes.id]: performanceNotes,
  [meetings.id]: meetings,
  [minutes.id]: minutes,
  [minutesKept.id]: minutesKept,
  [teamsObserved.id]: teamsObserved,
  [reviews.id]: reviews,
  [closures.id]: closures,
  [staffing.id]: staffing,
  [assistantGuideline.id]: assistantGuideline,
  [financialResponsibility.id]: financialResponsibility,
  [releaseCost.id]: releaseCost,
  [releaseReadiness.id]: releaseReadiness,
  [releaseChecks.id]: releaseChecks,
  [followUp.id]: followUp,
  [caseworkCase.id]: caseworkCase,
  [timelinessTypes.id]: timelinessTypes,
  [dataCompleteness.id]: dataCompleteness,
} as Readonly<Record<string, Question>>;

/** The question of an id. Throws where there is none: ids in code are right, ids from people are checked before. */
export function questionOf(id: string): Question {
  const found = questions[id];
  if (!found) throw new Error(`there is no question "${id}"`);
  return found;
}
