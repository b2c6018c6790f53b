/**
 * Arrow IPC streams one after another as one: each is a message with its schema, messages with rows, and an end. Rows of
 * several files of a table then come into the engine in one step.
 * Source: Arrow columnar format, "Encapsulated message format" and "IPC streaming format".
 */

/** Before every message: this mark, then the length of its head. */
const continuation = 0xffff_ffff;

/**
 * Joins streams of one schema, without dictionaries, as the data reader makes them.
 * @throws RangeError where a stream does not begin and end as one
 */
export function joinStreams(streams: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
  const [first, ...others] = streams;
  if (!first) throw new RangeError('There is no stream to join.');
  if (others.length === 0) return first;
  const pieces = [
    first.subarray(0, first.length - endLength(first)),
    ...others.map((stream) => stream.subarray(schemaLength(stream), stream.length - endLength(stream))),
  ];
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 8));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  new DataView(joined.buffer).setUint32(at, continuation, true);
  return joined;
}

/** Bytes of the first message, which is the schema and has no body. */
function schemaLength(stream: Uint8Array): number {
  const head = view(stream);
  if (stream.length < 8 || head.getUint32(0, true) !== continuation) throw new RangeError('This is no Arrow stream.');
  return 8 + head.getInt32(4, true);
}

/** The mark that ends a stream; the data reader always writes it. */
function endLength(stream: Uint8Array): number {
  const at = stream.length - 8;
  if (at < 0 || view(stream).getUint32(at, true) !== continuation || view(stream).getUint32(at + 4, true) !== 0)
    throw new RangeError('This Arrow stream has no end.');
  return 8;
}

const view = ({ buffer, byteOffset, byteLength }: Uint8Array) => new DataView(buffer, byteOffset, byteLength);
