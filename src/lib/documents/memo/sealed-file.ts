import * as v from 'valibot';
import { bare, readWord, withParts, type WordContent } from '../docx-sealed.ts';
import { docxBytes } from '../docx.ts';
import type { MemoDocument } from '../document.ts';
import { textsOf } from '../document-text.ts';
import { xmlTexts } from '../../ui/download/xml-text.ts';
import { canonicalJson } from './canonical-json.ts';
import { decodeDrafts } from './draft-file.ts';
import { isUnaltered } from './seal.ts';
import { sealedDocument } from './sealed-document.ts';
import { sealedMemo } from './sealed-schema.ts';
import type { SealedMemo } from './sealed.ts';

/** A memorandum as it goes into a Word file, with what was sealed of it. */
export interface PaperMemo {
  readonly document: MemoDocument;
  readonly sealed: SealedMemo | null;
}

/** Memoranda as one Word file; those that are final carry inside what was sealed of them, as canonical JSON. */
export async function memoDocxBytes(memos: readonly PaperMemo[]): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await docxBytes(memos.map(({ document }) => document));
  return withParts(
    bytes,
    memos.flatMap(({ sealed }) => (sealed ? [canonicalJson(sealed)] : [])),
  );
}

/** One thing a file holds: a sealed memorandum, whole or altered; or one that was finished before figures were kept. */
export type Found =
  | { readonly kind: 'whole'; readonly memo: SealedMemo }
  /** `what` was altered, as a sentence. */
  | { readonly kind: 'altered'; readonly name: string; readonly what: string }
  | { readonly kind: 'not kept'; readonly name: string };

/** The memoranda that are final in a file of drafts; an error, as a sentence, where it cannot be read. */
export async function sealedInDrafts(content: string): Promise<{ source: string; found: Found[] } | { error: string }> {
  const read = decodeDrafts(content);
  if ('error' in read) return read;
  const found: Found[] = [];
  for (const { staff, period, status, sealed } of read.drafts) {
    if (status === 'finished' && sealed.length === 0) found.push({ kind: 'not kept', name: `${staff}, ${period}` });
    for (const [index, memo] of sealed.entries()) {
      const altered = await alteration(memo, sealed[index - 1]?.sha256 ?? null);
      const misplaced = memo.seal.staff !== staff || memo.seal.period !== period;
      const what = altered ?? (misplaced ? 'It stands under another person or quarter than it was sealed for.' : null);
      // One that was amended is whole or not; only the last is compared with the data.
      if (what !== null) found.push({ kind: 'altered', name: nameOf(memo), what });
      else if (index === sealed.length - 1) found.push({ kind: 'whole', memo });
    }
  }
  return { source: read.source, found };
}

/** The sealed memoranda inside a Word file. Null where it is no Word file; none where nothing was sealed in it. */
export async function sealedInWord(bytes: Uint8Array): Promise<Found[] | null> {
  const word = readWord(bytes);
  if (word === null) return null;
  return Promise.all(word.parts.map((part) => sealedText(part, (memo) => wordsAltered(memo, word))));
}

/**
 * A sealed memorandum from its JSON.
 * @param further what else is looked at: why it counts as altered, as a sentence, or null
 */
export async function sealedText(
  text: string,
  further: (memo: SealedMemo) => string | null = () => null,
): Promise<Found> {
  const memo = parsed(text);
  if (memo === null) {
    return { kind: 'altered', name: 'A memorandum', what: 'What was sealed inside the file cannot be read.' };
  }
  const what = (await alteration(memo, memo.seal.amends)) ?? further(memo);
  return what === null ? { kind: 'whole', memo } : { kind: 'altered', name: nameOf(memo), what };
}

export const nameOf = ({ seal }: SealedMemo): string => `${seal.name}, ${seal.quarter}`;

function parsed(text: string): SealedMemo | null {
  try {
    const result = v.safeParse(sealedMemo, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}

async function alteration(memo: SealedMemo, amends: string | null): Promise<string | null> {
  if (!(await isUnaltered(memo))) return 'What was sealed is not what its hash was made of.';
  return memo.seal.amends === amends ? null : 'The memorandum it takes the place of is not the one before it.';
}

/** Whether the words a reader of the Word file sees are those that were sealed; what is written by hand may be added. */
function wordsAltered(memo: SealedMemo, { words }: WordContent): string | null {
  const pieces = xmlTexts(sealedDocument(memo)).blocks.flatMap(textsOf);
  let at = -1;
  let free = true;
  for (const piece of pieces) {
    if (piece === null) {
      free = true;
      continue;
    }
    const text = bare(piece);
    const next = free ? words.indexOf(text, Math.max(at, 0)) : words.startsWith(text, at) ? at : -1;
    if (next < 0) return `Its words are not those that were sealed, at “${piece.slice(0, 60)}”.`;
    at = next + text.length;
    free = false;
  }
  return null;
}
