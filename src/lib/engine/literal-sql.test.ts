import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Binding } from './engine.ts';
import { withLiterals } from './literal-sql.ts';

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

/** What DuckDB reads a statement as. */
async function read(sql: string, bindings: readonly Binding[]): Promise<unknown[]> {
  const reader = await connection.runAndReadAll(withLiterals(sql, bindings));
  return reader.getRowsJS()[0] ?? [];
}

/** Texts that end quotes, begin comments, look like places, or are no text at all. */
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.constantFrom("'", '"', '\\', '-', '/', '*', '?', ';', '\0', '\n', '$', 'a', '\u202e', '😀') }),
);

describe('a statement with its values written out', () => {
  it('gives every text back as it was, whatever stands in it', async () => {
    await fc.assert(
      fc.asyncProperty(texts, texts, async (one, other) => {
        expect(await read('SELECT ?, ? AS "why?", \'?\'', [one, other])).toEqual([one, other, '?']);
      }),
    );
  });

  it('gives every number and truth value back, of the type it is bound as', async () => {
    const numbers = fc.oneof(fc.integer(), fc.double({ noNaN: true }));
    await fc.assert(
      fc.asyncProperty(numbers, fc.boolean(), async (number, truth) => {
        const value = Object.is(number, -0) ? 0 : number;
        const [back, less, said, nothing] = await read('SELECT ?, 0 -?, ?, ?', [value, value, truth, null]);
        expect(Number(back)).toBe(value);
        expect(Number(less)).toBeCloseTo(0 - value);
        expect([said, nothing]).toEqual([truth, null]);
      }),
    );
    expect(await read('SELECT typeof(?), typeof(?), typeof(?)', [91, 0.5, true])).toEqual([
      'INTEGER',
      'DOUBLE',
      'BOOLEAN',
    ]);
  });

  it('leaves a statement that binds nothing as it stands', () => {
    expect(withLiterals("SELECT '?', ? -- ?", [])).toBe("SELECT '?', ? -- ?");
  });

  it('refuses a statement with other places than values', () => {
    expect(() => withLiterals('SELECT ?, ?', [1])).toThrow(/more places/);
    expect(() => withLiterals("SELECT '?'", [1])).toThrow(/0 places for 1/);
  });
});
