import type { MemoDocument } from '../document.ts';
import { documentTexts } from '../document-text.ts';

/**
 * A page that names the cases of some documents by the agency's own numbers, for whoever works through them. It stands
 * apart, so that what was signed stays as it is and a copy can leave the page out.
 * @param numberOf the agency's number of a pseudonym; null where the key does not know it
 * @returns null where the documents name no case of the key
 */
export function caseNumbers(
  documents: readonly MemoDocument[],
  numberOf: (pseudonym: string) => string | null,
  about: { of: string; marking: string },
): MemoDocument | null {
  const texts = new Set(documents.flatMap(documentTexts));
  const rows = [...texts].flatMap((text) => {
    const number = numberOf(text);
    return number === null ? [] : [[{ text: number }, { text }]];
  });
  if (rows.length === 0) return null;
  const title = `Case numbers: ${about.of}`;
  return {
    title,
    footer: `${title} · no part of a memorandum`,
    marking: about.marking,
    blocks: [
      { kind: 'heading', text: title },
      {
        kind: 'note',
        text: 'No part of a memorandum. These are the agency’s own numbers of the cases that are named by pseudonym: keep this page as the records are kept, and leave it out of every copy for somebody who may not see them.',
      },
      {
        kind: 'table',
        caption: title,
        columns: [
          { label: 'Number', width: 40 },
          { label: 'Pseudonym', width: 60 },
        ],
        rows,
      },
    ],
  };
}
