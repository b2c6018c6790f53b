import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinStreams } from './arrow-stream.ts';

/** Texts without a dictionary, as the data reader gives them: lists of letters stand for them here. */
const streamOf = (rows: readonly { days: number; people: number }[]) =>
  tableToIPC(
    tableFromArrays({
      days: Int32Array.from(rows, ({ days }) => days),
      people: Float64Array.from(rows, ({ people }) => people),
    }),
    'stream',
  ) as Uint8Array<ArrayBuffer>;

const row = fc.record({ days: fc.integer(), people: fc.double({ noNaN: true, noDefaultInfinity: true }) });

describe('joinStreams', () => {
  it('holds the rows of every stream, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.array(row, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 6 }), (files) => {
        const table = tableFromIPC(joinStreams(files.map(streamOf)));
        const found = table.toArray().map((each: { days: number; people: number }) => ({
          days: each.days,
          people: each.people,
        }));
        expect(found).toEqual(files.flat());
      }),
    );
  });

  it('joins streams that end without saying so, and what lies within a larger buffer', () => {
    const one = streamOf([{ days: 1, people: 0.5 }]);
    const cut = one.subarray(0, one.length - 8);
    const larger = new Uint8Array(one.length + 24);
    larger.set(one, 16);
    const within = larger.subarray(16, 16 + one.length);
    expect(tableFromIPC(joinStreams([cut, within, one])).numRows).toBe(3);
  });

  it('leaves a single stream as it is, and refuses what is none', () => {
    const one = streamOf([{ days: 1, people: 1 }]);
    expect(joinStreams([one])).toBe(one);
    expect(() => joinStreams([])).toThrow(RangeError);
    expect(() => joinStreams([one, new Uint8Array(4)])).toThrow(RangeError);
    expect(() => joinStreams([one, new Uint8Array(64)])).toThrow(/no Arrow stream/);
  });
});
