import { isIsoDate } from '../../calendar/date.ts';

export interface PeriodOption {
  /** What goes into the link: '2026Q3', 'FY2026', '2026-04', 'L12M'. */
  readonly value: string;
  /** 'FY 2026 Q3' */
  readonly label: string;
  /** 'Apr 1 – Jun 30, 2026' */
  readonly dates: string;
}

export interface PeriodGroup {
  /** 'Quarters', 'Fiscal years', 'Months' */
  readonly label: string;
  readonly options: readonly PeriodOption[];
}

/** '2026-04-01..2026-06-30', or a sentence about what is wrong with the two dates. */
export function customPeriod(from: string, last: string, min?: string, max?: string): string | { error: string } {
  if (!isIsoDate(from) || !isIsoDate(last)) return { error: 'Give both a first and a last day.' };
  if (last < from) return { error: 'The last day is before the first.' };
  if (min && last < min) return { error: `The data begin on ${min}.` };
  if (max && from > max) return { error: `The data end on ${max}.` };
  return `${from}..${last}`;
}
