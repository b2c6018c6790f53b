import { thisCopy } from './definitions.ts';
import type { Manifest } from './manifest.ts';

/**
 * Why the figures of an export must not be drawn here, as the end of a sentence that begins with its name; null where
 * they follow from the definitions of this copy of Caseboard.
 */
export function otherDefinitions({
  made_by: by,
  definitions,
}: Pick<Manifest, 'made_by' | 'definitions'>): string | null {
  if (definitions === thisCopy.definitions) return null;
  const maker = by === undefined ? 'an earlier version of Caseboard' : `Caseboard ${by}`;
  return `was made by ${maker}, which counts some figures by other definitions than this one (${thisCopy.version})`;
}
