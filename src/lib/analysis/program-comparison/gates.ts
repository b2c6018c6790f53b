/** What a comparison must pass before anything is said of the program (methods, section 5). */
export type GateId =
  'exposure_before_release' | 'follow_up' | 'event_day' | 'treated' | 'overlap' | 'balance' | 'effective_comparison';

export interface Gate {
  readonly gate: GateId;
  readonly passed: boolean;
  /** What was found; null where it could not be worked out, of exposure where nothing says when people took part. */
  readonly value: number | null;
  /** What it must be at least (at most, for balance and exposure). */
  readonly required: number;
}

/** Bounds a comparison must keep to before anything is said of the program. */
export const gateBounds = {
  /** Most of those who took part whose part went on after release. */
  exposedAfter: 0.01,
  treated: 60,
  overlap: 0.95,
  propensity: [0.05, 0.95],
  imbalance: 0.1,
  effectiveComparison: 50,
} as const;
