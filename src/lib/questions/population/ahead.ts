/** Months ahead that an institution's line shows. */
export const aheadMonths = [6, 12, 24] as const;

/** People expected then, and the 80 % band. */
export interface ExpectedAhead {
  projected6: number;
  lower6: number;
  upper6: number;
  projected12: number;
  lower12: number;
  upper12: number;
  projected24: number;
  lower24: number;
  upper24: number;
}
