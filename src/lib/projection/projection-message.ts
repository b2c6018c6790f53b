import type { PastErrors } from './bands.ts';
import type { PlaceInput } from './input.ts';
import type { PlaceProjection } from './place.ts';
import type { Scenario } from './scenario.ts';

/** What the page hands to the worker: a place once, then scenarios of it. */
export type ProjectionRequest =
  | { action: 'place'; input: PlaceInput; errors: PastErrors; months: number }
  | { action: 'project'; id: number; scenario: Scenario };

export type ProjectionReply =
  | { action: 'progress'; id: number; share: number }
  | { action: 'done'; id: number; projection: PlaceProjection }
  | { action: 'failed'; id: number; message: string };
