/** One range of bytes: from a first to a last, from a first to the end, or so many at the end. */
const spec = /^(?:(\d+)-(\d*)|-(\d+))$/;

/**
 * A Range field as RFC 9110 (14.1.2, 14.2) wants it read, for a file of `size` bytes: null where it has to be passed
 * over, because its unit or grammar is none, or it asks for the end of an empty file. A longer end than the file has is
 * the whole file.
 */
export function readableRange(field: string, size: number): string | null {
  const [, list] = /^bytes=(.*)$/i.exec(field.trim()) ?? [];
  if (list === undefined) return null;
  const ranges: string[] = [];
  // A list may have empty places, though not only such.
  for (const part of list.split(',').map((text) => text.replace(/^[ \t]+|[ \t]+$/g, ''))) {
    if (part === '') continue;
    const [found, first, last, suffix] = spec.exec(part) ?? [];
    if (!found || (first && last && BigInt(last) < BigInt(first))) return null;
    if (suffix === undefined) ranges.push(found);
    else if (BigInt(suffix) === 0n) ranges.push(`${size}-`);
    else if (size === 0) return null;
    else ranges.push(BigInt(suffix) >= BigInt(size) ? '0-' : found);
  }
  return ranges.length > 0 ? `bytes=${ranges.join(',')}` : null;
}
