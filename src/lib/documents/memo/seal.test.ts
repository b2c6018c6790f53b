import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { documentTexts } from '../document-text.ts';
import { memoHtml } from '../html.ts';
import { canonicalJson } from './canonical-json.ts';
import { decodeDrafts, encodeDrafts } from './draft-file.ts';
import { newDraft, type MemoDraft } from './draft.ts';
import { firstFormat, memoFixture } from './fixture.ts';
import { isUnaltered, sealMemo } from './seal.ts';
import { sealedDocument } from './sealed-document.ts';
import { memoDocxBytes, sealedInDrafts, sealedInWord } from './sealed-file.ts';
import type { SealedMemo } from './sealed.ts';

const rows = [
  { key: 'k1', state: 'on_time', n: 1, d: 1, case: 'c1', date: '2026-04-02', done: '2026-04-01' },
  { key: 'k2', state: 'late', n: 0, d: 1, case: 'c2', date: '2026-04-09', done: null },
];
const input = memoFixture({ rows: [{ measure: 'program_review', rows }] });
const written: MemoDraft = {
  ...newDraft(input),
  addressees: { for: 'The rating official', from: 'The coordinator', through: '' },
  date: '2026-07-10',
  texts: { 'element-2': 'Reviews <were> late & "why" is in attachment 2.\u0007\ufffe', strengths: 'None.' },
};
const sealed = await sealMemo(input, written, { source: 'demo', now: new Date('2026-07-14T08:00:00Z') });
const final: MemoDraft = { ...written, status: 'finished', sealed: [sealed] };

describe('canonical JSON', () => {
  it('is the same for the same content, and reads back as it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  it('knows no order of fields and no white space', () => {
    expect(canonicalJson({ b: [1, null, undefined], a: { d: undefined, c: 'x' } })).toBe(
      '{"a":{"c":"x"},"b":[1,null,null]}',
    );
    expect(() => canonicalJson(NaN)).toThrow(RangeError);
  });
});

describe('what is sealed of a memorandum', () => {
  it('is its figures, the keys of their rows, and where they come from, under a hash anybody can work out', () => {
    const { seal, sha256 } = sealed;
    expect(seal).toMatchObject({
      source: 'demo',
      staff: 'CM-0417',
      facility: 'F03',
      period: '2026Q3',
      as_of: '2026-07-01',
      version: '2026-07-02.1a2b3c4d',
      amends: null,
    });
    expect(seal.figures.map(({ measure }) => measure)).toEqual(input.measures.map(({ id }) => id));
    expect(seal.figures.find(({ measure }) => measure === 'program_review')).toMatchObject({
      text: '61 of 74',
      n: 61,
      d: 74,
      value: 61 / 74,
      position: 'below',
      rows: [
        ['k1', 'on_time', 1, 1],
        ['k2', 'late', 0, 1],
      ],
    });
    expect(seal.figures.find(({ measure }) => measure === 'home_leave_investigation')?.rows).toEqual([]);
    expect(createHash('sha256').update(canonicalJson(seal)).digest('hex')).toBe(sha256);
  });

  it('is what is printed afterwards, whatever the data say by then', () => {
    const memo = sealedDocument(sealed);
    const text = documentTexts(memo).join('\n').replaceAll('\u202f', ' ');
    expect(text).toContain('82 % (61 of 74)');
    expect(memo.footer).toBe(`${sealed.seal.document.footer} · sealed ${sealed.sha256.slice(0, 12)}`);
    expect(text).toContain(sealed.sha256);
    // The hash is at the foot of every printed page.
    expect(memoHtml(memo)).toMatch(new RegExp(`@bottom-left \\{ content: "[^"]*sealed ${sealed.sha256.slice(0, 12)}"`));
  });

  it('names the one it takes the place of', async () => {
    const draft = { ...final, status: 'draft' as const };
    const amended = await sealMemo(input, draft, { source: 'demo', now: new Date('2026-08-01T08:00:00Z') });
    expect(amended.seal.amends).toBe(sealed.sha256);
    const fields = amended.seal.document.blocks.find((block) => block.kind === 'fields');
    expect(fields?.fields.at(-1)).toEqual({
      label: 'AMENDS',
      value: `The memorandum sealed as ${sealed.sha256.slice(0, 12)} on Jul 14, 2026`,
    });
    const chain = { ...final, sealed: [sealed, amended] };
    const read = await sealedInDrafts(encodeDrafts({ source: 'demo', drafts: [chain] }));
    expect('found' in read && read.found).toEqual([{ kind: 'whole', memo: amended }]);
    const broken = await sealedInDrafts(encodeDrafts({ source: 'demo', drafts: [{ ...chain, sealed: [amended] }] }));
    expect('found' in broken && broken.found.map(({ kind }) => kind)).toEqual(['altered']);
  });
});

