import { addMonths, firstOfMonth, type IsoDate } from './date.ts';

/** First day whose rows are listed behind the figures; earlier ones are counted only. */
export function rowsFrom(asOf: IsoDate, settings: { readonly rows_kept_months: number }): IsoDate {
  return addMonths(firstOfMonth(asOf), -settings.rows_kept_months);
}
