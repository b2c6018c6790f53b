import type { Period } from '../calendar/period.ts';
import { coveredDays } from '../export/calendar.ts';
import type { Manifest } from '../export/manifest.ts';
import type { FigureSpec } from '../measures/figure.ts';
import { noReleases } from '../summaries/unknown-codes.ts';

/** What stands where a figure would, while its rows are on their way or could not be had: no rows is no “none”. */
export function unreadWords(status: string): string | null {
  if (status === 'loading') return 'loading…';
  return status === 'failed' ? 'could not be loaded' : null;
}

/** The same of a figure that may lack its tables or columns, in as few words; null where it was answered. */
export function absentWords(status: string): string | null {
  return status === 'missing' ? 'not supplied' : unreadWords(status);
}

/**
 * Why nothing can be read of an answer to one figure, in a few words; null where it can. For some measures no row means
 * none, but nobody knows of days before the data begin or after they end.
 */
export function unreadFigure(
  status: string,
  { zero, at, question }: Pick<FigureSpec, 'zero' | 'at' | 'question'>,
  rows: readonly object[],
  { period, dataset }: { period: Period; dataset: Pick<Manifest, 'as_of' | 'history_from' | 'tables'> },
): string | null {
  const outside = zero && at === undefined && rows.length === 0 && coveredDays(period, dataset) === 0;
  if (outside || status !== 'ready') return unreadWords(status) ?? (outside ? 'no data of these days' : null);
  // Not one release counted: they may all be of a type nobody knows.
  const counted = rows.some((row) => !('released' in row) || Number(row.released) > 0);
  if (counted || !question.startsWith('recidivism/')) return null;
  const nobody = 'nobody was released';
  const why = noReleases(dataset, nobody);
  return why === nobody ? null : why;
}
