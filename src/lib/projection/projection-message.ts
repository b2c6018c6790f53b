import type { PlaceInput } from './input.ts';
import type { PlaceProjection, Thresholds } from './place.ts';
import type { Scenario } from './scenario.ts';

/** What the page hands to the worker: a place once, then scenarios of it. */
export type ProjectionRequest =
  | { action: 'place'; input: PlaceInput; thresholds: Thresholds; months: number }
  | { action: 'project'; id: number; scenario: Scenario };

export type ProjectionReply =
  | { action: 'progress'; id: number; share: number }
  | { action: 'done'; id: number; projection: PlaceProjection }
  | { action: 'failed'; id: number; message: string };
