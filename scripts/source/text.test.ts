import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../engine/database.ts';
import { normalText, normalTextSql, untidySql, visibleLines, visibleText, visibleTextSql } from './text.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase({ threads: 1 });
});
afterAll(() => database.close());

/** Every white space and format character there is, by Unicode's own properties, and what Word cannot hold. */
const every = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => code < 0xd800 || code > 0xdfff);
const having = (pattern: RegExp) =>
  every.map((code) => String.fromCodePoint(code)).filter((text) => pattern.test(text));

describe('normal text', () => {
  it('has no white space of any kind but single spaces within', () => {
    const spaces = having(/^\s$/u);
    expect(spaces.length).toBeGreaterThan(20);
    for (const space of spaces) {
      // The byte order mark is white space to JavaScript and nothing to a reader.
      const between = space === '\ufeff' ? 'ab' : 'a b';
      expect(normalText(`${space}a${space}${space}b${space}`), space.codePointAt(0)?.toString(16)).toBe(between);
    }
  });

  it('has no control, no direction, nothing of no width', () => {
    const gone = having(/^(?:\p{Cc}|\p{Default_Ignorable_Code_Point}|\p{Bidi_Control}|\p{Noncharacter_Code_Point})$/u);
    expect(gone.length).toBeGreaterThan(4000);
    const left = gone.filter(
      (text) =>
        !/^\s$/u.test(text) && !'\u001c\u001d\u001e\u001f\u0085'.includes(text) && normalText(`a${text}b`) !== 'ab',
    );
    expect(left.map((text) => text.codePointAt(0)?.toString(16))).toEqual([]);
  });

  it('keeps letters, marks and signs of every script, composed', () => {
    const kept = 'José Ñandú Škoda Ærø 北京 محمد שרה हिन्दी ไทย “Unit” – 5 % €';
    expect(normalText(kept)).toBe(kept.normalize('NFC'));
    expect(normalText('Jose\u0301')).toBe('José');
    // What stood between a letter and its accent is gone first.
    expect(normalText('Jose\u200b\u0301')).toBe('José');
  });

  const text = fc.array(
    fc.oneof(
      fc.constantFrom(...'ab \t\r\n\u00a0\u2003\u3000\u200b\u200f\u202e\u2066\ufeff\u0000\u001f\u0085\u00ad\ufffe'),
      fc.constantFrom('e', '\u0301', 'é', 'ß', '\u212b', '北', '😀', '\u0327'),
    ),
    { maxLength: 12 },
  );

  it('is the same from the engine, and done twice is done once', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (characters) => {
        const raw = characters.join('');
        const normal = normalText(raw);
        expect(normalText(normal)).toBe(normal);
        const [row] = await database.rows(
          `SELECT ${normalTextSql('t')} AS normal, ${untidySql.any('t')} AS untidy, ${visibleTextSql('t', 100)} AS visible
           FROM (SELECT CAST(? AS VARCHAR) AS t)`,
          [raw],
        );
        expect(row?.['normal'] ?? '').toBe(normal);
        expect(row?.['untidy']).toBe(raw !== normal);
        expect(String(row?.['visible']).replaceAll('<U+0020>', ' ').trim()).toBe(
          visibleText(raw).replaceAll('<U+0020>', ' ').trim(),
        );
      }),
      { numRuns: 400 },
    );
  });
});

it('what cannot be seen is written out', () => {
  expect(visibleText('parole\t')).toBe('parole<U+0009>');
  expect(visibleText(' parole\u00a0\u202e')).toBe('<U+0020>parole<U+00A0><U+202E>');
  expect(visibleText('two words')).toBe('two words');
  expect(visibleLines('a\u001b[31m\nb\r\nc\rd')).toBe('a<U+001B>[31m\nb\nc<U+000D>d');
});
