import { expect, it } from 'vitest';
import { withExports } from './module-exports.ts';

/** `(module (func (export "one") (result i32) i32.const 1) (func (export "two") (result i32) i32.const 2))`, by hand. */
const both = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7f],
  ...[0x03, 0x03, 0x02, 0x00, 0x00],
  ...[0x07, 0x0d, 0x02, 0x03, 0x6f, 0x6e, 0x65, 0x00, 0x00, 0x03, 0x74, 0x77, 0x6f, 0x00, 0x01],
  ...[0x0a, 0x0b, 0x02, 0x04, 0x00, 0x41, 0x01, 0x0b, 0x04, 0x00, 0x41, 0x02, 0x0b],
]);

async function exportsOf(bytes: Uint8Array): Promise<Record<string, () => number>> {
  const { instance } = await WebAssembly.instantiate(Uint8Array.from(bytes));
  return instance.exports as Record<string, () => number>;
}

it('keeps what is wanted, which does what it did', async () => {
  const { two, ...others } = await exportsOf(withExports(both, (name) => name === 'two'));
  expect(two?.()).toBe(2);
  expect(others).toEqual({});
});

it('gives back the same module where all is wanted, and one without exports where nothing is', async () => {
  expect([...withExports(both, () => true)]).toEqual([...both]);
  expect(await exportsOf(withExports(both, () => false))).toEqual({});
});

it('refuses what is no module, and one that was cut off anywhere but between two sections', () => {
  expect(() => withExports(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]), () => true)).toThrow('no WebAssembly module');
  const between = [8, 15, 20, 35];
  for (let length = 9; length < both.length; length += 1) {
    if (between.includes(length)) continue;
    expect(() => withExports(both.subarray(0, length), () => true), String(length)).toThrow('ends in the middle');
  }
});
