import { own } from '../analysis/own.ts';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';

/** What memoranda carry inside their Word file: custom XML parts, which Word keeps when it saves the file. */
const namespace = 'urn:caseboard:sealed-memo';
const relationships = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const customXml = 'http://schemas.openxmlformats.org/officeDocument/2006/customXml';

/** A Word file with a text inside for each thing given, as a part that nothing shows. */
export function withParts(docx: Uint8Array, texts: readonly string[]): Uint8Array<ArrayBuffer> {
  if (texts.length === 0) return new Uint8Array(docx);
  const parts = unzipSync(docx);
  const edit = (path: string, change: (xml: string) => string) => {
    const found = parts[path];
    if (!found) throw new Error(`the Word file has no ${path}`);
    parts[path] = strToU8(change(strFromU8(found)));
  };
  texts.forEach((text, index) => {
    const item = `item${index + 1}`;
    const id = `{CA5EB0A2-0000-4000-8000-${String(index + 1).padStart(12, '0')}}`;
    parts[`customXml/${item}.xml`] = strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><memo xmlns="${namespace}">${escaped(text)}</memo>`,
    );
    parts[`customXml/itemProps${index + 1}.xml`] = strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><ds:datastoreItem ds:itemID="${id}" xmlns:ds="${customXml}"><ds:schemaRefs><ds:schemaRef ds:uri="${namespace}"/></ds:schemaRefs></ds:datastoreItem>`,
    );
    parts[`customXml/_rels/${item}.xml.rels`] = strToU8(
      `<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${relationships}/customXmlProps" Target="itemProps${index + 1}.xml"/></Relationships>`,
    );
  });
  const numbers = texts.map((_, index) => index + 1);
  edit('word/_rels/document.xml.rels', (xml) =>
    xml.replace(
      '</Relationships>',
      `${numbers.map((n) => `<Relationship Id="sealed${n}" Type="${relationships}/customXml" Target="../customXml/item${n}.xml"/>`).join('')}</Relationships>`,
    ),
  );
  edit('[Content_Types].xml', (xml) =>
    xml.replace(
      '</Types>',
      `${numbers.map((n) => `<Override PartName="/customXml/itemProps${n}.xml" ContentType="application/vnd.openxmlformats-officedocument.customXmlProperties+xml"/>`).join('')}</Types>`,
    ),
  );
  return new Uint8Array(zipSync(parts));
}

/** What a Word file holds: the texts inside it, and the words a reader sees, without white space. */
export interface WordContent {
  readonly parts: readonly string[];
  readonly words: string;
}

/** Reads a Word file that may have been saved by Word itself. Null where the bytes are none. */
export function readWord(bytes: Uint8Array): WordContent | null {
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes);
  } catch {
    return null;
  }
  const body = files['word/document.xml'];
  if (!body) return null;
  const items = Object.keys(files)
    .flatMap((path) => /^customXml\/item(\d+)\.xml$/.exec(path)?.[1] ?? [])
    .sort((a, b) => Number(a) - Number(b));
  const parts = items.flatMap((number) => {
    const xml = strFromU8(own(files, `customXml/item${number}.xml`) ?? new Uint8Array());
    // Word writes a prefix where it likes one; other programs leave parts of their own.
    const found = xml.includes(namespace) ? /<(?:\w+:)?memo\b[^>]*>([^<]*)</.exec(xml)?.[1] : undefined;
    return found === undefined ? [] : [unescaped(found)];
  });
  // Deleted text of tracked changes is `w:delText`: it is not seen, and is not taken.
  const runs = [...strFromU8(body).matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)];
  return { parts, words: bare(runs.map(([, text = '']) => unescaped(text)).join('')) };
}

/** A text without white space and without the lines and boxes that are drawn for a pen. */
export function bare(text: string): string {
  return text.replace(/[\s_☐]+/gu, '');
}

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;' } as const;
const escaped = (text: string) => text.replace(/[&<>]/g, (sign) => escapes[sign as keyof typeof escapes]);

const names = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function unescaped(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi, (_all, hex, decimal, name) => {
    if (typeof name === 'string') return names.get(name.toLowerCase()) ?? '';
    return String.fromCodePoint(typeof hex === 'string' ? parseInt(hex, 16) : Number(decimal));
  });
}
