import type { Manifest } from '../export/manifest.ts';
import type { Measure } from './measure.ts';

/** Tables a measure lacks in an export; empty when one of its lists of tables is complete. */
export function measureGap(measure: Pick<Measure, 'tables'>, dataset: Pick<Manifest, 'tables'>): string[] {
  const supplied = new Set(dataset.tables.filter((table) => table.supplied).map((table) => table.name));
  const gaps = measure.tables.map((list) => list.filter((table) => !supplied.has(table)));
  return gaps.some((gap) => gap.length === 0) ? [] : (gaps[0] ?? []);
}
