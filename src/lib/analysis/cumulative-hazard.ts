/**
 * Nelson–Aalen: the hazard added up over time, among people seen for different lengths of time.
 *
 * Source: Aalen (1978), Annals of Statistics 6, 701–726. Agrees with R's `survfit` (`cumhaz`, `std.chaz`). Limits: Bie,
 * Borgan & Liestøl (1987), Scandinavian Journal of Statistics 14, 221–233, section 4.
 */
import { confidenceMultiple } from './normal.ts';
import { exitTimes, riskSets, type SurvivalRow } from './survival-row.ts';

export interface HazardStep {
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  /** Σ d/n up to and including this time: events per person, not a share. */
  readonly hazard: number;
  readonly standardError: number;
  /** 95 % limits on the scale of the logarithm, which never fall below zero. */
  readonly lower: number;
  readonly upper: number;
}

/** One step for each time at which somebody had the event. Throws a RangeError for a row that cannot be. */
export function nelsonAalen(rows: readonly SurvivalRow[]): HazardStep[] {
  const multiple = confidenceMultiple(0.95);
  let hazard = 0;
  let variance = 0;
  return riskSets(rows, exitTimes(rows, { eventsOnly: true })).map(({ time, atRisk, events }) => {
    hazard += events / atRisk;
    variance += events / (atRisk * atRisk);
    const standardError = Math.sqrt(variance);
    const factor = Math.exp((multiple * standardError) / hazard);
    return { time, atRisk, events, hazard, standardError, lower: hazard / factor, upper: hazard * factor };
  });
}
