import type { FileEntry } from './manifest.ts';

/** The bytes of a file of the export, whose size and hash were looked at. */
export type FetchPart = (entry: FileEntry) => Promise<Uint8Array<ArrayBuffer>>;

/** What a file says that answers name among their parts: compressed JSON. */
export async function readPart(fetchPart: FetchPart, entry: FileEntry): Promise<unknown> {
  const inflated = new Blob([await fetchPart(entry)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Response(inflated).json();
}
