import type { Period } from '../../calendar/period.ts';
import type { Manifest } from '../../export/manifest.ts';
import type { FigureRow } from '../../measures/measure-figure.ts';
import type { ExpectedOutcome } from '../../questions/expected.ts';
import type { PopulationMonth } from '../../questions/population/monthly.ts';
import type { ProjectedInstitution } from '../../questions/population/institution-line.ts';
import type { ProjectedMonth } from '../../questions/population/projection.ts';
import type { ReturnRate } from '../../questions/recidivism/rate.ts';

/** What a regional packet is made from: rows of the pages' own questions. Null where the agency lacks the tables. */
export interface PacketInput {
  readonly region: { readonly id: string; readonly name: string };
  readonly period: Period;
  /** The same quarter a year before. */
  readonly before: Period;
  readonly dataset: Manifest;
  /** By measure: of the region, of the region a year before, and of every institution of the agency. */
  readonly whole: ReadonlyMap<string, readonly FigureRow[] | null>;
  readonly wholeBefore: ReadonlyMap<string, readonly FigureRow[] | null>;
  readonly places: ReadonlyMap<string, readonly FigureRow[] | null>;
  readonly placesBefore: ReadonlyMap<string, readonly FigureRow[] | null>;
  /** The measure drawn by month, of every institution of the agency. */
  readonly trend: readonly FigureRow[] | null;
  readonly months: readonly PopulationMonth[] | null;
  /** The next two years of the region, and of its institutions, without a scenario. */
  readonly ahead: readonly ProjectedMonth[] | null;
  readonly institutions: readonly ProjectedInstitution[] | null;
  readonly returns: readonly ReturnRate[] | null;
  /** Returns within a year of every region against what is expected for its mix. */
  readonly expectedReturns: readonly ExpectedOutcome[] | null;
  /** Programs by kind. */
  readonly completion: readonly FigureRow[] | null;
  readonly waits: readonly FigureRow[] | null;
  /** What could not be answered, as sentences. */
  readonly gaps: readonly string[];
}
