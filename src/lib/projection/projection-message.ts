import type { PlaceInput } from './input.ts';
import type { MonthAhead, PlaceProjection, Thresholds } from './place.ts';
import type { Scenario } from './scenario.ts';
import type { PartOfWhole } from './share-out.ts';

/** What scenarios are made of: one place, or the institutions of a whole. */
export interface OnePlace {
  action: 'place';
  input: PlaceInput;
  thresholds: Thresholds;
  months: number;
}

export interface WholeOfParts {
  action: 'whole';
  whole: PlaceInput;
  parts: readonly PartOfWhole[];
  months: number;
}

export type Ground = OnePlace | WholeOfParts;

/** What a scenario comes to on either. */
export type ResultOn<G extends Ground> = G extends OnePlace ? PlaceProjection : { id: string; months: MonthAhead[] }[];

/** What the page asks of the worker: what scenarios are of, once, then scenarios; their progress is a share. */
export type ProjectionCalls = {
  use: { input: Ground; result: void };
  project: { input: Scenario; result: ResultOn<Ground>; progress: number };
};
