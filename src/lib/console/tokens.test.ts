import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineAt, tokensOf } from './tokens.ts';

const cut = (sql: string) => tokensOf(sql).map(({ kind, value }) => `${kind}:${value}`);

describe('tokensOf', () => {
  it.each([
    ['a--b\nc', ['word:a', 'word:c']],
    ['a /* b /* c */ d */ e', ['word:a', 'word:e']],
    ["'it''s' x", ["text:it's", 'word:x']],
    ['"a ""b""" "--"', ['name:a "b"', 'name:--']],
    ["E'a\\'; b' ;", ["text:a\\'; b", 'symbol:;']],
    ['$$a; b$$ $q$ $$ ; $q$', ['text:a; b', 'text: $$ ; ']],
    ["'/*' 1.5e-3 -- '", ['text:/*', 'number:1.5e-3']],
    ["'open", ['open:open']],
    ['a /* open', ['word:a', 'open:/*']],
  ])('cuts %s as DuckDB does', (sql, expected) => {
    expect(cut(sql)).toEqual(expected);
  });

  it('leaves out nothing but blanks and comments, and never overlaps', () => {
    const piece = fc.constantFrom("'a'", '"b"', 'c', '1', ';', '(', '$$', "'", '"', '--', '\n', '/*', '*/', ' ', 'E');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const sql = pieces.join('');
        let last = 0;
        for (const { from, to } of tokensOf(sql)) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThan(from);
          expect(sql.slice(last, from).replace(/--[^\n]*|\/\*[^]*\*\/|\s/g, '')).toBe('');
          last = to;
        }
      }),
    );
  });
});

it('lineAt counts from one', () => {
  expect([lineAt('a\nb', 0), lineAt('a\nb', 1), lineAt('a\nb', 2)]).toEqual([1, 1, 2]);
});
