import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { buildMemo } from './memo/build.ts';
import { documentTexts } from './document-text.ts';
import { newDraft } from './memo/draft.ts';
import { memoFixture } from './memo/fixture.ts';
import { cssText } from '../format/css-text.ts';
import { docxBytes } from './docx.ts';
import { memoHtml } from './html.ts';

const input = memoFixture({ person: { id: 'CM-1', name: `Sean "O'Hara" <b>&</b>` } });
const memo = buildMemo(input, newDraft(input));

const unescape = (markup: string) =>
  markup
    .replace(/<style>[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]*>/g, '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** Every text of the document must stand in the rendering, in its order; the foot of the page lies elsewhere. */
function holdsInOrder(rendered: string): void {
  let from = 0;
  for (const text of documentTexts({ ...memo, footer: '' })) {
    const at = rendered.indexOf(text, from);
    expect(at, `“${text}” is missing or out of order`).toBeGreaterThanOrEqual(0);
    from = at + text.length;
  }
}

describe('renderers of one document', () => {
  it('HTML says everything, in order, and nothing in a name becomes markup', () => {
    const html = memoHtml(memo);
    holdsInOrder(unescape(html));
    expect(html).not.toContain('<b>&</b>');
  });

  it('HTML is Letter unless A4 is asked for, and numbers its pages', () => {
    expect(memoHtml(memo)).toContain('size: 8.5in 11in');
    expect(memoHtml(memo, { paper: 'A4' })).toContain('size: 210mm 297mm');
    expect(memoHtml(memo)).toContain("'Page ' counter(page) ' of ' counter(pages)");
  });

  it('Word says the same in the same order, with heads that repeat and pages that count', async () => {
    const files = unzipSync(await docxBytes([memo]));
    const body = strFromU8(files['word/document.xml'] ?? new Uint8Array());
    holdsInOrder(unescape(body));
    expect(body).toContain('<w:tblHeader/>');
    expect(body).toMatch(/<w:pgSz[^>]*w:w="12240"[^>]*w:h="15840"/);
    expect(body.match(/<w:pageBreakBefore\/>/g)).toHaveLength(3);
    const foot = Object.keys(files).find((name) => /^word\/footer\d+\.xml$/.test(name));
    const footer = strFromU8(files[foot ?? ''] ?? new Uint8Array());
    expect(footer).toContain('PAGE');
    expect(unescape(footer)).toContain(memo.footer);
  });

  it('Word holds several memoranda, each in a section of its own', async () => {
    const files = unzipSync(await docxBytes([memo, memo, memo]));
    const body = strFromU8(files['word/document.xml'] ?? new Uint8Array());
    expect(body.match(/<w:sectPr/g)).toHaveLength(3);
  });

  it('a name cannot end the CSS it is printed by', () => {
    const text = cssText(`a"; } </style><script>\\`);
    expect(text).not.toMatch(/[<>;{}]/);
    expect(text.slice(1, -1)).not.toContain('"');
  });
});
