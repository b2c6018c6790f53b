/** Custody classification of a stay: the level on arrival and each review that may change it. */
import { NONE, type Day } from './day.ts';
import { randomStream, type Random } from '../../src/lib/analysis/random.ts';
import * as S from './scenario.ts';
import type { Scenario } from './scenario.ts';
import type { Stay } from './stay.ts';

export interface CustodyState {
  level: number;
  scored: number;
  managementVariable: boolean;
}

export interface CustodyReview {
  recommended: Day;
  /** NONE while the committee has not decided. */
  decided: Day;
  current: number;
  recommendedLevel: number;
  decidedLevel: number;
  /** Day on which a changed level takes effect, NONE when nothing changes. */
  effective: Day;
  state: CustodyState;
}

export interface CustodyPath {
  initial: CustodyState;
  reviews: CustodyReview[];
}

const SEVERITY = [-0.1, 0.3, 0.55, 1.35, 1.65, 2.15, 1.6, 2.7];
const RISK_POINTS = [0, 0.35, 0.75];
const DAYS_BETWEEN_REVIEWS = 300;

/** Draws custody paths, one subject (stay) at a time. */
export function custodyPaths(scenario: Scenario): (stay: Stay) => CustodyPath {
  const random = randomStream(scenario.seed, 'custody');
  return (stay) => drawPath(scenario, random.at(stay.id), stay);
}

function drawPath(scenario: Scenario, random: Random, stay: Stay): CustodyPath {
  const initial = drawInitial(scenario, random, stay);
  const reviews: CustodyReview[] = [];
  if (stay.legal !== S.SENTENCED) return { initial, reviews };
  const clock = stay.sentenced === NONE ? stay.admission : stay.sentenced;
  const old = clock < scenario.windowStart - 20;
  let day = old ? scenario.windowStart + random.below(DAYS_BETWEEN_REVIEWS) : clock + random.between(9, 27);
  let state = initial;
  while (day <= scenario.asOf && day < stay.release) {
    const review = drawReview(scenario, random, stay, day, state);
    reviews.push(review);
    if (review.effective !== NONE) state = review.state;
    if (review.decided === NONE) break;
    day = Math.max(review.decided, day) + DAYS_BETWEEN_REVIEWS - 50 + random.below(100);
  }
  return { initial, reviews };
}

function drawInitial(scenario: Scenario, random: Random, stay: Stay): CustodyState {
  const years = (stay.release - stay.admission) / 365;
  // People who have served years at the window's start have mostly worked their way down.
  const served = Math.max(0, (scenario.windowStart - stay.admission) / 365);
  const points =
    SEVERITY[stay.offense]! +
    RISK_POINTS[stay.risk]! +
    (years > 5 ? 0.35 : 0) +
    (stay.life ? 0.4 : 0) -
    Math.min(1.1, served * 0.14) +
    0.65 * random.normal();
  const scored = Math.max(0, Math.min(3, Math.floor(points + 0.25)));
  if (!random.chance(served > 0 ? 0.15 : 0.07)) return { level: scored, scored, managementVariable: false };
  const level = scored === 0 ? 1 : scored === 3 ? 2 : scored + (random.chance(0.6) ? 1 : -1);
  return { level, scored, managementVariable: random.chance(0.7) };
}

function drawReview(scenario: Scenario, random: Random, stay: Stay, day: Day, state: CustodyState): CustodyReview {
  const current = state.level;
  const move = random.pick([0.69, current > 0 ? 0.21 : 0, current < 3 ? 0.1 : 0]);
  const recommendedLevel = move === 0 ? current : move === 1 ? current - 1 : current + 1;
  const decided = day + 1 + Math.floor(random.gamma(1.4, 9));
  const agreed = random.chance(S.CONCURRENCE);
  const other =
    recommendedLevel !== current
      ? current
      : current === 0
        ? 1
        : current === 3
          ? 2
          : current + (random.chance(0.5) ? 1 : -1);
  const decidedLevel = agreed ? recommendedLevel : other;
  const effective = decided + random.below(12);
  const managementVariable = random.chance(0.7);
  const pending = decided > scenario.asOf || decided >= stay.release;
  const changes = !pending && decidedLevel !== current && effective < stay.release && effective <= scenario.asOf;
  return {
    recommended: day,
    decided: pending ? NONE : decided,
    current,
    recommendedLevel,
    decidedLevel: pending ? NONE : decidedLevel,
    effective: changes ? effective : NONE,
    state: {
      level: decidedLevel,
      scored: recommendedLevel,
      managementVariable: decidedLevel !== recommendedLevel && managementVariable,
    },
  };
}
