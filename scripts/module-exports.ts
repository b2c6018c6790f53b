/** Bytes that begin every module, and the number of the section that lists what it exports. */
const header = 8;
const exportSection = 7;

/**
 * A WebAssembly module without the exports nobody asks for; the functions themselves stay.
 *
 * @param wasm a module in the binary format, version 1 (https://webassembly.github.io/spec/core/binary/modules.html)
 * @param wanted which exports stay, by name
 */
export function withExports(wasm: Uint8Array, wanted: (name: string) => boolean): Uint8Array {
  if (Buffer.from(wasm.subarray(0, 4)).toString('latin1') !== '\0asm') throw new Error('this is no WebAssembly module');
  const parts: Uint8Array[] = [wasm.subarray(0, header)];
  for (let at = header; at < wasm.length;) {
    const [size, body] = readNumber(wasm, at + 1);
    const end = body + size;
    if (end > wasm.length) throw new Error('the module ends in the middle of a section');
    if (wasm[at] !== exportSection) parts.push(wasm.subarray(at, end));
    else {
      const kept = keptExports(wasm, body, wanted);
      parts.push(Uint8Array.of(exportSection), writeNumber(kept.length), kept);
    }
    at = end;
  }
  return Buffer.concat(parts);
}

/** The body of the export section, from where it begins: how many there are, then a name, a kind and an index of each. */
function keptExports(wasm: Uint8Array, body: number, wanted: (name: string) => boolean): Uint8Array {
  const [count, first] = readNumber(wasm, body);
  const kept: Uint8Array[] = [];
  for (let left = count, at = first; left > 0; left -= 1) {
    const [length, name] = readNumber(wasm, at);
    const [, next] = readNumber(wasm, name + length + 1);
    if (wanted(Buffer.from(wasm.subarray(name, name + length)).toString())) kept.push(wasm.subarray(at, next));
    at = next;
  }
  return Buffer.concat([writeNumber(kept.length), ...kept]);
}

/** A number in LEB128, and where the bytes after it begin. */
function readNumber(bytes: Uint8Array, at: number): [value: number, next: number] {
  let value = 0;
  for (let shift = 1; ; shift *= 128) {
    const byte = bytes[at++];
    if (byte === undefined) throw new Error('the module ends in the middle of a number');
    value += (byte % 128) * shift;
    if (byte < 128) return [value, at];
  }
}

function writeNumber(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Uint8Array.from([...bytes, left]);
    bytes.push((left % 128) + 128);
  }
}
