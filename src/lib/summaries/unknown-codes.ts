import { formatNumber } from '../format/number.ts';
import type { Manifest, UnknownCodes } from '../export/manifest.ts';

type Tables = Pick<Manifest, 'tables'>;

/** The unknown codes of a column in the data loaded, or null where there are none. */
function unknownOf({ tables }: Tables, table: string, column: string): UnknownCodes | null {
  return tables.find(({ name }) => name === table)?.unknown?.find((unknown) => unknown.column === column) ?? null;
}

/**
 * Why no release is counted: `otherwise` ("nobody was released") where that is so, but the releases of a type nobody
 * knows where there are any: those are in no figure, and no one may read that nothing happened.
 */
export function noReleases(dataset: Tables, otherwise: string): string {
  const unknown = unknownOf(dataset, 'stay', 'release_type');
  if (!unknown) return otherwise;
  const names = unknown.codes.slice(0, 3).map(({ code }) => `“${code}”`);
  const more = unknown.codes.length > names.length ? ', …' : '';
  const one = unknown.rows === 1;
  const said = `${formatNumber(unknown.rows)} ${one ? 'release is' : 'releases are'} of an unknown type (${names.join(', ')}${more})`;
  // A few among many are not why: nobody of a known type was there either.
  return unknown.rows * 2 >= unknown.of ? `${said} and in no figure` : `${otherwise}; ${said}`;
}
