import { Float64, Int32, Table, tableFromIPC, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinStreams } from './arrow-stream.ts';

interface Row {
  days: number | null;
  people: number;
  /** Without a dictionary, as the data reader gives texts. */
  place: string | null;
}

const streamOf = (rows: readonly Row[]) =>
  tableToIPC(
    new Table({
      days: vectorFromArray(
        rows.map(({ days }) => days),
        new Int32(),
      ),
      people: vectorFromArray(
        rows.map(({ people }) => people),
        new Float64(),
      ),
      place: vectorFromArray(
        rows.map(({ place }) => place),
        new Utf8(),
      ),
    }),
    'stream',
  ) as Uint8Array<ArrayBuffer>;

const row = fc.record({
  days: fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
  people: fc.double({ noNaN: true, noDefaultInfinity: true }),
  place: fc.option(fc.string({ unit: 'grapheme' })),
});

describe('joinStreams', () => {
  it('holds the rows of every stream, in order', () => {
    fc.assert(
      fc.property(fc.array(fc.array(row, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 6 }), (files) => {
        const table = tableFromIPC(joinStreams(files.map(streamOf)));
        const found = table.toArray().map(({ days, people, place }: Row): Row => ({ days, people, place }));
        expect(found).toEqual(files.flat());
      }),
    );
  });

  const one = streamOf([{ days: 1, people: 0.5, place: 'Łódź' }]);

  it('joins what lies within a larger buffer', () => {
    const larger = new Uint8Array(one.length + 24);
    larger.set(one, 16);
    const within = larger.subarray(16, 16 + one.length);
    expect(tableFromIPC(joinStreams([within, one])).numRows).toBe(2);
  });

  it('leaves a single stream as it is, and refuses what is none', () => {
    expect(joinStreams([one])).toBe(one);
    expect(() => joinStreams([])).toThrow(RangeError);
    expect(() => joinStreams([one, new Uint8Array(4)])).toThrow(RangeError);
    expect(() => joinStreams([one, new Uint8Array(64)])).toThrow(RangeError);
    expect(() => joinStreams([one, one.subarray(0, one.length - 8)])).toThrow(/has no end/);
  });
});
