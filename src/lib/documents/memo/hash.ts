import { sha256 } from '../../export/sha256.ts';
import { canonicalJson } from './canonical-json.ts';
import type { MemoMeasure } from './input.ts';
import { shortHash } from './sealed.ts';

/** SHA-256 of the canonical JSON of anything, in hexadecimal. */
export async function hashOf(content: unknown): Promise<string> {
  return sha256(new Uint8Array(new TextEncoder().encode(canonicalJson(content))));
}

/** First twelve digits of the hash of what a measure of the memorandum means. */
export async function definitionId({ definition }: Pick<MemoMeasure, 'definition'>): Promise<string> {
  return shortHash(await hashOf(definition));
}
