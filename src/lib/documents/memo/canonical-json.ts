/**
 * JSON in one form only, so that the same content always has the same hash: keys in the order of their code units, no
 * white space, absent fields left out. Two characters that XML cannot hold are written as escapes, so that the text
 * stands unchanged in a Word file. Throws a RangeError for a number that JSON does not have.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, held]) => held !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, held]) => `${text(name)}:${canonicalJson(held)}`);
    return `{${fields.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`JSON has no number ${value}`);
  return typeof value === 'string' ? text(value) : JSON.stringify(value);
}

function text(raw: string): string {
  return JSON.stringify(raw).replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}