describe('a file of drafts', () => {
  it('carries it whole', async () => {
    const read = decodeDrafts(encodeDrafts({ source: 'demo', drafts: [final] }));
    if ('error' in read) throw new Error(read.error);
    expect(read.drafts).toEqual([final]);
    const [first] = read.drafts[0]?.sealed ?? [];
    expect(first && (await isUnaltered(first))).toBe(true);
  });

  it('shows every altered letter and digit of it', async () => {
    const text = canonicalJson(sealed.seal);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: text.length - 1 }), async (at) => {
        const digit = /[0-9a-z]/.exec(text.slice(at))?.index;
        if (digit === undefined) return;
        const place = at + digit;
        const other = text[place] === '1' ? '2' : '1';
        let seal: SealedMemo['seal'];
        try {
          seal = JSON.parse(text.slice(0, place) + other + text.slice(place + 1)) as SealedMemo['seal'];
        } catch {
          return;
        }
        // '-0' and '0.10' are written in another way and mean the same: nothing is altered by them.
        if (canonicalJson(seal) === text) return;
        expect(await isUnaltered({ ...sealed, seal })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('says so of a figure that was altered in it, and of one that stands under another name', async () => {
    const altered = encodeDrafts({ source: 'demo', drafts: [final] }).replace('61 of 74', '71 of 74');
    const found = await sealedInDrafts(altered);
    expect('found' in found && found.found).toMatchObject([{ kind: 'altered', name: 'Alex Morgan, FY 2026 Q3' }]);
    const moved = await sealedInDrafts(encodeDrafts({ source: 'demo', drafts: [{ ...final, staff: 'CM-1' }] }));
    expect('found' in moved && moved.found).toMatchObject([
      { kind: 'altered', what: 'It stands under another person or quarter than it was sealed for.' },
    ]);
  });

  it('that was finished before figures were kept says that', async () => {
    const drafts = [firstFormat(final)];
    const first = { format: 'caseboard-memo-drafts', schema_version: 1, source: 'demo', drafts };
    const read = await sealedInDrafts(JSON.stringify(first));
    expect('found' in read && read.found).toEqual([{ kind: 'not kept', name: 'CM-0417, 2026Q3' }]);
  });
});

describe('a Word file', async () => {
  const open = { document: sealed.seal.document, sealed: null };
  const bytes = await memoDocxBytes([{ document: sealedDocument(sealed), sealed }, open]);
  const changed = (path: string, change: (xml: string) => string) => {
    const parts = unzipSync(bytes);
    const before = strFromU8(parts[path] ?? new Uint8Array());
    const after = change(before);
    expect(after).not.toBe(before);
    return zipSync({ ...parts, [path]: strToU8(after) });
  };

  it('carries it inside, as a part of the package that Word keeps', async () => {
    expect(await sealedInWord(bytes)).toEqual([{ kind: 'whole', memo: sealed }]);
    const parts = unzipSync(bytes);
    const relations = strFromU8(parts['word/_rels/document.xml.rels'] ?? new Uint8Array());
    expect(relations).toContain('Target="../customXml/item1.xml"');
    expect(strFromU8(parts['[Content_Types].xml'] ?? new Uint8Array())).toContain('/customXml/itemProps1.xml');
    const foot = Object.keys(parts).filter((path) => /^word\/footer\d+\.xml$/.test(path));
    expect(foot.map((path) => strFromU8(parts[path] ?? new Uint8Array())).join()).toContain(sealed.sha256.slice(0, 12));
  });

  it('may be signed and commented by hand', async () => {
    const signed = changed('word/document.xml', (xml) =>
      xml.replace(
        /(Employee’s comment<\/w:t>.*?<\/w:p>)/s,
        '$1<w:p><w:r><w:t>I was on leave in May.</w:t></w:r></w:p>',
      ),
    );
    expect((await sealedInWord(signed))?.map(({ kind }) => kind)).toEqual(['whole']);
  });

  it('shows a figure that was altered in its text', async () => {
    const altered = changed('word/document.xml', (xml) => xml.replace('(61 of 74)', '(71 of 74)'));
    expect(await sealedInWord(altered)).toMatchObject([
      { kind: 'altered', what: expect.stringContaining('Its words are not those that were sealed') as string },
    ]);
  });

  it('shows a figure that was altered inside', async () => {
    const altered = changed('customXml/item1.xml', (xml) => xml.replace('61 of 74', '71 of 74'));
    expect(await sealedInWord(altered)).toMatchObject([
      { kind: 'altered', what: 'What was sealed is not what its hash was made of.' },
    ]);
  });

  it('without a sealed memorandum has none, and other files are no Word files', async () => {
    expect(await sealedInWord(await memoDocxBytes([open]))).toEqual([]);
    expect(await sealedInWord(strToU8('%PDF-1.4'))).toBeNull();
  });
});
