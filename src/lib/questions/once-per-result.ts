import type { RawRow } from '../engine/engine.ts';

/**
 * Works something out of the rows of a result once, whoever asks: an export asks the same of the whole agency for every
 * place, and what an engine remembers comes back as the same rows. They must not be changed, and what is worked out is
 * shared: it must not be changed either. Forgotten with the rows.
 *
 * @param work what to work out, given the rows and whatever else it depends on
 */
export function oncePerResult<Further extends readonly (string | number | null)[], Value>(
  work: (rows: readonly RawRow[], ...further: Further) => Value,
): (rows: readonly RawRow[], ...further: Further) => Value {
  const known = new WeakMap<readonly RawRow[], Map<string, Value>>();
  return (rows, ...further) => {
    const ofRows = known.get(rows) ?? new Map<string, Value>();
    known.set(rows, ofRows);
    const key = JSON.stringify(further);
    if (!ofRows.has(key)) ofRows.set(key, work(rows, ...further));
    return ofRows.get(key) as Value;
  };
}
