/** People counted by what is recorded of them: the rows that a regression starts from. */
import type { Manifest } from '../export/manifest.ts';
import type { DimensionId } from './dimensions.ts';
import { raw, type Sql } from './sql.ts';

/** Stand for "not recorded" and part the values in a pattern; no recorded text holds control characters. */
const absent = '\u0002';
const separator = '\u0001';

/** The values of several columns in one, read back by `levelsOf`. */
export function patternOf(columns: readonly DimensionId[]): Sql {
  const parts = columns.map((id) => `coalesce(CAST(${id} AS VARCHAR), chr(${absent.charCodeAt(0)}))`);
  return raw(parts.length === 0 ? `''` : parts.join(` || chr(${separator.charCodeAt(0)}) || `));
}

/** The values of a pattern of so many columns; null where one was not recorded. */
export function levelsOf(pattern: string, columns: number): (string | null)[] {
  return columns === 0 ? [] : pattern.split(separator).map((level) => (level === absent ? null : level));
}

/** Those of the columns that differ at all among the people of the dataset. */
export function recordedOf(
  columns: readonly DimensionId[],
  { scopes, dimensions }: Pick<Manifest, 'scopes' | 'dimensions'>,
): DimensionId[] {
  return columns.filter((id) => {
    if (id === 'region_id') return scopes.regions.length > 0;
    if (id === 'facility_id') return scopes.facilities.length > 1;
    // Names of programs and the like are in no list of values.
    return id.endsWith('_id') || (dimensions[id]?.length ?? 0) > 1;
  });
}
